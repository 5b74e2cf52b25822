"""Points in time as centres write them: ISO, 2026/11/21 9:05, 2026年11月21日(土) 午後3時5分."""

import re
import unicodedata
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any, Final
from zoneinfo import ZoneInfo

_ERAS: Final = {"令和": 2018, "R": 2018, "平成": 1988, "H": 1988}
_MOMENT: Final = re.compile(
    r"""(?:(?P<era>令和|平成|R|H)\s*)?(?P<year>\d{1,4}|元)\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})\s*日?
    (?:\s*[(]\s*[月火水木金土日](?:曜日?)?\s*(?:・?祝)?\s*[)])?
    (?:[T\s,]*(?P<half>午前|午後|AM|PM)?\s*(?P<hour>\d{1,2})\s*[:時]\s*(?:(?P<minute>\d{1,2})\s*(?:[:分]\s*
        (?:(?P<second>\d{1,2})(?:[.,](?P<fraction>\d{1,9}))?\s*秒?)?)?)?
    \s*(?P<after>AM|PM)?\s*(?P<zone>Z|[+-]\d{2}:?\d{2})?)?""",
    re.VERBOSE | re.IGNORECASE,
)
_DIGITS: Final = re.compile(r"(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?)?")
_EXCEL_EPOCH: Final = datetime(1899, 12, 30)  # noqa: DTZ001
_OLDEST: Final = datetime(1970, 1, 2, tzinfo=UTC)
# Closer to the year 9999 a zone or a step of days leads beyond what Python can hold.
_LAST: Final = datetime(9991, 1, 1, tzinfo=UTC)


def parse_moment(value: Any, zone: ZoneInfo) -> datetime | None:
    """Return a cell as a point in time in UTC; times without a zone are in `zone`.

    Parameters
    ----------
    value : Any
        Text, datetime, date, or a number: seconds or milliseconds since 1970, or a spreadsheet's day number.

    Returns
    -------
    datetime or None
        None when it cannot be read or lies before 1970 or after 9990.
    """
    if isinstance(value, str):
        return _parse_text(value, zone)
    try:
        return _checked(_from_object(value, zone))
    except (ValueError, OverflowError):
        return None


def _from_object(value: Any, zone: ZoneInfo) -> datetime | None:
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=zone)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day, tzinfo=zone)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _from_number(value, zone)
    return None


def _from_number(value: float, zone: ZoneInfo) -> datetime | None:
    if 20_000 <= value < 80_000:
        return (_EXCEL_EPOCH + timedelta(seconds=round(value * 86_400))).replace(tzinfo=zone)
    if 1e8 <= value < 1e11:
        return datetime.fromtimestamp(value, UTC)
    if 1e11 <= value < 1e14:
        return datetime.fromtimestamp(value / 1000, UTC)
    return None


@lru_cache(maxsize=65_536)
def _parse_text(text: str, zone: ZoneInfo) -> datetime | None:
    plain = unicodedata.normalize("NFKC", text).strip()
    try:
        return _checked(_from_digits(plain, zone) or _from_words(plain, zone))
    except (ValueError, OverflowError):
        return None


def _from_digits(plain: str, zone: ZoneInfo) -> datetime | None:
    found = _DIGITS.fullmatch(plain)
    if found:
        return datetime(*[int(part or 0) for part in found.groups()], tzinfo=zone)  # type: ignore[arg-type,misc]
    if re.fullmatch(r"\d{5}(?:\.\d+)?", plain):
        return _from_number(float(plain), zone)
    return None


def _from_words(plain: str, zone: ZoneInfo) -> datetime | None:
    found = _MOMENT.fullmatch(plain)
    if found is None:
        return None
    year = 1 if found["year"] == "元" else int(found["year"])
    if found["era"]:
        year += _ERAS[found["era"].upper()]
    elif len(found["year"]) != 4:
        return None
    start = datetime(year, int(found["month"]), int(found["day"]), tzinfo=_zone(found["zone"], zone))
    # 24:30 is how night desks write half past midnight of the next day.
    hour, minute, second = _hour(found), int(found["minute"] or 0), int(found["second"] or 0)
    if hour >= 30 or minute >= 60 or second >= 60:
        return None
    micro = int((found["fraction"] or "0").ljust(6, "0")[:6])
    return start + timedelta(hours=hour, minutes=minute, seconds=second, microseconds=micro)


def _hour(found: re.Match[str]) -> int:
    hour = int(found["hour"] or 0)
    half = (found["half"] or found["after"] or "").upper()
    if half in {"午後", "PM"} and hour < 12:
        return hour + 12
    return 0 if half in {"午前", "AM"} and hour == 12 else hour


def _zone(text: str | None, zone: ZoneInfo) -> Any:
    if not text:
        return zone
    return UTC if text.upper() == "Z" else datetime.strptime(text.replace(":", ""), "%z").tzinfo


def _checked(moment: datetime | None) -> datetime | None:
    if moment is None:
        return None
    moment = moment.astimezone(UTC)
    return moment if _OLDEST <= moment < _LAST else None
