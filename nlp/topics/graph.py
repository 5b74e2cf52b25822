"""Nearest neighbours of distinct texts and the communities of their graph."""

from __future__ import annotations

from dataclasses import dataclass

import graspologic_native
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, triu

from nlp.vectors.base import FloatArray
from nlp.vectors.exact import exact_similarities, snap_to_grid

IntArray = NDArray[np.int64]

_EXACT_UP_TO = 20_000  # rows; beyond it neighbours are looked for near shared pivots
_BLOCK = 1_000
_PIVOT_LISTS = 12  # lists a row is entered in: recall of true neighbours against time


@dataclass(frozen=True, eq=False)
class DistinctRows:
    """Rows without repeats, in an order that the input's order cannot change.

    Attributes
    ----------
    grid : float32 whole numbers, shape (distinct, d), sorted; rows of zeros are left out
    of_input : shape (inputs,), the distinct row of each input, -1 for a row of zeros
    weight : shape (distinct,), how many voices share the row
    """

    grid: FloatArray
    of_input: IntArray
    weight: IntArray


def distinct_rows(vectors: FloatArray, weights: IntArray | None = None) -> DistinctRows:
    """Collapse equal vectors, keeping their multiplicity."""
    grid = snap_to_grid(vectors)
    multiplicity = np.ones(len(grid), dtype=np.int64) if weights is None else weights
    of_input = np.full(len(grid), -1, dtype=np.int64)
    known = np.flatnonzero(np.abs(grid).sum(axis=1) > 0)
    if not len(known):
        return DistinctRows(grid[:0], of_input, np.zeros(0, dtype=np.int64))
    packed = np.ascontiguousarray(grid[known].astype(">i2"))
    keys = packed.view(np.dtype((np.void, packed.shape[1] * 2))).ravel()
    _, first, inverse = np.unique(keys, return_index=True, return_inverse=True)
    of_input[known] = inverse
    weight = np.bincount(inverse, weights=multiplicity[known]).astype(np.int64)
    return DistinctRows(grid[known[first]], of_input, weight)


def neighbour_count(rows: int) -> int:
    """Neighbours a row is linked with: 3 for 8 rows, 12 for 77, 14 for 300, 25 for 8,000, 30 for 100,000."""
    most = max(3, rows // 3)  # linked with all others, a row of a short list would belong to all of them
    return int(np.clip(round(5.6 * rows ** (1.0 / 6.0)), 3, min(30, most)))


def neighbour_graph(grid: FloatArray, neighbours: int) -> csr_matrix:
    """Symmetric graph of each row's nearest rows, weighted by cosine.

    Up to 20,000 rows the neighbours are exact; beyond that they are the best among the rows that
    share a near pivot, which keeps 100,000 rows within a minute.
    """
    count = len(grid)
    near = _exact if count <= _EXACT_UP_TO else _by_pivots
    columns, values = near(grid, min(neighbours, count - 1))
    rows = np.repeat(np.arange(count), columns.shape[1])
    kept = (columns.ravel() >= 0) & (values.ravel() > 0)
    entries = (values.ravel()[kept].astype(np.float64), (rows[kept], columns.ravel()[kept]))
    directed = csr_matrix(entries, shape=(count, count))
    graph = ((directed + directed.T) * 0.5).tocsr()
    graph.sort_indices()
    return graph


def find_communities(graph: csr_matrix, *, resolution: float, seed: int, trials: int = 2) -> IntArray:
    """Leiden communities (modularity), numbered from the largest; a row without edges is its own.

    The best of several trials is taken.
    """
    count = graph.shape[0]
    labels = np.arange(count, dtype=np.int64) + count
    if graph.nnz:
        _, found = graspologic_native.leiden_csr(
            graph.indptr.astype(np.int64),
            graph.indices.astype(np.int32),
            graph.data,
            count,
            resolution=resolution,
            seed=seed,
            iterations=5,
            trials=trials,
        )
        labels[list(found.keys())] = list(found.values())
    return renumber(labels)


def continue_communities(graph: csr_matrix, start: IntArray, *, resolution: float, seed: int) -> IntArray:
    """Leiden communities found from a partition that is there already, so that they move little.

    Parameters
    ----------
    start
        Community of each row, -1 = none yet.
    """
    upper = triu(graph, 1).tocoo()
    if not upper.nnz:
        return find_communities(graph, resolution=resolution, seed=seed)
    linked = np.flatnonzero(np.diff(graph.indptr)).tolist()
    fresh = int(start.max(initial=-1)) + 1
    begin = {str(row): int(start[row]) if start[row] >= 0 else fresh + row for row in linked}
    edges = [
        (str(left), str(right), weight)
        for left, right, weight in zip(
            upper.row.tolist(), upper.col.tolist(), upper.data.tolist(), strict=True
        )
    ]
    _, found = graspologic_native.leiden(
        edges, starting_communities=begin, resolution=resolution, seed=seed, iterations=1
    )
    labels = np.arange(graph.shape[0], dtype=np.int64) + graph.shape[0]
    for row, community in found.items():
        labels[int(row)] = community
    return renumber(labels)


def renumber(labels: IntArray) -> IntArray:
    """Renumber groups by falling size, then by first member; -1 stays."""
    named = labels >= 0
    groups, first, inverse, sizes = np.unique(
        labels[named], return_index=True, return_inverse=True, return_counts=True
    )
    order = np.lexsort((first, -sizes))
    place = np.empty(len(groups), dtype=np.int64)
    place[order] = np.arange(len(groups))
    result = np.full(len(labels), -1, dtype=np.int64)
    result[named] = place[inverse]
    return result


def _exact(grid: FloatArray, neighbours: int) -> tuple[IntArray, FloatArray]:
    count = len(grid)
    columns = np.zeros((count, neighbours), dtype=np.int64)
    values = np.zeros((count, neighbours), dtype=np.float32)
    for start in range(0, count, _BLOCK):
        rows = np.arange(start, min(start + _BLOCK, count))
        similarities = exact_similarities(grid[rows], grid)
        similarities[np.arange(len(rows)), rows] = -2.0
        columns[rows], values[rows] = _top(similarities, neighbours)
    return columns, values


def _by_pivots(grid: FloatArray, neighbours: int) -> tuple[IntArray, FloatArray]:
    count = len(grid)
    pivots = grid[:: max(1, int(np.sqrt(count) / 2))]
    lists = np.zeros((count, _PIVOT_LISTS), dtype=np.int64)
    home = np.zeros(count, dtype=np.int64)
    for start in range(0, count, _BLOCK):
        similarities = exact_similarities(grid[start : start + _BLOCK], pivots)
        lists[start : start + _BLOCK] = _top(similarities, _PIVOT_LISTS)[0]
        home[start : start + _BLOCK] = similarities.argmax(axis=1)
    members = csr_matrix(
        (np.ones(lists.size, dtype=np.int8), (lists.ravel(), np.repeat(np.arange(count), _PIVOT_LISTS))),
        shape=(len(pivots), count),
    )
    columns = np.full((count, neighbours), -1, dtype=np.int64)
    values = np.zeros((count, neighbours), dtype=np.float32)
    for pivot in range(len(pivots)):
        rows = np.flatnonzero(home == pivot)
        candidates = np.sort(members.indices[members.indptr[pivot] : members.indptr[pivot + 1]])
        for start in range(0, len(rows), _BLOCK):
            block = rows[start : start + _BLOCK]
            similarities = exact_similarities(grid[block], grid[candidates])
            similarities[candidates[None, :] == block[:, None]] = -2.0
            found, best = _top(similarities, min(neighbours, len(candidates) - 1))
            columns[block, : found.shape[1]], values[block, : found.shape[1]] = candidates[found], best
    return columns, values


def _top(similarities: FloatArray, wanted: int) -> tuple[IntArray, FloatArray]:
    if wanted < 1:
        return np.zeros((len(similarities), 0), dtype=np.int64), similarities[:, :0]
    columns = np.argpartition(-similarities, wanted - 1, axis=1)[:, :wanted]
    return columns, np.take_along_axis(similarities, columns, axis=1)
