"""Predictive distribution of the cases in a window of days: normal ranges and tests for a rise."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import nbinom

from pipelines.change.dispersion import BLOCK_DAYS, Dispersion
from pipelines.change.expect import Expectation

FloatArray = NDArray[np.float64]

RANGE = (0.05, 0.95)
"""Nine weeks in ten stay inside."""


@dataclass(frozen=True)
class Predicted:
    """Mean and variance of each series' sum over a window (S,)."""

    mean: FloatArray
    variance: FloatArray

    def only(self, series: NDArray[np.int64]) -> "Predicted":
        """Return the distribution of some series."""
        return Predicted(self.mean[series], self.variance[series])

    def quantile(self, share: float) -> FloatArray:
        """Return the number of cases that `share` of such windows does not exceed."""
        size, chance = _parameters(self.mean, self.variance)
        return np.where(self.mean > 0, nbinom.ppf(share, size, chance), 0.0)

    def chance_of(self, counts: FloatArray) -> FloatArray:
        """Return the probability of so many cases or more (one-sided p).

        Where no case can be heard (every channel missing), nothing is told: 1.
        """
        size, chance = _parameters(self.mean, self.variance)
        return np.where(self.mean > 0, nbinom.sf(counts - 1, size, chance), 1.0)

    def chance_below(self, counts: FloatArray) -> FloatArray:
        """Return the probability of so many cases or fewer (one-sided p)."""
        size, chance = _parameters(self.mean, self.variance)
        return np.where(self.mean > 0, nbinom.cdf(counts, size, chance), 1.0)


def predict(expectation: Expectation, dispersion: Dispersion, days: slice) -> Predicted:
    """Return what the window `days` should hold: chance, over-dispersion, and what the fit cannot know."""
    mean = expectation.mean[:, days]
    total = mean.sum(axis=1)
    gradient = mean @ expectation.features[days]
    unknown = np.einsum("sp,spq,sq->s", gradient, expectation.spread, gradient)
    # Days are busy or quiet each on its own; the level wanders, and all days of a window with it.
    by_day = dispersion.daily * (mean**2).sum(axis=1)
    by_level = np.maximum(dispersion.weekly - dispersion.daily / BLOCK_DAYS, 0.0) * total**2
    # What is not known of the level counts as often as cases are more than Poisson.
    inflated = unknown * (1 + dispersion.daily * mean.mean(axis=1))
    return Predicted(total, total + by_day + by_level + inflated)


def _parameters(mean: FloatArray, variance: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return SciPy's size and success probability of the negative binomial with these moments."""
    safe = np.maximum(mean, 1e-12)
    excess = np.maximum(variance - safe, 1e-9 * safe)
    return safe**2 / excess, safe / (safe + excess)
