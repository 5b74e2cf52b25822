"""How coarse the topics of a list are: those that come back whichever part of the list is read."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_matrix

from nlp.topics.agreement import adjusted_mutual_information
from nlp.topics.graph import IntArray, find_communities, neighbour_count, neighbour_graph
from nlp.vectors.base import FloatArray

_FEWEST_PARTS, _MOST_PARTS = 8, 24
_READ = 6_000  # rows in all parts: short lists are read in more, as they agree more by luck
_PART = 0.8  # of the rows
_FINENESS = (0.35, 0.5, 0.7, 1.0, 1.4)  # of the usual resolution
_OUT_OF_SIGHT = 0.05  # agreement behind the best, after the fewest parts, from which no more are read
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
    rated = [
        _Rating(graph, parts, pieces, fineness, resolution=fineness * resolution, seed=seed)
        for fineness in _FINENESS
    ]
    for rating in rated:
        rating.read(_FEWEST_PARTS)
    best = max(rating.score for rating in rated)
    in_sight = [rating for rating in rated if rating.score >= best - _OUT_OF_SIGHT]
    if len(in_sight) > 1:
        for rating in in_sight:
            rating.read(wanted)
    return max(in_sight, key=lambda rating: (rating.score, -abs(rating.fineness - 1.0))).fineness


def up_to_usual(fineness: float) -> list[float]:
    """Return a fineness and, where it is coarser than usual, the finer ones up to the usual."""
    return [fineness, *(finer for finer in _FINENESS if fineness < finer <= 1.0)]


class _Rating:
    """How well the groups of one resolution come back in the parts read so far."""

    def __init__(
        self,
        graph: csr_matrix,
        parts: list[IntArray],
        pieces: list[csr_matrix],
        fineness: float,
        *,
        resolution: float,
        seed: int,
    ) -> None:
        self.fineness = fineness
        self._parts, self._pieces = parts, pieces
        self._resolution, self._seed = resolution, seed
        self._whole = find_communities(graph, resolution=resolution, seed=seed)
        self._shares: list[float] = []

    def read(self, count: int) -> None:
        """Read the parts up to this number."""
        for place in range(len(self._shares), count):
            found = find_communities(
                self._pieces[place], resolution=self._resolution, seed=self._seed, trials=1
            )
            self._shares.append(adjusted_mutual_information(self._whole[self._parts[place]], found))

    @property
    def score(self) -> float:
        """Mean adjusted mutual information with the parts, less the cost of an unusual resolution."""
        return round(float(np.mean(self._shares)) - _COST * abs(float(np.log2(self.fineness))), 6)
