"""``python -m benchmarks.masking_blind [--set first|second|…|twelfth] [--write PAGE|--misses]``."""

import argparse
import sys

from benchmarks.masking_blind.recall import misses, section_of
from benchmarks.masking_blind.sets import SETS
from benchmarks.page import write_sections

_HEAD = """# Masking, measured blind
"""

if __name__ == "__main__":
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--set", choices=SETS, default="first")
    parser.add_argument("--misses", action="store_true")
    arguments, sys.argv[1:] = parser.parse_known_args()
    if arguments.misses:
        sys.stdout.writelines(f"{line}\n" for line in misses(arguments.set))
    else:
        write_sections(_HEAD, (arguments.set,), section_of)
