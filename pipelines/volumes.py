"""Is a day's volume like that of its weekday? Robust against single odd days; warns and never fails a day."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import numpy as np
from scipy.stats import median_abs_deviation, poisson

from warehouse.checks import CheckResult
from warehouse.database import Database
from warehouse.sql import read_sql

WEEKS = 8
MIN_DAYS = 4
"""Fewer days of the same weekday than these say nothing about what is usual."""
FAR = 4.0
RARE = 1e-4
MIN_USUAL = 5.0
Counts = Mapping[date, int]


def check_volumes(
    database: Database, days: Sequence[date], names: Mapping[str, str], *, channels: Mapping[str, str]
) -> dict[date, list[CheckResult]]:
    """Return what is unusual about each day, against the same weekday of the eight weeks before.

    Parameters
    ----------
    names : mapping
        Source to the name that readers see.
    channels : mapping
        Channel to the name that readers see.
    """
    if not days:
        return {}
    first = min(days) - timedelta(weeks=WEEKS)
    rows = database.query(read_sql("volumes/daily"), {"first": first, "last": max(days)}).to_pylist()
    sources: dict[str, dict[date, int]] = {name: {} for name in names}
    by_channel: dict[str, dict[date, int]] = {}
    for row in rows:
        for counts, name in ((sources, row["source"]), (by_channel, row["channel"])):
            one = counts.setdefault(name, {})
            one[row["day"]] = one.get(row["day"], 0) + row["contacts"]
    loaded = {row["day"] for row in rows}
    found: dict[date, list[CheckResult]] = {}
    for day in days:
        found[day] = [
            *_judge(day, sources, loaded, names, "volume"),
            *_judge(day, by_channel, loaded, channels, "channel"),
        ]
    return found


def _judge(
    day: date, counts: Mapping[str, Counts], loaded: set[date], names: Mapping[str, str], check: str
) -> list[CheckResult]:
    weekday = [day - timedelta(weeks=back) for back in range(1, WEEKS + 1)]
    found = []
    for name, one in sorted(counts.items()):
        usual = [one.get(other, 0) for other in weekday if other in loaded]
        sentence = say_unusual(one.get(day, 0), usual, only_absent=check == "channel")
        if sentence:
            message = f"{names.get(name, name)}{sentence}"
            found.append(CheckResult(f"{check}_{name}", "warn", max(1, one.get(day, 0)), message))
    return found


def say_unusual(found: int, usual: Sequence[int], *, only_absent: bool = False) -> str:
    """Return what is unusual about a count, in Japanese; empty where it is not.

    A count is far off where it lies four robust standard deviations (median and MAD, at least those of a
    Poisson count) from the median, and a Poisson count as far is rarer than one in ten thousand.

    Examples
    --------
    >>> say_unusual(20, [100, 104, 98, 101, 97])
    'の件数(20)が、同じ曜日の普段(約100)より大幅に少なくなっています'
    """
    if len(usual) < MIN_DAYS:
        return ""
    centre = float(np.median(usual))
    if found == 0:
        return f"が1件もありません(同じ曜日の普段は約{centre:.0f})" if centre >= MIN_USUAL else ""
    if only_absent:
        return ""
    spread = max(float(median_abs_deviation(usual, scale="normal")), float(np.sqrt(max(centre, 1.0))))
    tail = poisson.cdf(found, centre) if found < centre else poisson.sf(found - 1, max(centre, 0.5))
    if abs(found - centre) <= FAR * spread or tail >= RARE:
        return ""
    word = "少なく" if found < centre else "多く"
    return f"の件数({found:,})が、同じ曜日の普段(約{centre:,.0f})より大幅に{word}なっています"
