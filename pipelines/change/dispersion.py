"""How much more than Poisson counts vary around their mean, day by day and week by week.

Variance of a sum with mean M is M + a M². One series' own estimate of a is noise, so each is drawn towards
that of all series by how much it can know (DerSimonian and Laird, 1986).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]

BLOCK_DAYS = 7
FITTED_DAYS, FITTED_WEEKS = 4.0, 2.0
"""About how many coefficients the means took from the days, and level and trend from the weeks."""
PASSES = 3
"""What an estimate can know depends on the spread itself; it stays the same after two."""


@dataclass(frozen=True)
class Dispersion:
    """Over-dispersion of each series: of single days, and of sums of seven days (S,)."""

    daily: FloatArray
    weekly: FloatArray


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


def estimate_dispersion(
    counts: FloatArray, mean: FloatArray, weights: FloatArray, ahead: Rehearsal | None = None
) -> Dispersion:
    """Estimate from the history; `weights` (T,) let older days count less.

    The weekly value is what stays when days are summed: a level that wanders makes weeks vary more than
    their days alone explain. It is taken from weeks that nobody had seen where there are enough (`ahead`).
    """
    daily = _shrunk(counts, mean, weights, fitted=FITTED_DAYS)
    if ahead is not None:
        once = np.ones(ahead.seen.shape[1])
        return Dispersion(daily, _shrunk(ahead.seen, ahead.mean, once, unknown=ahead.unknown))
    blocks = counts.shape[1] // BLOCK_DAYS
    start = counts.shape[1] - blocks * BLOCK_DAYS
    shape = (len(counts), blocks, BLOCK_DAYS)
    weekly = _shrunk(
        counts[:, start:].reshape(shape).sum(axis=2),
        mean[:, start:].reshape(shape).sum(axis=2),
        weights[start:].reshape(blocks, BLOCK_DAYS).mean(axis=1),
        fitted=FITTED_WEEKS,
    )
    return Dispersion(daily, weekly)


def _shrunk(
    counts: FloatArray,
    mean: FloatArray,
    weights: FloatArray,
    *,
    fitted: float = 0.0,
    unknown: FloatArray | float = 0.0,
) -> FloatArray:
    if not counts.size:
        return np.zeros(len(counts))
    terms = float(weights.sum() ** 2 / (weights**2).sum())
    lost = terms / max(terms - fitted, 1.0)
    weight = weights[None, :]
    known = (weight * mean**2).sum(axis=1)
    excess = (weight * (lost * (counts - mean) ** 2 - mean - unknown)).sum(axis=1)
    # A series never heard says nothing of its spread, and must not move that of others.
    has_data = (known > 0) & (counts.sum(axis=1) > 0)
    if not has_data.any():
        return np.zeros(len(counts))
    own = np.where(has_data, excess / np.where(has_data, known, 1.0), 0.0)
    pulled, doubt = np.zeros(len(counts)), np.zeros(len(counts))
    for _ in range(PASSES):
        precision = np.where(has_data, known**2 / _noise(mean, weight, np.maximum(pulled, 0.0)), 0.0)
        pulled, doubt = _pull(own, precision)
    # What is not known of the spread makes tails heavier: one standard error more stands for that.
    return np.asarray(np.maximum(pulled + doubt, 0.0), dtype=np.float64)


def _noise(mean: FloatArray, weight: FloatArray, spread: FloatArray) -> FloatArray:
    """Return the variance of the excess (S,): that of squared negative binomial residuals."""
    variance = mean * (1 + spread[:, None] * mean)
    squared = variance + (2 + 6 * spread[:, None]) * variance**2
    return np.asarray(np.maximum((weight**2 * squared).sum(axis=1), 1e-12))


def _pull(own: FloatArray, precision: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Draw each estimate towards the mean of all; return them with their standard errors."""
    total = precision.sum()
    common = float((precision * own).sum() / total)
    # Own estimates are far from normal; large ones must not make the others believe in large differences.
    heterogeneity = (precision * np.minimum((own - common) ** 2, 1.0)).sum() - (precision > 0).sum() + 1
    between = max(heterogeneity / max(total - (precision**2).sum() / total, 1e-12), 1e-6)
    weight = precision + 1.0 / between
    return (precision * own + common / between) / weight, np.sqrt(1.0 / weight)
