"""Which topics rise: one test a series and window, false alarms held in check over all of them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import cauchy, false_discovery_control

from pipelines.change.calendar import FloatArray
from pipelines.change.dispersion import estimate_dispersion
from pipelines.change.expect import HALF_LIFE_DAYS, LEAST_DAYS, expect
from pipelines.change.windows import Predicted, predict

NIGHT_WINDOWS = (1, 2, 3, 5, 7)
"""A jump shows in a day, a doubling of a small topic only in several."""
FALSE_DISCOVERY_RATE = 0.10
LEAST_CASES = 5


@dataclass(frozen=True)
class Rises:
    """Result of a night's tests (S,).

    Attributes
    ----------
    is_rising : whether the series is reported at the false-discovery rate
    adjusted : Benjamini–Hochberg adjusted p
    window : days of the window with the strongest evidence
    seen, expected : cases in that window and what was to be expected
    """

    is_rising: NDArray[np.bool_]
    adjusted: FloatArray
    window: NDArray[np.int64]
    seen: FloatArray
    expected: FloatArray


def find_rises(
    counts: FloatArray,
    exposure: FloatArray,
    calendar: FloatArray,
    *,
    windows: tuple[int, ...] = NIGHT_WINDOWS,
    rate: float = FALSE_DISCOVERY_RATE,
) -> Rises:
    """Test the last days of every series against the days before.

    Parameters
    ----------
    counts, exposure : (S, T); the last day is the one that is judged
    calendar : (T, K) of `calendar_features`

    The longest window is left out of the history, so that a rise does not explain itself away.
    """
    series, days = counts.shape
    history = days - max(windows)
    if history < LEAST_DAYS or not series:
        nothing = np.zeros(series)
        return Rises(nothing > 0, nothing + 1, np.full(series, windows[0]), nothing, nothing)
    tested = [
        (window, seen, predicted, predicted.chance_of(seen))
        for window, seen, predicted in _windows(counts, exposure, calendar, history, windows)
    ]
    chances = np.stack([p for *_, p in tested])
    best = chances.argmin(axis=0)
    pick = np.arange(series)
    adjusted = np.asarray(false_discovery_control(_combined(chances), method="bh"))
    seen = np.stack([cases for _, cases, *_ in tested])[best, pick]
    return Rises(
        is_rising=(adjusted <= rate) & (seen >= LEAST_CASES),
        adjusted=adjusted,
        window=np.array(windows, dtype=np.int64)[best],
        seen=seen,
        expected=np.stack([predicted.mean for _, _, predicted, _ in tested])[best, pick],
    )


def _combined(chances: FloatArray) -> FloatArray:
    """Return one p a series from those of its windows (W, S), which overlap.

    Cauchy combination (Liu and Xie, 2020): valid under any dependence where p is small, and no weaker than
    the best window alone when the others agree.
    """
    statistic = cauchy.isf(np.clip(chances, 1e-300, 0.99)).mean(axis=0)
    return np.asarray(cauchy.sf(statistic))


def _windows(
    counts: FloatArray, exposure: FloatArray, calendar: FloatArray, history: int, windows: tuple[int, ...]
) -> list[tuple[int, FloatArray, Predicted]]:
    expectation = expect(counts, exposure, calendar, history)
    recency = 0.5 ** ((history - 1 - np.arange(history)) / HALF_LIFE_DAYS)
    dispersion = estimate_dispersion(counts[:, :history], expectation.mean[:, :history], recency)
    days = counts.shape[1]
    return [
        (
            window,
            counts[:, days - window :].sum(axis=1),
            predict(expectation, dispersion, slice(days - window, days)),
        )
        for window in windows
    ]
