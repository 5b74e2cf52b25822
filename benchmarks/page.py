"""A page of sections, each measured by one module of a folder."""

import argparse
import importlib
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.analysis.corpora import corpora_folder


def write_page(folder: str, head: str, sections: Sequence[str]) -> None:
    """Print each section as it is measured; with ``--write`` keep the page.

    A section is ``benchmarks.<folder>.<name>`` with TITLE and ``report(corpora) -> Markdown``.
    """
    parser = argparse.ArgumentParser(description=head.splitlines()[0].strip("# "))
    parser.add_argument("sections", nargs="*", default=sections)
    parser.add_argument("--write", type=Path, help="page to write below docs/")
    arguments = parser.parse_args()
    page = [head]
    for name in arguments.sections:
        module = importlib.import_module(f"benchmarks.{folder}.{name}")
        section = f"\n## {module.TITLE}\n\n{module.report(corpora_folder())}"
        sys.stdout.write(section)
        sys.stdout.flush()
        page.append(section)
    if arguments.write:
        arguments.write.write_text("".join(page), encoding="utf-8")
