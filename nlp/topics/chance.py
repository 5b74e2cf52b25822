"""What topics look like where there are none: the words of a list dealt out anew at random."""

from __future__ import annotations

import numpy as np

from nlp.topics.coherence import hangs_together
from nlp.topics.graph import distinct_rows, neighbour_count, neighbour_graph
from nlp.vectors.base import Embedder, FloatArray, Tokens

_NOISE_DOCUMENTS = 5_000
_LEAST_KNOWN = 0.5  # share of texts with known words under which a list is taken for noise
_CLEARER_THAN_CHANCE = 0.1  # divided by the root of the rows: few rows look close by luck


def chance_vectors(
    embedder: Embedder, tokens: Tokens, vectors: FloatArray, *, seed: int
) -> FloatArray | None:
    """Vectors of dealt-out words for a list that looks like nonsense; None for one that does not.

    Either of two signs clears a list: the words of a text belong together (`hangs_together`), or its texts
    lie closer to their neighbours than dealt-out ones (short answers such as 駐車場が少ない).

    Parameters
    ----------
    vectors
        Those of `tokens`, shape (voices, d).
    """
    if hangs_together(tokens, seed=seed):
        return None
    noise = embedder.transform(shuffle_words(tokens, seed=seed))
    return None if _closer_than_chance(vectors, noise) else noise


def shuffle_words(tokens: Tokens, *, seed: int) -> list[list[str]]:
    """Documents of the same lengths with their words dealt out at random: voices without topics."""
    documents = sorted({tuple(document) for document in tokens if len(document)})
    documents = documents[:: max(1, len(documents) // _NOISE_DOCUMENTS)]
    words = [word for document in documents for word in document]
    order = np.random.default_rng(seed).permutation(len(words))
    dealt = iter(order)
    return [[words[next(dealt)] for _ in document] for document in documents]


def _closer_than_chance(vectors: FloatArray, noise: FloatArray) -> bool:
    rows, chance = distinct_rows(vectors, None), distinct_rows(noise)
    if not len(rows.grid) or not len(chance.grid) or (rows.of_input >= 0).mean() < _LEAST_KNOWN:
        return False
    step = max(1, len(rows.grid) // len(chance.grid))  # rows lie closer the more there are: like with like
    margin = _CLEARER_THAN_CHANCE / np.sqrt(len(chance.grid))
    return bool(_closeness(rows.grid[::step]) >= _closeness(chance.grid) + margin)


def _closeness(grid: FloatArray) -> float:
    """Mean cosine of a row with its nearest rows."""
    neighbours = neighbour_count(len(grid))
    graph = neighbour_graph(grid, neighbours)
    return float(graph.sum() / max(len(grid) * min(neighbours, len(grid) - 1), 1))
