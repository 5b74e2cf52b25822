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


@dataclass(frozen=True)
class Dispersion:
    """Over-dispersion of each series: of single days, and of sums of seven days (S,)."""

    daily: FloatArray
    weekly: FloatArray


def estimate_dispersion(counts: FloatArray, mean: FloatArray, weights: FloatArray) -> Dispersion:
    """Estimate from the history; `weights` (T,) let older days count less.

    The weekly value is what stays when days are summed: a level that wanders makes weeks vary more than
    their days alone explain.
    """
    blocks = counts.shape[1] // BLOCK_DAYS
    start = counts.shape[1] - blocks * BLOCK_DAYS
    shape = (len(counts), blocks, BLOCK_DAYS)
    return Dispersion(
        daily=_shrunk(counts, mean, weights, FITTED_DAYS),
        weekly=_shrunk(
            counts[:, start:].reshape(shape).sum(axis=2),
            mean[:, start:].reshape(shape).sum(axis=2),
            weights[start:].reshape(blocks, BLOCK_DAYS).mean(axis=1),
            FITTED_WEEKS,
        ),
    )


def _shrunk(counts: FloatArray, mean: FloatArray, weights: FloatArray, fitted: float) -> FloatArray:
    if not counts.size:
        return np.zeros(len(counts))
    terms = float(weights.sum() ** 2 / (weights**2).sum())
    lost = terms / max(terms - fitted, 1.0)
    weight = weights[None, :]
    known = (weight * mean**2).sum(axis=1)
    excess = (weight * (lost * (counts - mean) ** 2 - mean)).sum(axis=1)
    # A series never heard says nothing of its spread, and must not move that of others.
    has_data = (known > 0) & (counts.sum(axis=1) > 0)
    own = np.where(has_data, excess / np.where(has_data, known, 1.0), 0.0)
    # Variance of `own` were the counts Poisson: 2 M² + M for each term.
    noise = (weight**2 * (2 * mean**2 + mean)).sum(axis=1)
    precision = np.where(has_data, known**2 / np.where(noise > 0, noise, 1.0), 0.0)
    total = precision.sum()
    if total <= 0:
        return np.zeros(len(counts))
    common = float((precision * own).sum() / total)
    # Own estimates are far from normal; large ones must not make the others believe in large differences.
    heterogeneity = (precision * np.minimum((own - common) ** 2, 1.0)).sum() - (precision > 0).sum() + 1
    between = max(heterogeneity / max(total - (precision**2).sum() / total, 1e-12), 1e-6)
    pulled = (precision * own + common / between) / (precision + 1.0 / between)
    # What is not known of the spread makes tails heavier: one standard error more stands for that.
    unknown = np.sqrt(1.0 / (precision + 1.0 / between))
    return np.asarray(np.maximum(pulled + unknown, 0.0), dtype=np.float64)
