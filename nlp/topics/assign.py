"""A night only assigns: each voice to the nearest known topic, or to none."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from nlp.topics.graph import IntArray
from nlp.vectors.base import FloatArray
from nlp.vectors.exact import exact_similarities, snap_to_grid

_BLOCK = 4_000


def assign(
    vectors: FloatArray, centroids: FloatArray, *, thresholds: ArrayLike
) -> tuple[IntArray, FloatArray]:
    """Find the topic of each voice.

    The result of a voice does not depend on the others in the call, nor on the number of threads.

    Parameters
    ----------
    vectors
        Unit rows, shape (voices, d); zeros = nothing known, never assigned.
    centroids
        Unit rows, shape (topics, d).
    thresholds
        Shape (topics,): the least cosine with which a voice belongs.

    Returns
    -------
    index : shape (voices,), row of `centroids`, -1 = none (the first of equals wins)
    similarity : float32, shape (voices,), cosine with the nearest centroid, 4 decimals
    """
    index = np.full(len(vectors), -1, dtype=np.int64)
    similarity = np.zeros(len(vectors), dtype=np.float32)
    if not len(centroids):
        return index, similarity
    targets = snap_to_grid(centroids)
    least = np.round(np.asarray(thresholds, dtype=np.float32), 4)
    for start in range(0, len(vectors), _BLOCK):
        rows = slice(start, start + _BLOCK)
        similarities = exact_similarities(snap_to_grid(vectors[rows]), targets)
        best = similarities.argmax(axis=1)
        value = np.round(similarities[np.arange(len(best)), best], 4)
        known = np.any(vectors[rows] != 0, axis=1) & (value >= least[best])
        index[rows] = np.where(known, best, -1)
        similarity[rows] = value
    return index, similarity
