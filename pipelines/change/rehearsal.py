"""How far the last weeks lay from what the days before them let expect: the model judged as it is used.

A level that wanders keeps close to a curve that was drawn through it, and lies further from the curve's end
a week later. So the spread of weeks is measured on weeks that a fit had not seen, from shorter histories.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from pipelines.change.dispersion import BLOCK_DAYS, Rehearsal, no_dispersion
from pipelines.change.expect import LEAST_DAYS, expect
from pipelines.change.windows import predict

FloatArray = NDArray[np.float64]

WEEKS_AHEAD = 2
"""A night's window ends in the second week after its model's history."""
REHEARSED_DAYS = 84
"""Earlier weeks would be expected from much shorter histories than the model has, and lie further off."""
LEAST_WEEKS = 4


def rehearse(
    counts: FloatArray, exposure: FloatArray, calendar: FloatArray, history: int
) -> Rehearsal | None:
    """Expect pairs of weeks of the history from the days before them; None where there are too few.

    Parameters
    ----------
    counts, exposure : (S, T); days after the first `history` are not looked at
    calendar : (T, K) of `calendar_features`
    """
    is_heard = exposure[:, :history].sum(axis=0) > 0
    first = max(history - REHEARSED_DAYS, 0)
    weeks = [
        week
        for end in range(history - WEEKS_AHEAD * BLOCK_DAYS, first - 1, -WEEKS_AHEAD * BLOCK_DAYS)
        if is_heard[:end].sum() >= LEAST_DAYS
        for week in _weeks_after(counts, exposure, calendar, end)
    ]
    if len(weeks) < LEAST_WEEKS:
        return None
    seen, mean, unknown = (np.stack(part, axis=1) for part in zip(*weeks, strict=True))
    return Rehearsal(seen, mean, unknown)


def _weeks_after(
    counts: FloatArray, exposure: FloatArray, calendar: FloatArray, end: int
) -> Iterator[tuple[FloatArray, FloatArray, FloatArray]]:
    stop = end + WEEKS_AHEAD * BLOCK_DAYS
    made = expect(counts[:, :stop], exposure[:, :stop], calendar[:stop], end)
    none = no_dispersion(len(counts))
    for first in range(end, stop, BLOCK_DAYS):
        week = slice(first, first + BLOCK_DAYS)
        found = predict(made, none, week)
        yield counts[:, week].sum(axis=1), found.mean, found.variance - found.mean
