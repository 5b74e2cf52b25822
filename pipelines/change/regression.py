"""Ridge Poisson regressions of many series on the same features, all at once.

scikit-learn's ``PoissonRegressor`` gives the same coefficients one series at a time, with most of its time in
checks of arrays that 2,000 series cannot wait for. A test holds the two together.
"""

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]

MOST_STEPS = 50
TOLERANCE = 1e-6
LONGEST_STEP = 3.0
"""A Newton step changes no log mean by more, so that a bad start cannot overflow."""


def fit_poisson(
    counts: FloatArray, exposure: FloatArray, design: FloatArray, weights: FloatArray, level: FloatArray
) -> FloatArray:
    """Return the coefficients (S, P) that minimise deviance / 2 + |b|² / 2, the first of them not shrunk.

    Newton's method (McCullagh and Nelder, 1989) on all series together.

    Parameters
    ----------
    counts, exposure : (S, T) cases and offset; days with no exposure count nowhere
    design : (T, P) with a column of ones first
    weights : (T,)
    level : (S,) where the intercepts begin
    """
    series, size = len(counts), design.shape[1]
    found = np.zeros((series, size))
    found[:, 0] = level
    shrinkage = np.diag(np.concatenate([[0.0], np.ones(size - 1)]))
    pairs = (design[:, :, None] * design[:, None, :]).reshape(len(design), size * size)
    moving = np.arange(series)
    for _ in range(MOST_STEPS):
        if not len(moving):
            break
        mean = weights * exposure[moving] * np.exp(found[moving] @ design.T)
        gradient = (weights * counts[moving] - mean) @ design - found[moving] @ shrinkage
        curvature = (mean @ pairs).reshape(-1, size, size) + shrinkage
        step = np.linalg.solve(curvature, gradient[:, :, None])[:, :, 0]
        reach = np.abs(step @ design.T).max(axis=1, initial=0.0)
        found[moving] += step * np.minimum(1.0, LONGEST_STEP / np.maximum(reach, 1e-12))[:, None]
        moving = moving[reach > TOLERANCE]
    return found
