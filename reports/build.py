"""Builds the static site: one folder a department, one a week, one page a number."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from reports.errors import ReportError, SiteError
from reports.keys import WeekKey, parse_week
from reports.model import (
    Department,
    RowsPage,
    SiteContext,
    WeekContext,
    WeeklyReport,
    build_index,
    build_weekly,
    list_candidate_pages,
    list_risk_pages,
    list_topic_pages,
    load_site,
    load_week,
)
from reports.model.small_cells import LEAST_CASES
from reports.render import html
from reports.site_facts import FILE, SiteFacts, dump_facts
from reports.withdrawn import Withdrawal, withdrawn_pages

if TYPE_CHECKING:
    from warehouse.published import Reader

DEFAULT_WEEKS = 8


@dataclass(frozen=True)
class SiteBuild:
    """What was written.

    Attributes
    ----------
    weeks : tuple of str
        Keys of the weekly reports, oldest first; empty when nothing is published yet.
    departments : tuple of str
        Folders of the departments, ``unassigned`` last.
    pages, page_bytes : int
        Number of files and their size together.
    largest_report_bytes : int
        Size of the heaviest first page.
    """

    out: Path
    index: Path
    build: str
    weeks: tuple[str, ...]
    departments: tuple[str, ...]
    pages: int
    page_bytes: int
    largest_report_bytes: int


class _Writer:
    """Writes pages below a folder and adds up their sizes."""

    def __init__(self, out: Path) -> None:
        self._out = out
        self.pages = 0
        self.page_bytes = 0
        self.largest_report_bytes = 0
        self.sentences: dict[str, dict[str, int]] = {}

    def write(self, path: str, page: str, *, is_report: bool = False) -> None:
        """Write one page; `path` is relative and made of ids only."""
        content = page.encode("utf-8")
        target = self._out / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        self.pages += 1
        self.page_bytes += len(content)
        if is_report:
            self.largest_report_bytes = max(self.largest_report_bytes, len(content))

    def count_sentences(self, page: RowsPage) -> None:
        """Add up the rows with a customer's words, department by department and week by week."""
        weeks = self.sentences.setdefault(page.department.folder, {})
        shown = sum(row.sentence is not None for row in page.rows)
        weeks[str(page.week)] = weeks.get(str(page.week), 0) + shown

    def write_facts(self, facts: SiteFacts) -> None:
        """Write what the portal must know of the build; no page, so it counts as none."""
        (self._out / FILE).write_bytes(dump_facts(facts))


def build_site(
    reader: "Reader",
    out: Path,
    *,
    weeks: Sequence[str] | None = None,
    made_at: datetime,
    withdrawn: Mapping[str, Withdrawal] | None = None,
    least_cases: int = LEAST_CASES,
) -> SiteBuild:
    """Write the site of a published copy into a new folder.

    The same copy, weeks and `made_at` give the same bytes.

    Parameters
    ----------
    out : Path
        Folder that does not exist yet, or is empty.
    weeks : sequence of str, optional
        Keys such as ``2026-W47``; by default the eight newest weeks whose sentences the copy holds.
    made_at : datetime
        Aware time that the pages carry.
    withdrawn : mapping, optional
        Department id → since when and why its pages are off.
    least_cases : int
        Numbers of fewer cases are not broken down by day, product or lot.

    Raises
    ------
    KeyFormatError
        A key is no ISO week.
    ReportError
        A week is not published, or `made_at` has no zone.
    CountMismatchError
        A printed number differs from the rows behind it.
    SiteError
        `out` is not empty, or cannot be written.
    """
    if made_at.tzinfo is None:
        message = "made_at has no time zone; pass an aware datetime (UTC or Asia/Tokyo)"
        raise ReportError(message)
    site = load_site(reader, least_cases=least_cases)
    keys = _choose_weeks(site, weeks)
    _prepare(out)
    writer = _Writer(out)
    try:
        _write_site(reader, site, keys, writer, made_at, withdrawn or {})
    except OSError as error:
        reason = os.strerror(error.errno or 0)
        message = (
            f"the report site cannot be written to {out}: {reason}; free space or rights, then build again"
        )
        raise SiteError(message) from error
    return SiteBuild(
        out=out,
        index=out / "index.html",
        build=site.build,
        weeks=tuple(str(key) for key in keys),
        departments=tuple(department.folder for department in site.departments),
        pages=writer.pages,
        page_bytes=writer.page_bytes,
        largest_report_bytes=writer.largest_report_bytes,
    )


def _choose_weeks(site: SiteContext, weeks: Sequence[str] | None) -> list[WeekKey]:
    available = [key for key in site.weeks if site.has_rows(key)]
    if weeks is None:
        return available[-DEFAULT_WEEKS:]
    keys = sorted({parse_week(key) for key in weeks})
    absent = [str(key) for key in keys if key not in available]
    if absent:
        span = f"{available[0]} to {available[-1]}" if available else "none"
        message = f"no published sentences for week {', '.join(absent)}; the copy {site.build} holds {span}"
        raise ReportError(message)
    return keys


def _prepare(out: Path) -> None:
    if out.is_symlink() or (out.exists() and (not out.is_dir() or any(out.iterdir()))):
        message = (
            f"{out} is not an empty folder; a site is written into a new one (see reports.site.publish_site)"
        )
        raise SiteError(message)
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"the folder {out} cannot be made: {error.strerror}; check rights and space there"
        raise SiteError(message) from error


def _write_site(
    reader: "Reader",
    site: SiteContext,
    keys: list[WeekKey],
    writer: _Writer,
    made_at: datetime,
    withdrawn: Mapping[str, Withdrawal],
) -> None:
    contexts = [load_week(reader, site, key) for key in keys]
    for position, week in enumerate(contexts):
        older = keys[position - 1] if position else None
        newer = keys[position + 1] if position + 1 < len(keys) else None
        for department in site.departments:
            if department.department in withdrawn:
                continue
            neighbours = html.Neighbours(older, newer)
            _write_report(reader, site, week, department, writer, made_at, neighbours=neighbours, keys=keys)
    index = build_index(reader, site, contexts, made_at=made_at, withdrawn=frozenset(withdrawn))
    for position, department in enumerate(site.departments):
        if department.department in withdrawn:
            _write_withdrawn(department, keys, writer, withdrawn)
            continue
        page = html.render_department(department, index.weeks, position=position, made_at=made_at)
        writer.write(f"{department.folder}/index.html", page)
    writer.write("index.html", html.render_index(index), is_report=True)
    writer.write_facts(SiteFacts((html.style_hash(),), index, writer.sentences))


def _write_withdrawn(
    department: Department, keys: Iterable[WeekKey], writer: _Writer, withdrawn: Mapping[str, Withdrawal]
) -> None:
    withdrawal = withdrawn[department.department or ""]
    for path, page in withdrawn_pages(department, map(str, keys), withdrawal).items():
        writer.write(path, page)


def _write_report(
    reader: "Reader",
    site: SiteContext,
    week: WeekContext,
    department: Department,
    writer: _Writer,
    made_at: datetime,
    *,
    neighbours: html.Neighbours,
    keys: Iterable[WeekKey],
) -> None:
    folder = f"{department.folder}/{week.key}"
    report = build_weekly(reader, site, week, department, made_at=made_at, linked_weeks=frozenset(keys))
    writer.write(f"{folder}/index.html", html.render_weekly(report, neighbours), is_report=True)
    for page in _list_pages(reader, week, department, report, least_cases=site.least_cases):
        writer.write(f"{folder}/{page.file}", html.render_rows(page, made_at=made_at))
        writer.count_sentences(page)


def _list_pages(
    reader: "Reader", week: WeekContext, department: Department, report: WeeklyReport, *, least_cases: int
) -> Iterator[RowsPage]:
    figures = list(report.figures)
    yield from list_topic_pages(reader, week.key, department, figures, least_cases=least_cases)
    yield from list_risk_pages(reader, week.key, department)
    yield from list_candidate_pages(reader, week.key, department, report.candidates, least_cases=least_cases)
