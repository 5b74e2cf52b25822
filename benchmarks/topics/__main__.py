"""``KOE_CORPORA=DIR python -m benchmarks.topics [SECTION…] [--write docs/quality-topics.md]``."""

from benchmarks.page import write_page

_HEAD = """# Quality and speed of topics

Made by `make bench-topics`. AMI and ARI: chance 0, perfect 1; every unassigned text counts as one group.
"""

if __name__ == "__main__":
    write_page("topics", _HEAD, ("discovery", "identity", "scale"))
