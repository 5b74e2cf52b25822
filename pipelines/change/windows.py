"""Predictive distribution of the cases in a window of days: normal ranges and tests for a rise."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import nbinom

from pipelines.change.dispersion import Dispersion
from pipelines.change.expect import Expectation

FloatArray = NDArray[np.float64]

RANGE = (0.05, 0.95)
"""Nine weeks in ten stay inside."""
RARE = 0.05
"""Rarer counts are judged by all that the variance may be, not by its mean: the tail is where it matters."""
LEVEL_MARGIN = 1.5
"""At their furthest, levels wander further than twelve weeks tell (chosen on simulated homes)."""


@dataclass(frozen=True)
class Variance:
    """Variance of each series' sum, as far as it is known: ``fixed + a · by_day + b · by_level`` (S,)."""

    fixed: FloatArray
    by_day: FloatArray
    by_level: FloatArray
    dispersion: Dispersion

    @property
    def mean(self) -> FloatArray:
        """What is to be expected of it."""
        daily, level = self.dispersion.daily.mean, self.dispersion.level.mean
        return np.asarray(self.fixed + daily * self.by_day + level * self.by_level)

    def only(self, series: NDArray[np.int64]) -> "Variance":
        """Return that of some series."""
        return Variance(
            self.fixed[series], self.by_day[series], self.by_level[series], self.dispersion.only(series)
        )

    def chance_of(self, counts: FloatArray, mean: FloatArray) -> FloatArray:
        """Return the probability of so many cases or more, over all pairs of a and b."""
        daily, level = self.dispersion.daily, self.dispersion.level
        a, b = daily.values[None, :, None], level.values[None, None, :]
        of_pair = (
            self.fixed[:, None, None] + a * self.by_day[:, None, None] + b * self.by_level[:, None, None]
        )
        size, chance = _parameters(mean[:, None, None], of_pair)
        tails = nbinom.sf(counts[:, None, None] - 1, size, chance)
        return np.asarray(np.einsum("sab,sa,sb->s", tails, daily.chances, level.chances))


@dataclass(frozen=True)
class Predicted:
    """Mean and variance of each series' sum over a window (S,); `beliefs` says how sure the variance is."""

    mean: FloatArray
    variance: FloatArray
    beliefs: Variance | None = None

    def only(self, series: NDArray[np.int64]) -> "Predicted":
        """Return the distribution of some series."""
        beliefs = None if self.beliefs is None else self.beliefs.only(series)
        return Predicted(self.mean[series], self.variance[series], beliefs)

    def quantile(self, share: float) -> FloatArray:
        """Return the number of cases that `share` of such windows does not exceed."""
        size, chance = _parameters(self.mean, self.variance)
        return np.where(self.mean > 0, nbinom.ppf(share, size, chance), 0.0)

    def chance_of(self, counts: FloatArray) -> FloatArray:
        """Return the probability of so many cases or more (one-sided p).

        Where no case can be heard (every channel missing), nothing is told: 1.
        """
        size, chance = _parameters(self.mean, self.variance)
        found = np.where(self.mean > 0, nbinom.sf(counts - 1, size, chance), 1.0)
        rare = np.flatnonzero(found < RARE)
        if self.beliefs is not None and len(rare):
            found[rare] = self.beliefs.only(rare).chance_of(counts[rare], self.mean[rare])
        return found

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
    beliefs = Variance(
        fixed=total + unknown,
        # Days are busy or quiet each on its own; what is not known of the mean counts as often as cases
        # are more than Poisson.
        by_day=(mean**2).sum(axis=1) + unknown * mean.mean(axis=1),
        # The level wanders, and all days of a window with it.
        by_level=LEVEL_MARGIN * total**2,
        dispersion=dispersion,
    )
    return Predicted(total, beliefs.mean, beliefs)


def _parameters(mean: FloatArray, variance: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return SciPy's size and success probability of the negative binomial with these moments."""
    safe = np.maximum(mean, 1e-12)
    excess = np.maximum(variance - safe, 1e-9 * safe)
    return safe**2 / excess, safe / (safe + excess)
