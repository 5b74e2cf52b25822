"""``python -m benchmarks.masking_blind [--set first|second|…|seventh] [--write PAGE|--misses]``."""

import argparse
import sys

from benchmarks.masking_blind.marked import SETS
from benchmarks.masking_blind.recall import misses
from benchmarks.page import write_page

_HEAD = """# Masking, measured blind
"""
_SECTIONS = {
    "first": "recall",
    "second": "recall_second",
    "third": "recall_third",
    "fourth": "recall_fourth",
    "fifth": "recall_fifth",
    "sixth": "recall_sixth",
    "seventh": "recall_seventh",
}

if __name__ == "__main__":
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--set", choices=SETS, default="first")
    parser.add_argument("--misses", action="store_true")
    arguments, sys.argv[1:] = parser.parse_known_args()
    if arguments.misses:
        sys.stdout.writelines(f"{line}\n" for line in misses(arguments.set))
    else:
        write_page("masking_blind", _HEAD, (_SECTIONS[arguments.set],))
