"""How well two groupings of the same things agree, beyond what chance would give."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from nlp.topics.graph import IntArray

_Doubles = NDArray[np.float64]


def adjusted_mutual_information(one: IntArray, other: IntArray) -> float:
    """Give the adjusted mutual information: 1 for the same groups, 0 on average for groups at random.

    Vinh, Epps and Bailey (2010), normalised by the mean of the two entropies; the value of scikit-learn's
    ``adjusted_mutual_info_score``, whose import takes longer than the topics of a short list.

    Parameters
    ----------
    one, other
        Group of each thing, shape (things,).
    """
    _, rows = np.unique(one, return_inverse=True)
    _, columns = np.unique(other, return_inverse=True)
    left, right = np.bincount(rows), np.bincount(columns)
    total = len(one)
    if len(left) == len(right) and len(left) in (0, 1, total):  # nothing or everything split: 0 / 0
        return 1.0
    shared = np.bincount(rows * len(right) + columns, minlength=len(left) * len(right))
    pairs = np.outer(left, right).ravel()
    found = shared > 0
    mutual = float((shared[found] / total * np.log(total * shared[found] / pairs[found])).sum())
    expected = _expected(left, right, total)
    usual = (_entropy(left, total) + _entropy(right, total)) / 2.0
    return (mutual - expected) / (usual - expected)


def _entropy(sizes: IntArray, total: int) -> float:
    shares = sizes / total
    return float(-(shares * np.log(shares)).sum())


def _expected(left: IntArray, right: IntArray, total: int) -> float:
    """Mean mutual information over all ways to deal things to groups of these sizes."""
    log_factorial = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, total + 1)))])
    ours, our_count = np.unique(left, return_counts=True)
    theirs, their_count = np.unique(right, return_counts=True)
    a, b = (side.ravel() for side in np.meshgrid(ours, theirs, indexing="ij"))
    times = np.outer(our_count, their_count).ravel()
    first = np.maximum(1, a + b - total)
    lengths = np.minimum(a, b) - first + 1
    of = np.repeat(np.arange(len(a)), lengths)
    both = np.arange(len(of)) - np.repeat(np.cumsum(lengths) - lengths, lengths) + first[of]
    same = log_factorial[a] + log_factorial[total - a] + log_factorial[b] + log_factorial[total - b]
    chance = np.exp(
        (same - log_factorial[total])[of]
        - log_factorial[both]
        - log_factorial[a[of] - both]
        - log_factorial[b[of] - both]
        - log_factorial[total - a[of] - b[of] + both]
    )
    told = both / total * np.log(total * both / (a * b)[of])
    return float((times[of] * told * chance).sum())
