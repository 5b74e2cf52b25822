"""``KOE_CORPORA=DIR python -m benchmarks.analysis [SECTION…] [--write docs/quality.md]``."""

from benchmarks.page import write_page

SECTIONS = ("terms", "kinds", "sentiment", "risk", "masking", "text", "expressions", "speed", "memory")
_HEAD = """# Quality and speed of the Japanese analysis

Made by `make quality`. "Held out" are texts that nothing was trained or chosen on.
"""

if __name__ == "__main__":
    write_page("analysis", _HEAD, SECTIONS)
