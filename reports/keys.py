"""Report keys: a weekly report is `2026-W47` (ISO week), a daily page `2026-11-21`."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from reports.errors import KeyFormatError

WEEKDAYS = "月火水木金土日"
_WEEK = re.compile(r"([0-9]{4})-W([0-9]{2})")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, order=True)
class WeekKey:
    """An ISO week, known by its Monday.

    Examples
    --------
    >>> str(WeekKey.of(date(2026, 11, 22))), WeekKey.of(date(2026, 11, 15)).label
    ('2026-W47', '2026年11月9日(月)〜15日(日)')
    """

    monday: date

    def __post_init__(self) -> None:
        if self.monday.isoweekday() != 1:
            message = f"a week begins on a Monday, {self.monday} is none; use WeekKey.of(day)"
            raise KeyFormatError(message)

    @classmethod
    def of(cls, day: date) -> "WeekKey":
        """Return the week that holds `day`."""
        return cls(day - timedelta(days=day.isoweekday() - 1))

    @property
    def sunday(self) -> date:
        """Last day of the week."""
        return self.monday + timedelta(days=6)

    @property
    def days(self) -> tuple[date, ...]:
        """The seven days, Monday first."""
        return tuple(self.monday + timedelta(days=offset) for offset in range(7))

    @property
    def previous(self) -> "WeekKey":
        """The week before."""
        return WeekKey(self.monday - timedelta(days=7))

    @property
    def label(self) -> str:
        """What readers see: the month and year are repeated only where they change."""
        first, last = self.monday, self.sunday
        if first.year != last.year:
            end = f"{last.year}年{last.month}月{last.day}日"
        elif first.month != last.month:
            end = f"{last.month}月{last.day}日"
        else:
            end = f"{last.day}日"
        return f"{first.year}年{first.month}月{first.day}日(月)〜{end}(日)"

    def __str__(self) -> str:
        year, week, _ = self.monday.isocalendar()
        return f"{year:04d}-W{week:02d}"


@dataclass(frozen=True, order=True)
class DayKey:
    """A contact day.

    Examples
    --------
    >>> DayKey(date(2026, 11, 21)).label
    '2026年11月21日(土)'
    """

    day: date

    @property
    def label(self) -> str:
        """What readers see."""
        return f"{self.day.year}年{self.day.month}月{self.day.day}日({WEEKDAYS[self.day.weekday()]})"

    def __str__(self) -> str:
        return self.day.isoformat()


def parse_key(key: str) -> WeekKey | DayKey:
    """Read a report key; raises `KeyFormatError` for anything but the two exact forms."""
    try:
        if found := _WEEK.fullmatch(key):
            return WeekKey(date.fromisocalendar(int(found[1]), int(found[2]), 1))
        if _DAY.fullmatch(key):
            return DayKey(date.fromisoformat(key))
    except ValueError as error:
        message = f"report key {key!r} names no week or day of the calendar: {error}"
        raise KeyFormatError(message) from error
    message = f"report key {key!r} has no known form; write an ISO week (2026-W47) or a day (2026-11-21)"
    raise KeyFormatError(message)


def parse_week(key: str) -> WeekKey:
    """Read the key of a weekly report; raises `KeyFormatError`."""
    parsed = parse_key(key)
    if isinstance(parsed, DayKey):
        message = (
            f"report key {key!r} is a day; a weekly report needs an ISO week such as {WeekKey.of(parsed.day)}"
        )
        raise KeyFormatError(message)
    return parsed
