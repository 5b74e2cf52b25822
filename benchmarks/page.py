"""A page of sections, each measured by one module of a folder."""

import argparse
import importlib
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.analysis.corpora import corpora_folder


@dataclass(frozen=True)
class Section:
    """A part of a page; `report` measures it and returns Markdown, given the folder of corpora or None."""

    title: str
    report: Callable[[Path | None], str]


def write_page(folder: str, head: str, sections: Sequence[str]) -> None:
    """Write a page whose sections are ``benchmarks.<folder>.<name>`` with TITLE and ``report(corpora)``."""

    def section_of(name: str) -> Section:
        module = importlib.import_module(f"benchmarks.{folder}.{name}")
        return Section(module.TITLE, module.report)

    write_sections(head, sections, section_of)


def write_sections(head: str, sections: Sequence[str], section_of: Callable[[str], Section]) -> None:
    """Print each section, by its name, as it is measured; with ``--write`` keep the page."""
    parser = argparse.ArgumentParser(description=head.splitlines()[0].strip("# "))
    parser.add_argument("sections", nargs="*", default=sections)
    parser.add_argument("--write", type=Path, help="page to write below docs/")
    arguments = parser.parse_args()
    page = [head]
    for name in arguments.sections:
        section = section_of(name)
        text = f"\n## {section.title}\n\n{section.report(corpora_folder())}"
        sys.stdout.write(text)
        sys.stdout.flush()
        page.append(text)
    if arguments.write:
        arguments.write.write_text("".join(page), encoding="utf-8")
