"""What a day of the calendar does to counts: weekday, public holiday, events of the organisation."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache

import jpholiday
import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]

NEW_YEAR = ((12, 29), (12, 30), (12, 31), (1, 2), (1, 3))
"""Days on which Japan rests though they are no public holidays."""


def calendar_features(
    days: Sequence[date], events: Mapping[str, frozenset[date]] | None = None
) -> FloatArray:
    """Return one row a day: seven weekdays, holiday, day after a holiday, each event, 0 or 1 (T, 9 + events).

    Weekdays have a column each and no reference day, since the fit shrinks all of them towards no effect.

    Parameters
    ----------
    events : mapping, optional
        Name of a campaign or release to the days it lasts; columns in the order of the names.
    """
    named = sorted((events or {}).items())
    rows = np.zeros((len(days), 9 + len(named)))
    for number, day in enumerate(days):
        rows[number, day.weekday()] = 1
        rows[number, 7] = is_day_off(day)
        rows[number, 8] = not is_day_off(day) and is_day_off(date.fromordinal(day.toordinal() - 1))
        rows[number, 9:] = [day in lasting for _, lasting in named]
    return rows


@cache
def is_day_off(day: date) -> bool:
    """Whether a weekday is a public holiday of Japan or one of the days around New Year."""
    is_rest = (day.month, day.day) in NEW_YEAR or bool(jpholiday.is_holiday(day))
    return is_rest and day.weekday() < 5
