"""A static copy of one department's reports, for readers without the portal; each is written down."""

import os
import re
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from html import unescape
from pathlib import Path

from reports.errors import ReportError
from reports.keys import DayKey, WeekKey, parse_week
from reports.model.daily import NOTHING_TODAY
from reports.model.index import DayLine, IndexPage, WeekLine
from reports.model.weekly import Department
from reports.portal.access_log import AccessLog, Opening
from reports.portal.errors import AddressError
from reports.portal.site_files import find_build, read_beside, read_page
from reports.portal.site_paths import INDEX, SitePath, parse_address
from reports.render import html
from reports.site import CURRENT
from reports.site_facts import FILE, SiteFacts, load_facts

_KEY = r"[0-9]{4}-(?:W[0-9]{2}|[0-9]{2}-[0-9]{2})"
_LINK = re.compile(rf'<a\b[^>]*\shref="\.\./({_KEY})/[^"]*"[^>]*>(.*?)</a>', re.DOTALL)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LEAD = re.compile(r'<p class="lead[^"]*">(.*?)</p>', re.DOTALL)


class ExportError(ReportError):
    """A copy cannot be made as asked."""


@dataclass(frozen=True)
class Export:
    """What left the portal.

    Attributes
    ----------
    path : Path
        The folder or zip file.
    weeks : tuple of str
        Weekly reports in it, oldest first.
    first_day, last_day : date
        Days that these weeks span.
    sentences : int
        Rows with a customer's words.
    files, size : int
        Number of files and their bytes together.
    """

    path: Path
    department: Department
    build: str
    weeks: tuple[str, ...]
    first_day: date
    last_day: date
    sentences: int
    files: int
    size: int


def export_department(
    site_dir: Path, folder: str, to: Path, *, weeks: tuple[str, ...], log: AccessLog, by: str, at: datetime
) -> Export:
    """Copy a department's part of the current build to a new folder, or to a zip where `to` ends in ``.zip``.

    The line in the access log stands before the first file leaves. Files have mode 0600, folders 0700.

    Parameters
    ----------
    folder : str
        Folder of the department in the site.
    weeks : tuple of str
        Keys such as ``2026-W47``; empty = all of the build.
    by : str
        Who takes the copy.

    Raises
    ------
    ExportError
        There is no such build, department or week, or `to` exists already.
    AccessLogError
        It cannot be written down, so nothing is copied.
    """
    if to.exists() or to.is_symlink():
        message = f"{to} exists already; an export is written to a new place, so that nothing old is mixed in"
        raise ExportError(message)
    build = find_build(site_dir, CURRENT)
    facts = _read_facts(site_dir, build)
    if build is None or facts is None:
        message = f"{site_dir} has no site to copy from; run 'koe reports build' first"
        raise ExportError(message)
    position, department = _find_department(facts.index, folder)
    lines = _choose_weeks(facts, folder, weeks)
    pages = _pages(site_dir, build, facts, lines, department=department, position=position)
    export = _describe(to, build, facts, lines, department, pages)
    pages[INDEX] = html.render_export(export, made_by=by, made_at=at).encode("utf-8")
    log.append(
        Opening(
            at=at, by=by, via="export", folder=folder, build=build,
            page=",".join(export.weeks), kind="export", rows=export.sentences,
        )
    )  # fmt: skip
    _write(to, pages, at)
    return export


def _read_facts(site_dir: Path, build: str | None) -> SiteFacts | None:
    content = read_beside(site_dir, build, FILE) if build else None
    return load_facts(content) if content is not None else None


def _find_department(index: IndexPage, folder: str) -> tuple[int, Department]:
    lines = (*index.departments, *((index.unassigned,) if index.unassigned else ()))
    for position, line in enumerate(lines):
        if line.department.folder == folder:
            return position, line.department
    known = ", ".join(line.department.folder for line in lines) or "none yet"
    message = f"the site has no department {folder!r}; it has: {known}"
    raise ExportError(message)


def _choose_weeks(facts: SiteFacts, folder: str, weeks: tuple[str, ...]) -> list[WeekLine]:
    wanted = {str(parse_week(week)) for week in weeks}
    lines = [line for line in facts.index.weeks if not wanted or str(line.week) in wanted]
    absent = wanted - {str(line.week) for line in lines}
    if absent or not lines:
        held = ", ".join(str(line.week) for line in facts.index.weeks) or "none"
        asked = ", ".join(sorted(absent)) or "any week"
        message = f"the site has no report of {folder} for {asked}; it has: {held}"
        raise ExportError(message)
    return lines


def _pages(
    site_dir: Path,
    build: str,
    facts: SiteFacts,
    lines: list[WeekLine],
    *,
    department: Department,
    position: int,
) -> dict[str, bytes]:
    """Return path → content of everything but the cover."""
    days = _list_days(site_dir / build / department.folder, {line.week for line in lines})
    kept = {*(str(line.week) for line in lines), *days}
    pages: dict[str, bytes] = {}
    for key in sorted(kept):
        for path in _files(site_dir, build, f"{department.folder}/{key}"):
            content = read_page(site_dir, path)
            if content is not None:
                name = "/".join(path.parts)
                pages[name] = _without_dead_links(content, kept) if path.suffix == "html" else content
    told = [_day_line(department, day, pages.get(f"{department.folder}/{day}/{INDEX}", b"")) for day in days]
    first = html.render_department(
        department,
        lines,
        position=position,
        made_at=facts.index.made_at,
        days=[line for line in told if line],
    )
    return {f"{department.folder}/{INDEX}": first.encode("utf-8"), **pages}


def _list_days(folder: Path, weeks: set[WeekKey]) -> list[str]:
    """Return the days of some weeks that have a page, oldest first."""
    names = sorted(entry.name for entry in os.scandir(folder) if entry.is_dir(follow_symlinks=False))
    return [name for name in names if _DAY.fullmatch(name) and WeekKey.of(date.fromisoformat(name)) in weeks]


def _day_line(department: Department, day: str, page: bytes) -> DayLine | None:
    """Return the line of a daily page, with the first sentence that it says itself."""
    lead = _LEAD.search(page.decode("utf-8"))
    if lead is None:
        return None
    sentence = unescape(lead[1])
    return DayLine(department, DayKey(date.fromisoformat(day)), sentence, sentence == NOTHING_TODAY)


def _files(site_dir: Path, build: str, folder: str) -> Iterator[SitePath]:
    """Yield the pages of a folder; what is no page of a site is left where it is."""
    for entry in sorted(os.scandir(site_dir / build / folder), key=lambda entry: entry.name):
        if entry.is_file(follow_symlinks=False):
            try:
                yield parse_address(f"{build}/{folder}/{entry.name}")
            except AddressError:
                continue


def _without_dead_links(content: bytes, kept: set[str]) -> bytes:
    """Return a page in which weeks and days that did not come along are words, not links."""
    text = content.decode("utf-8")
    return _LINK.sub(lambda found: found[0] if found[1] in kept else found[2], text).encode("utf-8")


def _describe(
    to: Path,
    build: str,
    facts: SiteFacts,
    lines: list[WeekLine],
    department: Department,
    pages: dict[str, bytes],
) -> Export:
    weeks = sorted(lines, key=lambda line: line.week)
    sentences = facts.sentences.get(department.folder, {})
    return Export(
        path=to,
        department=department,
        build=build,
        weeks=tuple(str(line.week) for line in weeks),
        first_day=weeks[0].week.monday,
        last_day=weeks[-1].week.sunday,
        sentences=sum(sentences.get(str(line.week), 0) for line in weeks),
        files=len(pages) + 1,
        size=sum(map(len, pages.values())),
    )


def _write(to: Path, pages: dict[str, bytes], at: datetime) -> None:
    try:
        to.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=f".{to.name}-", dir=to.parent))
        try:
            fresh = _write_zip(beside, pages, at) if to.suffix == ".zip" else _write_folder(beside, pages)
            fresh.rename(to)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
    except OSError as error:
        message = f"the copy cannot be written to {to}: {error.strerror}; free space or rights there"
        raise ExportError(message) from error


def _write_folder(beside: Path, pages: dict[str, bytes]) -> Path:
    root = beside / "copy"
    root.mkdir(mode=0o700)
    for name, content in pages.items():
        path = root / name
        for parent in reversed(path.relative_to(root).parents):
            (root / parent).mkdir(mode=0o700, exist_ok=True)
        path.touch(mode=0o600)
        path.write_bytes(content)
    return root


def _write_zip(beside: Path, pages: dict[str, bytes], at: datetime) -> Path:
    path = beside / "copy.zip"
    path.touch(mode=0o600)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in pages.items():
            info = zipfile.ZipInfo(name, date_time=at.timetuple()[:6])
            info.external_attr = 0o600 << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return path
