"""``calendar.csv``: campaigns, releases and closures that explain a number; wrong rows are named."""

import unicodedata
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from pipelines.config.model import closest
from pipelines.config.word_rows import Problems, WordProblem, read_rows, shown

CALENDAR_FILE: Final = "calendar.csv"
COLUMNS: Final = ("first_day", "last_day", "type", "name")
EVENT_TYPES: Final = ("campaign", "release", "closure", "other")
LONGEST_DAYS: Final = 366
_JAPANESE: Final = {
    "キャンペーン": "campaign",
    "発売": "release",
    "リリース": "release",
    "休業": "closure",
    "その他": "other",
}


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """An event of the organisation, first and last day included."""

    first_day: date
    last_day: date
    event_type: str
    name: str


@dataclass(frozen=True, slots=True)
class CalendarFile:
    """What can be used of the file, and what cannot, in the order of the lines."""

    events: tuple[CalendarEvent, ...]
    problems: tuple[WordProblem, ...]


def read_calendar(folder: Path) -> CalendarFile:
    """Read the events of a configuration folder; a file that is not there is an empty list.

    A row that cannot be used is left out and named with its line, for example one whose days are exchanged:
    ``2026-11-24,2026-11-20,キャンペーン,秋の感謝祭``.
    """
    path = folder / CALENDAR_FILE
    problems = Problems(str(path))
    found: dict[CalendarEvent, int] = {}
    for row in read_rows(path, COLUMNS, needed=("first_day", "type", "name"), problems=problems):
        event = _event(row.cells, row.line, problems)
        if event is None:
            continue
        known = found.setdefault(event, row.line)
        if known != row.line:
            problems.add(row.line, f"the same event as in line {known}; it counts once")
    return CalendarFile(tuple(found), tuple(sorted(problems.found, key=lambda item: item.line)))


def _event(cells: dict[str, str], line: int, problems: Problems) -> CalendarEvent | None:
    first = read_day(cells["first_day"], "first_day", line, problems)
    last = first
    if cells.get("last_day"):
        last = read_day(cells["last_day"], "last_day", line, problems)
    given = unicodedata.normalize("NFKC", cells["type"]).lower()
    kind = _JAPANESE.get(given, given)
    if first is None or last is None:
        return None
    if last < first:
        problems.add(line, "last_day lies before first_day; exchange them")
    elif (last - first).days >= LONGEST_DAYS:
        problems.add(line, "the event lasts longer than a year, which explains no change; give its real days")
    elif kind not in EVENT_TYPES:
        known = (*EVENT_TYPES, *_JAPANESE)
        problems.add(
            line, f"type {shown(given)} is not known{closest(given, known)}; types: {', '.join(known)}"
        )
    else:
        return CalendarEvent(first, last, kind, cells["name"])
    return None


def read_day(cell: str, column: str, line: int, problems: Problems) -> date | None:
    """Return a day written in some usual way, as 2026/11/20; None, and a problem, where it is none."""
    text = unicodedata.normalize("NFKC", cell).replace("/", "-")
    try:
        year, month, day = (int(part) for part in text.split("-"))
        return date(year, month, day)
    except ValueError:
        problems.add(line, f"{column} {shown(cell)} is no day; write it as 2026-11-21")
        return None
