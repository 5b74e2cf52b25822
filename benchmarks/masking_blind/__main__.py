"""``python -m benchmarks.masking_blind [--write PAGE | --misses]``."""

import sys

from benchmarks.masking_blind.recall import misses
from benchmarks.page import write_page

_HEAD = """# Masking, measured blind
"""

if __name__ == "__main__":
    if "--misses" in sys.argv[1:]:
        sys.stdout.writelines(f"{line}\n" for line in misses())
    else:
        write_page("masking_blind", _HEAD, ("recall",))
