"""``KOE_CORPORA=DIR python -m benchmarks.analysis [SECTION…] [--write docs/quality.md]``."""

import argparse
import importlib
import sys
from pathlib import Path

from benchmarks.analysis.corpora import corpora_folder

SECTIONS = ("kinds", "sentiment", "speed")
_HEAD = """# Quality and speed of the Japanese analysis

Made by `make quality`. "Held out" are texts that nothing was trained or chosen on.
"""


def main() -> None:
    """Print each section as it is measured; with ``--write`` keep the page."""
    parser = argparse.ArgumentParser(description="Measure the Japanese analysis")
    parser.add_argument("sections", nargs="*", default=SECTIONS)
    parser.add_argument("--write", type=Path, help="page to write, e.g. docs/quality.md")
    arguments = parser.parse_args()
    page = [_HEAD]
    for name in arguments.sections:
        module = importlib.import_module(f"benchmarks.analysis.{name}")
        section = f"\n## {module.TITLE}\n\n{module.report(corpora_folder())}"
        sys.stdout.write(section)
        sys.stdout.flush()
        page.append(section)
    if arguments.write:
        arguments.write.write_text("".join(page), encoding="utf-8")


if __name__ == "__main__":
    main()
