"""``python -m benchmarks.reports [--voices 1000000] [--write FILE.md]``."""

import argparse
import sys
import tempfile
from pathlib import Path

from benchmarks.reports import charts, pages

HEAD = "# What the pages weigh and cost\n\nMade by `python -m benchmarks.reports`.\n"


def main() -> None:
    """Measure, print the page, and keep it where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--voices", type=int, default=1_000_000)
    parser.add_argument("--write", type=Path, help="page to write below docs/")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="koe-reports-") as scratch:
        sections = {
            charts.TITLE: charts.report(),
            pages.TITLE: pages.report(Path(scratch), arguments.voices),
        }
    text = HEAD + "".join(f"\n## {title}\n\n{section}" for title, section in sections.items())
    sys.stdout.write(text)
    if arguments.write:
        arguments.write.write_text(text, encoding="utf-8")


main()
