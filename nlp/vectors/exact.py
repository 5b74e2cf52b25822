"""Cosine similarities that are equal to the last bit on any machine, thread count and batch.

Coordinates of unit vectors are snapped to multiples of 1/2048 and kept as whole numbers in float32.
By Cauchy and Schwarz the sum of |a_i b_i| of two such rows is at most about 2048² = 2²², so each
partial sum of a matrix product is a whole number below 2²⁴, which float32 holds exactly: the order in
which BLAS adds cannot matter. The price is an error of some 2e-4 in a similarity.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from nlp.vectors.base import FloatArray

GRID = 2048.0
_BLOCK = 10_000


def snap_to_grid(vectors: NDArray[np.floating]) -> FloatArray:
    """Scale unit rows to whole numbers, |coordinate| ≤ 2048.

    Parameters
    ----------
    vectors
        Shape (n, d), rows of length 1 or 0.

    Returns
    -------
    float32 array of the same shape with whole numbers.
    """
    grid = np.empty(vectors.shape, dtype=np.float32)
    for start in range(0, len(vectors), _BLOCK):  # doubles of all rows at once would need gigabytes
        rows = slice(start, start + _BLOCK)
        grid[rows] = np.rint(np.asarray(vectors[rows], dtype=np.float64) * GRID)
    return grid


def exact_similarities(left: FloatArray, right: FloatArray) -> FloatArray:
    """Cosine of every row of `left` with every row of `right`, both from `snap_to_grid`.

    Returns
    -------
    float32 array, shape (rows of left, rows of right), multiples of 2⁻²².
    """
    product: FloatArray = left @ right.T
    product *= np.float32(1.0 / (GRID * GRID))
    return product
