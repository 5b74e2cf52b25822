"""Builds the static site: one folder a department, one a week, one page a number."""

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from reports.department_week import WeekMaterial, make_week_unit
from reports.errors import ReportError, SiteError
from reports.further_pages import write_agents, write_days, write_executive
from reports.keep import Keeper, KeptUnit, WeekRows
from reports.keys import WeekKey, parse_week
from reports.model import Department, SiteContext, WeekContext, build_index, load_site, load_week
from reports.model.labels import JST
from reports.model.signals import Signals, load_signals
from reports.model.small_cells import LEAST_CASES
from reports.model.threads import Screen
from reports.model.usage import OpeningCount, Usage, build_usage
from reports.render import html
from reports.site_facts import FILE, SiteFacts, dump_facts
from reports.withdrawn import Withdrawal, withdrawn_pages

if TYPE_CHECKING:
    from warehouse.published import Reader

DEFAULT_WEEKS = 8
OPENING_DAYS = 28


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
    rendered : frozenset of str
        Paths of the pages made anew; all others were taken over from the build before.
    """

    out: Path
    index: Path
    build: str
    weeks: tuple[str, ...]
    departments: tuple[str, ...]
    pages: int
    page_bytes: int
    largest_report_bytes: int
    rendered: frozenset[str] = frozenset()


class _Writer:
    """Writes what every build makes anew, and adds up all pages, also those taken over."""

    def __init__(self, out: Path) -> None:
        self._out = out
        self.paths: set[str] = set()
        self.page_bytes = 0
        self.largest_report_bytes = 0
        self.sentences: dict[str, dict[str, int]] = {}

    def write(self, path: str, page: str | bytes, *, is_report: bool = False) -> None:
        """Write one page or file; `path` is relative and made of ids only."""
        content = page.encode("utf-8") if isinstance(page, str) else page
        target = self._out / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        self._count(path, len(content), is_report=is_report)

    def add(self, folder: str, week: str, unit: KeptUnit) -> None:
        """Count the pages of a part, and its rows with a customer's words."""
        for path, page in unit.pages.items():
            self._count(path, page.size, is_report=page.is_report)
        weeks = self.sentences.setdefault(folder, {})
        weeks[week] = weeks.get(week, 0) + sum(page.sentences for page in unit.pages.values())

    def write_facts(self, facts: SiteFacts) -> None:
        """Write what the portal must know of the build; no page, so it counts as none."""
        (self._out / FILE).write_bytes(dump_facts(facts))

    def _count(self, path: str, size: int, *, is_report: bool) -> None:
        self.paths.add(path)
        self.page_bytes += size
        if is_report:
            self.largest_report_bytes = max(self.largest_report_bytes, size)


def build_site(
    reader: "Reader",
    out: Path,
    *,
    weeks: Sequence[str] | None = None,
    made_at: datetime,
    withdrawn: Mapping[str, Withdrawal] | None = None,
    least_cases: int = LEAST_CASES,
    previous: Path | None = None,
    screen: Screen | None = None,
    openings: Sequence[OpeningCount] = (),
) -> SiteBuild:
    """Write the site of a published copy into a new folder.

    The same copy, weeks and `made_at` give the same bytes, with and without `previous`: what that build made
    from the same content is taken over, with the time when it was made.

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
    previous : Path, optional
        Folder of the build before.
    screen : Screen, optional
        Looks at each turn of a contact's thread; without it there are no threads.
    openings : sequence of OpeningCount
        How often the pages of each department were opened in the last `OPENING_DAYS` days.

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
    keeper = Keeper(reader, out, previous, made_at=made_at)
    try:
        signals = load_signals(reader, newest_day=site.newest_day)
        material = _Material(reader, site, signals, keys, withdrawn or {}, made_at, openings, screen)
        _write_site(material, writer, keeper)
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
        pages=len(writer.paths),
        page_bytes=writer.page_bytes,
        largest_report_bytes=writer.largest_report_bytes,
        rendered=frozenset(writer.paths - keeper.kept),
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


@dataclass(frozen=True)
class _Material:
    """What a build is made from."""

    reader: "Reader"
    site: SiteContext
    signals: Signals
    keys: list[WeekKey]
    withdrawn: Mapping[str, Withdrawal]
    made_at: datetime
    openings: Sequence[OpeningCount] = ()
    screen: Screen | None = None

    def shown(self) -> list[Department]:
        """Return the departments whose pages are not withdrawn."""
        return [each for each in self.site.departments if each.department not in self.withdrawn]


def _write_site(material: _Material, writer: _Writer, keeper: Keeper) -> None:
    weeks = _write_weeks(material, writer, keeper)
    site, made_at, withdrawn = material.site, material.made_at, material.withdrawn
    about = (material.reader, site, material.signals, weeks, writer.write)
    days = write_days(*about, made_at=made_at, withdrawn=withdrawn)
    index = build_index(
        material.reader,
        site,
        weeks,
        made_at=made_at,
        withdrawn=frozenset(withdrawn),
        days=[line for line in days if line.day == days[-1].day],
        executive=write_executive(*about, made_at=made_at, withdrawn=withdrawn),
        usage=_usage(material, weeks) if weeks else None,
    )
    write_agents(site, material.signals, writer.write, made_at=made_at, withdrawn=withdrawn)
    for position, department in enumerate(site.departments):
        if department.department in withdrawn:
            keys = [*map(str, material.keys), *sorted({str(line.day) for line in days})]
            _write_withdrawn(department, keys, writer, withdrawn)
            continue
        own = [line for line in days if line.department == department]
        page = html.render_department(department, index.weeks, position=position, made_at=made_at, days=own)
        writer.write(f"{department.folder}/index.html", page)
    writer.write("index.html", html.render_index(index), is_report=True)
    writer.write_facts(SiteFacts((html.style_hash(),), index, writer.sentences))
    keeper.finish()


def _usage(material: _Material, weeks: Sequence[WeekContext]) -> Usage:
    last = material.made_at.astimezone(JST).date()
    return build_usage(
        material.site,
        weeks,
        material.signals.buttons,
        material.openings,
        first=last - timedelta(days=OPENING_DAYS - 1),
        last=last,
        withdrawn=frozenset(material.withdrawn),
    )


def _write_weeks(material: _Material, writer: _Writer, keeper: Keeper) -> list[WeekContext]:
    weeks = [load_week(material.reader, material.site, key) for key in material.keys]
    for position, week in enumerate(weeks):
        older = material.keys[position - 1] if position else None
        newer = material.keys[position + 1] if position + 1 < len(weeks) else None
        of_week = WeekMaterial(
            material.site.seen_from(week.key),
            material.signals.seen_from(week.key),
            week,
            html.Neighbours(older, newer),
            material.screen,
        )
        with WeekRows(material.reader, week.key).opened() as rows:
            for department in material.shown():
                unit = make_week_unit(of_week, department)
                writer.add(department.folder, str(week.key), keeper.write(unit, rows))
    return weeks


def _write_withdrawn(
    department: Department, keys: Iterable[str], writer: _Writer, withdrawn: Mapping[str, Withdrawal]
) -> None:
    withdrawal = withdrawn[department.department or ""]
    for path, page in withdrawn_pages(department, keys, withdrawal).items():
        writer.write(path, page)
