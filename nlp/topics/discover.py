"""Topics of a set of voices: their number comes from the data, and what fits nowhere stays out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from nlp.topics.assign import assign
from nlp.topics.fineness import find_fineness, up_to_usual
from nlp.topics.graph import (
    DistinctRows,
    IntArray,
    continue_communities,
    distinct_rows,
    find_communities,
    neighbour_graph,
    renumber,
)
from nlp.topics.graph import neighbour_count as neighbour_count
from nlp.topics.themes import merge_into_themes
from nlp.vectors.base import FloatArray
from nlp.vectors.exact import GRID

_RESOLUTION = 2.0
_RESOLUTION_ROWS = 10_000  # more rows hold more topics, which modularity alone would lump together
THEME_RESOLUTION = 0.7
MIN_VOICES = 3
LEAST_SIMILARITY = 0.22  # below it a voice shares next to nothing with a topic
SPREAD = 2.3  # standard deviations below its topic's mean at which a voice is left out
_LEAST_COHESION_OF_NONSENSE = 0.2
# among few texts the nearest one may be about something else
_FEW, _LEAST_LIKENESS_OF_FEW = 30, 0.4
_MOST_LEFT_OUT = 0.1  # share of voices that topics coarser than usual may not hold
_BLOCK = 10_000  # rows turned to doubles at once


@dataclass(frozen=True, eq=False)
class Discovery:
    """What was found.

    Attributes
    ----------
    topic : shape (voices,), -1 = unassigned; topic 0 is the one with the most distinct texts
    theme : shape (topics,), the coarser group of each topic
    centroids : float32 unit rows, shape (topics, d), 6 decimals
    thresholds : float32, shape (topics,); `assign` with these gives `topic` again
    """

    topic: IntArray
    theme: IntArray
    centroids: FloatArray
    thresholds: FloatArray


def discover(
    vectors: FloatArray,
    *,
    seed: int,
    weights: IntArray | None = None,
    noise: FloatArray | None = None,
    start: IntArray | None = None,
    finer: float | None = None,
) -> Discovery:
    """Group voices into topics and topics into themes.

    The result does not depend on the order of the voices nor on the number of threads.

    Parameters
    ----------
    vectors
        Unit rows, shape (voices, d); rows of zeros stay unassigned.
    seed
        Of the Leiden algorithm.
    weights
        Voices behind each row (default 1 each).
    noise
        Vectors of documents whose words were shuffled among each other, for a list that does not hang
        together: only topics tighter than all those of the shuffled ones are kept. Default: keep all.
    start
        Topic of each voice before a refit, -1 = none: topics then move only as far as the data do.
    finer
        What the usual resolution is at least multiplied with, where there is no `start`.
    """
    rows = distinct_rows(vectors, weights)
    if not len(rows.grid):
        return _empty(vectors)
    graph = neighbour_graph(rows.grid, neighbour_count(len(rows.grid)))
    if len(rows.grid) < _FEW:
        graph.data[graph.data < _LEAST_LIKENESS_OF_FEW] = 0.0
        graph.eliminate_zeros()
    least_cohesion = _chance_cohesion(noise, seed)
    found = _empty(vectors)
    for group in _groups(rows, graph, start, seed, finer):
        found = _outline(
            vectors, rows, graph, _drop_small_and_loose(rows, _settle(rows, group), least_cohesion)
        )
        if (found.topic[rows.of_input >= 0] < 0).mean() <= _MOST_LEFT_OUT:
            break
    return found


def _outline(vectors: FloatArray, rows: DistinctRows, graph: csr_matrix, topic: IntArray) -> Discovery:
    """Give groups of rows their centroids and thresholds, and leave out what these do not hold."""
    centroids = centroids_of(rows.grid, topic)
    thresholds = _thresholds(rows, topic, centroids)
    index, _ = assign(vectors, centroids, thresholds=thresholds)
    present = np.unique(index[index >= 0])
    position = np.full(len(centroids) + 1, -1, dtype=np.int64)
    position[present] = np.arange(len(present))
    of_row = np.full(len(rows.grid), -1, dtype=np.int64)
    of_row[rows.of_input[rows.of_input >= 0]] = position[index[rows.of_input >= 0]]
    theme = merge_into_themes(graph, of_row, resolution=THEME_RESOLUTION)
    return Discovery(position[index], theme, centroids[present], thresholds[present])


def _groups(
    rows: DistinctRows, graph: csr_matrix, start: IntArray | None, seed: int, finer: float | None
) -> Iterator[IntArray]:
    """Yield the communities of the resolution that suits the rows, then those of finer ones up to the usual.

    Coarse topics may be too vague to hold their voices.
    """
    resolution = topic_resolution(len(rows.grid))
    if start is None or start.max(initial=-1) < 0:
        usual = min(resolution, _RESOLUTION)
        fineness = find_fineness(rows.grid, graph, resolution=usual, seed=seed)
        choices = up_to_usual(fineness) if finer is None else [max(fineness, 1.0) * finer]
        for choice in choices:
            yield find_communities(graph, resolution=choice * resolution, seed=seed)
        return
    before = np.full(len(rows.grid), -1, dtype=np.int64)
    known = rows.of_input >= 0
    np.maximum.at(before, rows.of_input[known], start[known])
    yield continue_communities(graph, before, resolution=resolution, seed=seed)


def topic_resolution(rows: int) -> float:
    """Resolution of the topics: 1 for 20 rows or fewer, 2 from 100 to 10,000, 5 for 100,000."""
    few = float(np.interp(np.log(max(rows, 1)), np.log([20, 100]), [0.5, 1.0]))
    return float(round(_RESOLUTION * few * max(1.0, rows / _RESOLUTION_ROWS) ** 0.4, 9))


def centroids_of(grid: FloatArray, topic: IntArray) -> FloatArray:
    """Mean direction of each topic's distinct rows, 6 decimals (sums of whole numbers are exact)."""
    sums = _sums(grid, topic)
    lengths = np.sqrt(np.einsum("ij,ij->i", sums, sums))
    return np.asarray(np.round(sums / np.where(lengths == 0.0, 1.0, lengths)[:, None], 6), dtype=np.float32)


def _settle(rows: DistinctRows, topic: IntArray) -> IntArray:
    """Move each row to the nearest centroid once, as the nights will do."""
    centroids = centroids_of(rows.grid, topic)
    index, _ = assign(
        np.asarray(rows.grid / GRID, dtype=np.float32), centroids, thresholds=np.full(len(centroids), -1.0)
    )
    return renumber(index)


def _drop_small_and_loose(rows: DistinctRows, topic: IntArray, least_cohesion: float) -> IntArray:
    voices = np.bincount(topic, weights=rows.weight, minlength=topic.max(initial=-1) + 1)
    keep = (voices >= MIN_VOICES) & (_cohesion(rows, topic) >= least_cohesion)
    return renumber(np.where(keep[topic], topic, -1))


def _cohesion(rows: DistinctRows, topic: IntArray) -> NDArray[np.float64]:
    """Mean cosine of two different rows of a topic; 1 for a topic of a single text."""
    sums = _sums(rows.grid, topic) / GRID
    sizes = np.bincount(topic, minlength=len(sums)).astype(np.float64)
    pairs = np.einsum("ij,ij->i", sums, sums) - sizes
    return np.where(sizes > 1, pairs / np.maximum(sizes * (sizes - 1.0), 1.0), 1.0)


def _chance_cohesion(noise: FloatArray | None, seed: int) -> float:
    """Cohesion that topics of shuffled words reach."""
    chance = distinct_rows(noise) if noise is not None else None
    if chance is None:
        return -1.0
    if len(chance.grid) < MIN_VOICES:
        return _LEAST_COHESION_OF_NONSENSE
    graph = neighbour_graph(chance.grid, neighbour_count(len(chance.grid)))
    topic = _settle(chance, find_communities(graph, resolution=_RESOLUTION, seed=seed))
    return max(float(np.round(_cohesion(chance, topic), 6).max()), _LEAST_COHESION_OF_NONSENSE)


def _thresholds(rows: DistinctRows, topic: IntArray, centroids: FloatArray) -> FloatArray:
    own = _own_similarity(rows.grid, topic)
    member = topic[topic >= 0]
    sizes = np.maximum(np.bincount(member, minlength=len(centroids)), 1)
    mean = np.bincount(member, weights=own, minlength=len(centroids)) / sizes
    variance = np.bincount(member, weights=own**2, minlength=len(centroids)) / sizes - mean**2
    least = np.maximum(mean - SPREAD * np.sqrt(np.maximum(variance, 0.0)), LEAST_SIMILARITY)
    return np.asarray(np.round(least, 4), dtype=np.float32)


def threshold_of(own: NDArray[np.float64]) -> float:
    """Return the least cosine with which a voice belongs to a topic, from those of its members."""
    return float(np.round(max(own.mean() - SPREAD * own.std(), LEAST_SIMILARITY), 4))


def _own_similarity(grid: FloatArray, topic: IntArray) -> NDArray[np.float64]:
    """Cosine of each member with its own centroid, shape (members,)."""
    member = np.flatnonzero(topic >= 0)
    centroids = np.rint(centroids_of(grid, topic).astype(np.float64) * GRID)
    products = np.zeros(len(member))
    for start in range(0, len(member), _BLOCK):
        rows = member[start : start + _BLOCK]
        near = np.einsum("ij,ij->i", grid[rows].astype(np.float64), centroids[topic[rows]])
        products[start : start + _BLOCK] = near
    return products / (GRID * GRID)


def _sums(grid: FloatArray, topic: IntArray) -> NDArray[np.float64]:
    count = int(topic.max(initial=-1)) + 1
    sums = np.zeros((count, grid.shape[1]))
    for start in range(0, len(grid), _BLOCK):
        own = topic[start : start + _BLOCK]
        member = np.flatnonzero(own >= 0)
        chooser = csr_matrix((np.ones(len(member)), (own[member], member)), shape=(count, len(own)))
        sums += chooser @ grid[start : start + _BLOCK].astype(np.float64)
    return sums


def _empty(vectors: FloatArray) -> Discovery:
    none = np.full(len(vectors), -1, dtype=np.int64)
    zeros = np.zeros((0, vectors.shape[1]), dtype=np.float32)
    return Discovery(none, np.zeros(0, dtype=np.int64), zeros, np.zeros(0, dtype=np.float32))
