"""Which topics rise: one test a series and night or week, false alarms held in check over all of them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import cauchy, false_discovery_control

from pipelines.change.calendar import FloatArray
from pipelines.change.dispersion import Dispersion, estimate_dispersion
from pipelines.change.expect import LEAST_DAYS, Expectation, expect
from pipelines.change.rehearsal import rehearse
from pipelines.change.windows import RANGE, Predicted, predict

NIGHT_WINDOWS = (1, 2, 3, 4, 5, 7)
"""A jump shows in a day, a doubling of a small topic only in several."""
FALSE_DISCOVERY_RATE = 0.10
"""What is promised."""
HELD_RATE = 0.065
"""What adjusted p are held to, so that homes whose levels wander keep the promise, too (simulated homes)."""
LEAST_CASES = 5
WEIGHTED_CASES = (0.5, 35.0)
"""Between these expected cases a test's weight grows; beyond, it neither vanishes nor grows."""


@dataclass(frozen=True)
class Model:
    """What the history lets expect of every series on all days, history and afterwards."""

    expectation: Expectation
    dispersion: Dispersion

    def predict(self, days: slice) -> Predicted:
        """Return what a window of days should hold."""
        return predict(self.expectation, self.dispersion, days)

    def only(self, series: NDArray[np.int64]) -> "Model":
        """Return the model of some series."""
        return Model(
            Expectation(
                self.expectation.mean[series], self.expectation.features, self.expectation.spread[series]
            ),
            self.dispersion.only(series),
        )


@dataclass(frozen=True)
class Rises:
    """Result of a night's tests (S,).

    Attributes
    ----------
    is_rising : whether the series is reported at the false-discovery rate
    chance : p of each series over its windows, not adjusted
    adjusted : Benjamini–Hochberg adjusted p
    window : days of the window with the strongest evidence
    seen : cases in that window
    predicted : what was to be expected in it
    """

    is_rising: NDArray[np.bool_]
    chance: FloatArray
    adjusted: FloatArray
    window: NDArray[np.int64]
    seen: FloatArray
    predicted: Predicted


def fit_model(counts: FloatArray, exposure: FloatArray, calendar: FloatArray, history: int) -> Model | None:
    """Learn from the first `history` days; None where these are too few to say what is normal.

    Parameters
    ----------
    counts, exposure : (S, T); days after the history are only expected, not looked at
    calendar : (T, K) of `calendar_features`
    """
    is_heard = exposure[:, :history].sum(axis=0) > 0
    if not len(counts) or is_heard.sum() < LEAST_DAYS:
        return None
    expectation = expect(counts, exposure, calendar, history)
    ahead = rehearse(counts, exposure, calendar, history)
    past = slice(0, history)
    return Model(expectation, estimate_dispersion(counts[:, past], expectation.mean[:, past], ahead))


def find_rises(
    model: Model,
    counts: FloatArray,
    last: int,
    *,
    windows: tuple[int, ...] = NIGHT_WINDOWS,
    rate: float = HELD_RATE,
) -> Rises:
    """Test the days up to `last` (position in the arrays).

    The windows should lie behind the history, so that a rise does not explain itself away.

    Parameters
    ----------
    counts : (S, T) of the model's series
    """
    spans = [slice(max(last + 1 - window, 0), last + 1) for window in windows]
    tested = [(counts[:, days].sum(axis=1), model.predict(days)) for days in spans]
    chances = np.stack([one.chance_of(cases) for cases, one in tested])
    best = chances.argmin(axis=0)
    pick = np.arange(len(counts))
    seen = np.stack([cases for cases, _ in tested])[best, pick]
    predicted = Predicted(
        np.stack([one.mean for _, one in tested])[best, pick],
        np.stack([one.variance for _, one in tested])[best, pick],
    )
    chance = combine(chances)
    adjusted = adjust(chance, weigh(model.predict(spans[-1]).mean))
    return Rises(
        is_rising=(adjusted <= rate) & (seen >= LEAST_CASES) & (seen > predicted.quantile(RANGE[1])),
        chance=chance,
        adjusted=adjusted,
        window=np.array(windows, dtype=np.int64)[best],
        seen=seen,
        predicted=predicted,
    )


def adjust(chances: FloatArray, weights: FloatArray | None = None) -> FloatArray:
    """Return Benjamini and Hochberg's adjusted p; with weights of mean 1 as of Genovese et al. (2006)."""
    if not len(chances):
        return chances
    weighted = chances if weights is None else np.minimum(chances / weights, 1.0)
    return np.asarray(false_discovery_control(weighted, method="bh"))


def weigh(expected: FloatArray) -> FloatArray:
    """Return a weight a series (mean 1): what is expected, which no chance of the days decides.

    A rare topic that rises leaves no doubt once it has five cases, whatever its weight; one of some cases a
    day needs every help.
    """
    held = np.clip(expected, *WEIGHTED_CASES)
    return np.asarray(held / held.mean())


def combine(chances: FloatArray, weights: FloatArray | None = None) -> FloatArray:
    """Return one p a series from those of its windows (W, S), which overlap; `weights` (W,) sum up to 1.

    Cauchy combination (Liu and Xie, 2020): valid under any dependence where p is small, and no weaker than
    the best window alone when the others agree.
    """
    statistic = np.average(cauchy.isf(np.clip(chances, 1e-300, 0.99)), axis=0, weights=weights)
    return np.asarray(cauchy.sf(statistic))
