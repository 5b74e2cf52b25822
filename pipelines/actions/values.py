"""Reads single values of journal entries; what cannot be read is refused in Japanese."""

from collections.abc import Collection
from datetime import date, datetime, timedelta, timezone
from typing import Any

from warehouse.journal import Entry
from warehouse.weeks import monday_of

JST = timezone(timedelta(hours=9), "Asia/Tokyo")
UNASSIGNED = "unassigned"
TEXT_LIMIT = 200


class RefusedEntryError(ValueError):
    """An entry that does not apply; the message is the reason, in Japanese."""


def read_day(value: Any, name: str) -> date | None:
    """Return a day such as 2026-11-20, None where nothing is given."""
    if value in (None, ""):
        return None
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise RefusedEntryError(f"{name}を読み取れません(例:2026-11-20)") from None


def read_week(value: Any) -> date | None:
    """Return the Monday of a week such as 2026-W47, or of the week of a day; None where nothing is given."""
    if value in (None, ""):
        return None
    text = str(value)
    try:
        day = date.fromisoformat(f"{text}-1" if "W" in text else text)
    except ValueError:
        raise RefusedEntryError("週を読み取れません(例:2026-W47)") from None
    return monday_of(day)


def read_moment(value: Any, name: str) -> datetime | None:
    """Return a time such as 2026-11-13T10:20; without a zone it is that of Japan."""
    if value in (None, ""):
        return None
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        raise RefusedEntryError(f"{name}を読み取れません(例:2026-11-13T10:20)") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=JST)


def read_text(value: Any, name: str, *, limit: int = TEXT_LIMIT) -> str | None:
    """Return a text without outer blanks, None where there is none."""
    text = "" if value is None else " ".join(str(value).split())
    if len(text) > limit:
        raise RefusedEntryError(f"{name}は{limit}文字までで記録してください")
    return text or None


def read_choice(value: Any, name: str, choices: Collection[str]) -> str:
    """Return one of some words."""
    if isinstance(value, str) and value in choices:
        return value
    raise RefusedEntryError(f"{name}は {'、'.join(choices)} のどれかで記録してください")


def read_department(value: Any, departments: Collection[str]) -> str | None:
    """Return the id of a department; None for ``unassigned`` and where none is given."""
    if value in (None, "", UNASSIGNED):
        return None
    if value in departments:
        return str(value)
    raise RefusedEntryError(f"部署 {value} は設定にありません。departments.yaml の id で記録し直してください")


def read_id(entry: Entry, name: str, what: str) -> str:
    """Return an id that the entry must name as its target."""
    value = entry.target.get(name)
    if isinstance(value, str) and value.strip():
        return value
    raise RefusedEntryError(f"{what}({name})がありません")


def read_list(value: Any) -> list[str]:
    """Return one or several words as a list."""
    items = value if isinstance(value, list) else [value]
    return [str(item) for item in items if item not in (None, "")]


def day_of(moment: datetime) -> date:
    """Return the day in Japan."""
    return moment.astimezone(JST).date()
