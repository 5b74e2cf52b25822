"""On which days an action can be judged: as far as the history reaches and no other action comes between."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from pipelines.actions.centre import HISTORY_DAYS

APART_DAYS = 14
"""Two actions on one topic within so many days cannot be told apart."""


@dataclass(frozen=True)
class Span:
    """Days of one judgement.

    Attributes
    ----------
    first, last : date
        Ends, both included.
    before, start : date
        The action took effect after `before` and by `start`; the days between are not looked at, since
        some of several actions were there and some were not.
    entangled : tuple of str
        Other actions that it cannot be told apart from.
    cut_by : tuple of str
        Other actions that end the days before or after.
    """

    first: date
    before: date
    start: date
    last: date
    entangled: tuple[str, ...]
    cut_by: tuple[str, ...]


def find_span(action: dict[str, Any], others: Sequence[dict[str, Any]]) -> Span:
    """Return the days of an action; `others` are dated actions that share a topic with it."""
    done_on = action["done_on"]
    apart = timedelta(days=APART_DAYS)
    near = [other for other in others if abs(other["done_on"] - done_on) < apart]
    earlier = [other for other in others if other["done_on"] <= done_on - apart]
    later = [other for other in others if other["done_on"] >= done_on + apart]
    dates = [done_on, *(other["done_on"] for other in near)]
    first, last = min(dates) - timedelta(days=HISTORY_DAYS), done_on + timedelta(days=HISTORY_DAYS - 1)
    cut_by = []
    for other in earlier:
        if other["done_on"] > first:
            cut_by.append(other["action_id"])
            first = other["done_on"]
    for other in later:
        if other["done_on"] <= last:
            cut_by.append(other["action_id"])
            last = other["done_on"] - timedelta(days=1)
    return Span(
        first=first,
        before=min(dates) - timedelta(days=1),
        start=max(dates),
        last=last,
        entangled=tuple(sorted(other["action_id"] for other in near)),
        cut_by=tuple(sorted(cut_by)),
    )
