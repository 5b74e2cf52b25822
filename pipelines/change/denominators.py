"""What a department's counts are set against, day by day: shipments of four weeks, or members.

A parcel of Friday is a complaint of Monday, so the level of a day is the mean of four weeks. What a day has
of contacts still decides how the days of a week differ, and what a missing channel hides.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from pipelines.config.denominators_file import FLOWS, DepartmentMeasure

FloatArray = NDArray[np.float64]

LEVEL_DAYS = 28
LONGEST_REST = 11
LEAST_KNOWN = 7
"""Days with a figure within four weeks; with fewer, nobody knows the level of a day."""


@dataclass(frozen=True)
class Denominator:
    """Level of a measure on every day (T,): pieces a day, or members; NaN where it is not known."""

    measure: str
    level: FloatArray

    def of_days(self, is_used: NDArray[np.bool_], days: slice) -> float | None:
        """Return what the used days hold together (members: how many); None where one is unknown."""
        used = self.level[days][is_used[days]]
        if not len(used) or np.isnan(used).any():
            return None
        return float(used.sum() if self.measure in FLOWS else used.mean())


def lay_out(
    measures: Iterable[DepartmentMeasure],
    daily: Mapping[str, Mapping[date, float]],
    days: Sequence[date],
) -> dict[str, Denominator]:
    """Return department → level on `days`; "" = all departments that are not named.

    Parameters
    ----------
    daily : mapping
        Measure → day → figure of the sources, for departments whose rows have no values.
    """
    made = {}
    for row in measures:
        figures = np.full(len(days), np.nan)
        first = days[0]
        for span in row.spans:
            begin, end = (span.first_day - first).days, (span.last_day - first).days + 1
            figures[max(begin, 0) : max(end, 0)] = span.a_day
        if not row.spans:
            known = daily.get(row.measure, {})
            figures = np.array([known.get(day, np.nan) for day in days])
        made[row.department] = Denominator(row.measure, smooth(figures, row.measure))
    return made


def smooth(figures: FloatArray, measure: str) -> FloatArray:
    """Return the mean of the known figures of four weeks up to each day; NaN with fewer than seven.

    Nobody ships on a Sunday or at New Year, and such days have no row: short gaps of a flow count as 0.
    """
    known = np.flatnonzero(~np.isnan(figures))
    filled = figures.copy()
    for before, after in pairwise(known):
        if measure in FLOWS and after - before <= LONGEST_REST:
            filled[before + 1 : after] = 0.0
    is_known = ~np.isnan(filled)
    total, count = (
        _trailing(values, LEVEL_DAYS) for values in (np.nan_to_num(filled), is_known.astype(float))
    )
    enough = count >= LEAST_KNOWN
    level = np.where(enough, total / np.maximum(count, 1), np.nan)
    return np.where(level > 0, level, np.nan)


def relative_volume(denominator: Denominator, volumes: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return what a day's contacts are multiplied by to have the denominator's level, and a part of it.

    The second array only takes the contacts' own level off: what is left are single days and weeks.

    Parameters
    ----------
    volumes : (T, C) contacts
    """
    is_open = volumes > 0
    opened = np.apply_along_axis(_trailing, 0, is_open.astype(float), LEVEL_DAYS)
    sums = np.apply_along_axis(_trailing, 0, volumes, LEVEL_DAYS)
    contacts = np.divide(sums, opened, out=np.zeros_like(sums), where=opened > 0).sum(axis=1)
    usual = contacts[contacts > 0].mean() if (contacts > 0).any() else 1.0
    flat = np.divide(usual, contacts, out=np.ones(len(contacts)), where=contacts > 0)
    return flat * _held(denominator.level), flat


def _held(level: FloatArray) -> FloatArray:
    """Return the level in units of its mean; days without one have that of the nearest day that has."""
    known = np.flatnonzero(~np.isnan(level))
    if not len(known):
        return np.ones(len(level))
    held = np.interp(np.arange(len(level)), known, level[known])
    return np.asarray(held / held.mean())


def _trailing(values: FloatArray, days: int) -> FloatArray:
    """Return the sum of the last `days` values up to each place; of the first week at its beginning."""
    sums = np.cumsum(values)
    before = np.concatenate([np.zeros(min(days, len(sums))), sums[:-days]])[: len(sums)]
    found = sums - before
    found[: LEAST_KNOWN - 1] = found[min(LEAST_KNOWN, len(found)) - 1] if len(found) else 0.0
    return np.asarray(found)
