"""How much more than Poisson counts vary around their mean: day by day, and as their level wanders.

Variance of a sum with mean M is M + a Σ m² + b M²: a is of single days (m are their means), b of the level
that all days of a window share. One series' own counts say little of either, so what is believed of it is a
distribution: its own likelihood times how a and b are spread over all series of this very home, which is
estimated with it (empirical Bayes; Laird, 1978). Where no topic wanders, none is believed to.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

FloatArray = NDArray[np.float64]

BLOCK_DAYS = 7
DAILY = np.array([1e-4, 0.01, 0.02, 0.035, 0.06, 0.09, 0.13, 0.19, 0.28, 0.42, 0.65, 1.0, 1.6])
LEVEL = np.array(
    [
        *(-0.03, -0.018, -0.011, -0.007, -0.004, -0.002, 0.0, 0.002, 0.004, 0.007, 0.011),
        *(0.017, 0.026, 0.04, 0.06, 0.09, 0.15, 0.3, 0.6),
    ]
)
"""Values of a and b that are told apart; b < 0: levels move less than the fit holds possible."""
STEADIER = 4.0
"""So much faster the exponential of homes in general falls below 0."""
USUAL_DAILY, USUAL_LEVEL = 0.15, 0.02
"""Means of the exponential that stands for homes in general; it counts as much as `USUAL_SERIES` series."""
USUAL_SERIES = 5.0
FITTED_DAYS, FITTED_WEEKS = 4.0, 2.0
"""About how many coefficients the means took from the days, and level and trend from the weeks."""
PASSES = 100
"""The spread over all series stays the same to three digits after some fifty."""


@dataclass(frozen=True)
class Spread:
    """What is believed of one over-dispersion.

    Attributes
    ----------
    values : (K,)
    chances : (S, K) probability of each value for each series
    """

    values: FloatArray
    chances: FloatArray

    @property
    def mean(self) -> FloatArray:
        """Expected value of each series (S,)."""
        return np.asarray(self.chances @ self.values)

    def only(self, series: NDArray[np.int64]) -> "Spread":
        """Return what is believed of some series."""
        return Spread(self.values, self.chances[series])


@dataclass(frozen=True)
class Dispersion:
    """Over-dispersion of single days (a), and of the level of whole windows beside it (b)."""

    daily: Spread
    level: Spread

    def only(self, series: NDArray[np.int64]) -> "Dispersion":
        """Return what is believed of some series."""
        return Dispersion(self.daily.only(series), self.level.only(series))


@dataclass(frozen=True)
class Rehearsal:
    """Weeks that were expected before they came (S, W).

    Attributes
    ----------
    seen, mean : cases, and what was expected
    unknown : variance of what the fit could not know
    """

    seen: FloatArray
    mean: FloatArray
    unknown: FloatArray


def no_dispersion(series: int) -> Dispersion:
    """Return what would be believed of Poisson counts whose level never wanders."""
    none = Spread(np.zeros(1), np.ones((series, 1)))
    return Dispersion(none, none)


def estimate_dispersion(counts: FloatArray, mean: FloatArray, ahead: Rehearsal | None = None) -> Dispersion:
    """Estimate from days of the history (S, T), and from weeks that nobody had seen where there are such."""
    is_heard = counts.sum(axis=1) > 0
    lost = max(1.0 - FITTED_DAYS / max(counts.shape[1], 1), 0.5)
    daily = _believe(DAILY, lost * _fit_of_days(counts, mean), is_heard, USUAL_DAILY)
    weeks = _past_weeks(counts, mean) if ahead is None else ahead
    level = _believe(LEVEL, _fit_of_weeks(weeks, daily.mean), weeks.seen.sum(axis=1) > 0, USUAL_LEVEL)
    return Dispersion(daily, level)


def _fit_of_days(counts: FloatArray, mean: FloatArray) -> FloatArray:
    """Return the negative binomial log likelihood of each a, up to a constant (S, K)."""
    seen = counts.astype(np.int64)
    most = int(seen.max(initial=0))
    found = np.empty((len(counts), len(DAILY)))
    for place, value in enumerate(DAILY):
        size = 1.0 / value
        # log Γ(y + size) − log Γ(size) − y log(size), from a table of the counts.
        rising = np.concatenate([[0.0], np.log1p(np.arange(most) * value).cumsum()])
        found[:, place] = (rising[seen] - (counts + size) * np.log1p(mean * value)).sum(axis=1)
    return found


def _fit_of_weeks(weeks: Rehearsal, daily: FloatArray) -> FloatArray:
    """Return the log likelihood of each b by negative binomials of the same variance (S, K)."""
    mean = np.maximum(weeks.mean, 1e-9)
    a = daily[:, None]
    known = a * mean**2 / BLOCK_DAYS + weeks.unknown * (1 + a * mean / BLOCK_DAYS)
    found = np.empty((len(mean), len(LEVEL)))
    for place, value in enumerate(LEVEL):
        excess = np.maximum(known + value * mean**2, 1e-6 * mean)
        size = mean**2 / excess
        told = gammaln(weeks.seen + size) - gammaln(size) - size * np.log1p(mean / size)
        found[:, place] = (told - weeks.seen * np.log(size / mean + 1)).sum(axis=1)
    return found


def _past_weeks(counts: FloatArray, mean: FloatArray) -> Rehearsal:
    """Return the weeks of the history itself, moved away from the curve that was drawn through them."""
    blocks = counts.shape[1] // BLOCK_DAYS
    start = counts.shape[1] - blocks * BLOCK_DAYS
    shape = (len(counts), blocks, BLOCK_DAYS)
    seen, expected = (each[:, start:].reshape(shape).sum(axis=2) for each in (counts, mean))
    lost = blocks / max(blocks - FITTED_WEEKS, 1.0)
    apart = np.maximum(expected + (seen - expected) * lost**0.5, 0.0)
    return Rehearsal(apart, expected, np.zeros_like(expected))


def _believe(values: FloatArray, fit: FloatArray, is_heard: NDArray[np.bool_], usual: float) -> Spread:
    """Return each series' distribution over `values`, and with it that of all series (EM)."""
    # A series never heard says nothing of its spread, and must not move that of others.
    likely = np.where(is_heard[:, None], np.exp(fit - fit.max(axis=1, keepdims=True)), 1.0)
    general = np.exp(-np.where(values < 0, -STEADIER, 1.0) * values / usual)
    general /= general.sum()
    own, all_series = likely[is_heard], general
    for _ in range(PASSES):
        found = own * all_series
        found /= found.sum(axis=1, keepdims=True)
        all_series = (found.sum(axis=0) + USUAL_SERIES * general) / (len(own) + USUAL_SERIES)
    chances = likely * all_series
    return Spread(values, chances / chances.sum(axis=1, keepdims=True))
