"""How coarse the topics of a list are: those that come back whichever part of the list is read."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_matrix

from nlp.topics.agreement import adjusted_mutual_information
from nlp.topics.graph import IntArray, find_communities, neighbour_count, neighbour_graph
from nlp.vectors.base import FloatArray

_FEWEST_PARTS, _MOST_PARTS, _READ = (
    8,
    24,
    6_000,
)  # short lists are read in more parts: they agree more by luck
_PART = 0.8  # of the rows
_FINENESS = (0.35, 0.5, 0.7, 1.0, 1.4)  # of the usual resolution
_COST = 0.03  # agreement that each halving or doubling of the resolution must bring
_TOLD_FROM = 100  # rows; the parts of fewer agree by luck
_TOLD_BY = 2_000  # rows, evenly drawn from more


def find_fineness(grid: FloatArray, graph: csr_matrix, *, resolution: float, seed: int) -> float:
    """Find what the usual resolution is to be multiplied with.

    A list whose topics are few and far apart falls into the same coarse topics whichever part is read, and
    into different fine ones; one with many small topics the other way round. The usual resolution is
    taken unless the topics of another come back clearly better.

    Parameters
    ----------
    grid
        Distinct rows in sorted order, see `distinct_rows`.
    graph
        Their neighbour graph.
    resolution
        Usual for a list of this length, up to 2,000 rows of it.
    """
    if len(grid) < _TOLD_FROM:
        return 1.0
    if len(grid) > _TOLD_BY:
        grid = grid[:: -(-len(grid) // _TOLD_BY)]
        graph = neighbour_graph(grid, neighbour_count(len(grid)))
    generator = np.random.default_rng(seed)
    wanted = int(np.clip(_READ // len(grid), _FEWEST_PARTS, _MOST_PARTS))
    parts = [np.sort(generator.permutation(len(grid))[: round(_PART * len(grid))]) for _ in range(wanted)]
    pieces = [graph[part][:, part].tocsr() for part in parts]
    rated = []
    for fineness in _FINENESS:
        whole = find_communities(graph, resolution=fineness * resolution, seed=seed)
        found = [find_communities(piece, resolution=fineness * resolution, seed=seed) for piece in pieces]
        cost = _COST * abs(float(np.log2(fineness)))
        rated.append((round(_agreement(whole, parts, found) - cost, 6), -abs(fineness - 1.0), fineness))
    return max(rated)[2]


def _agreement(whole: IntArray, parts: list[IntArray], found: list[IntArray]) -> float:
    """Mean adjusted mutual information of the whole list's groups with those of its parts."""
    shares = [adjusted_mutual_information(whole[part], own) for part, own in zip(parts, found, strict=True)]
    return float(np.mean(shares))
