"""A refit of topics that stand already: they stay where they are, and only clear evidence changes them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlp.topics.assign import assign
from nlp.topics.discover import (
    LEAST_SIMILARITY,
    MIN_VOICES,
    centroids_of,
    neighbour_count,
    threshold_of,
    topic_resolution,
)
from nlp.topics.evidence import MOST_OF, NEW_GAIN, STANDING, Arrivals, Evidence, Group, arrivals_of, is_clear
from nlp.topics.graph import DistinctRows, IntArray, distinct_rows, find_communities, neighbour_graph
from nlp.vectors.base import FloatArray
from nlp.vectors.exact import GRID, exact_similarities, snap_to_grid

_Doubles = NDArray[np.float64]

_FINER = (2.0, 6.0)  # resolutions of proposed groups against that of topics: new matters are small
_AMONG_UNASSIGNED = (0.5, 2.0)
_NEARER = 0.03  # cosine by which a voice must lie nearer to a new topic than to its old one to count for it
_MERGE_LIKENESS = 0.6
_MERGE_LOSS = 0.012  # cosine that the members of two topics may lose by sharing one centroid
_DRIFTED = 0.8  # cosine of a topic's centroid with the mean of its voices under which it follows them


@dataclass(frozen=True, eq=False)
class Revision:
    """What a revision made of the topics of one kind.

    Attributes
    ----------
    centroids, thresholds : of the standing topics in their order, then of the new ones
    heir : shape (standing topics,), the topic that took each over, itself where it stays
    parent : shape (new topics,), the standing topic that most of its voices left, -1 = none
    """

    centroids: FloatArray
    thresholds: FloatArray
    heir: IntArray
    parent: IntArray


def revise(
    vectors: FloatArray,
    centroids: FloatArray,
    thresholds: FloatArray,
    *,
    age: IntArray,
    seed: int,
    evidence: Evidence = STANDING,
) -> Revision:
    """Find what the voices say against the topics as they stand.

    A standing topic keeps its centroid and threshold, so its voices keep their topic. A group of voices
    becomes a new topic when it lies clearly nearer together than to any standing centroid and is either
    unassigned, new, or described badly so far. Two topics become one when one
    centroid describes both as well.

    Parameters
    ----------
    vectors
        Unit rows of the voices of one kind, shape (voices, d); zeros say nothing.
    centroids, thresholds
        Of the standing topics, in the same space.
    age
        Shape (voices,), days before the newest voice; all equal where it does not matter.
    seed
        Of the Leiden algorithm.
    evidence
        How much must speak for a new topic.
    """
    rows = distinct_rows(vectors)
    count = len(centroids)
    if not len(rows.grid):
        return Revision(centroids, thresholds, np.arange(count), np.zeros(0, dtype=np.int64))
    centroids, thresholds = _follow_drift(rows, centroids, thresholds), thresholds.astype(np.float32)
    heir = _merge(rows, centroids, thresholds)
    arrivals = arrivals_of(rows, age, assign(_unit(rows.grid), centroids, thresholds=thresholds)[0])
    parent: list[int] = []
    sizes = _sizes(rows, centroids, thresholds)
    for group in _proposals(rows, arrivals, centroids, thresholds, seed, evidence):
        found = _weigh(rows, group, arrivals, centroids, thresholds)
        if found is None or not is_clear(found, evidence):
            continue
        centre, least = _outline(rows.grid[found.rows])
        home = found.home
        if home >= 0 and 2 * found.voices > sizes[home]:
            # the greater part keeps the topic, the rest goes on as the new one
            centre, centroids[home] = centroids[home].copy(), centre
            least, thresholds[home] = float(thresholds[home]), least
        centroids = np.vstack([centroids, centre])
        thresholds = np.append(thresholds, np.float32(least))
        sizes = np.append(sizes, found.voices)
        parent.append(int(heir[home]) if 0 <= home < count else -1)
    return Revision(
        centroids, _widen(rows, centroids, thresholds, heir), heir, np.array(parent, dtype=np.int64)
    )


def _sizes(rows: DistinctRows, centroids: FloatArray, thresholds: FloatArray) -> _Doubles:
    """Count the voices of each topic, shape (topics,)."""
    home, _ = assign(_unit(rows.grid), centroids, thresholds=thresholds)
    held = home >= 0
    return np.bincount(home[held], weights=rows.weight[held], minlength=len(centroids)).astype(np.float64)


def _widen(rows: DistinctRows, centroids: FloatArray, thresholds: FloatArray, heir: IntArray) -> FloatArray:
    """Lower the thresholds that a small first window set too high; none is raised, so no voice is lost."""
    live = np.ones(len(centroids), dtype=bool)
    live[: len(heir)] = heir == np.arange(len(heir))
    open_to_all = np.where(live, LEAST_SIMILARITY, 2.0)
    home, similarity = assign(_unit(rows.grid), centroids, thresholds=open_to_all)
    widened = thresholds.copy()
    for topic in np.unique(home[home >= 0]).tolist():
        own = similarity[home == topic].astype(np.float64)
        if len(own) >= MIN_VOICES:
            widened[topic] = min(float(widened[topic]), threshold_of(own))
    return widened


def _proposals(
    rows: DistinctRows,
    arrivals: Arrivals,
    centroids: FloatArray,
    thresholds: FloatArray,
    seed: int,
    evidence: Evidence,
) -> list[IntArray]:
    """Return groups of the voices' own graph that are clear against the topics, the clearest first."""
    everything = np.arange(len(rows.grid))
    home, _ = assign(_unit(rows.grid), centroids, thresholds=thresholds)
    clear: list[tuple[float, int, IntArray]] = []
    for among, finer in ((everything, _FINER), (np.flatnonzero(home < 0), _AMONG_UNASSIGNED)):
        for group in _communities(rows.grid, among, finer, seed):
            found = _weigh(rows, group, arrivals, centroids, thresholds)
            if found is not None and is_clear(found, evidence):
                clear.append((-round(found.gain * found.voices, 6), len(clear), group))
    return [group for *_, group in sorted(clear, key=lambda item: item[:2])]


def _communities(grid: FloatArray, among: IntArray, finer: tuple[float, ...], seed: int) -> list[IntArray]:
    """Return groups of the graph of some rows, at several resolutions."""
    if len(among) < 2:
        return [among] if len(among) else []
    graph = neighbour_graph(grid[among], neighbour_count(len(among)))
    found = []
    for factor in finer:
        community = find_communities(graph, resolution=factor * topic_resolution(len(among)), seed=seed)
        found += [among[community == number] for number in range(int(community.max()) + 1)]
    return found


def _weigh(
    rows: DistinctRows,
    group: IntArray,
    arrivals: Arrivals,
    centroids: FloatArray,
    thresholds: FloatArray,
) -> Group | None:
    """Keep the rows of a group that lie nearer to the rest of it than to any topic; None if few do."""
    topic, similarity = assign(_unit(rows.grid[group]), centroids, thresholds=thresholds)
    nearer = _to_the_others(rows.grid[group]) >= similarity + _NEARER
    kept = group[nearer]
    voices = int(rows.weight[kept].sum())
    if len(kept) < MIN_VOICES:  # of one text or two, however often: a form letter
        return None
    gain = _to_the_others(rows.grid[kept]) - similarity[nearer]
    homes, sizes = np.unique(topic[nearer], return_counts=True)
    most = int(sizes.argmax())
    home = int(homes[most]) if sizes[most] >= MOST_OF * sizes.sum() else -1
    centre = centroids_of(rows.grid[kept], np.zeros(len(kept), dtype=np.int64))
    return Group(
        rows=kept,
        voices=voices,
        chance=arrivals.chance(kept, home) if float(gain.mean()) >= NEW_GAIN else 1.0,
        likeness=float(exact_similarities(snap_to_grid(centre), snap_to_grid(centroids)).max(initial=-1.0)),
        gain=float(np.round(gain.mean(), 6)),
        cohesion=_cohesion(rows.grid[kept]),
        unassigned=float((topic[nearer] < 0).mean()),
        home=home,
    )


def _merge(rows: DistinctRows, centroids: FloatArray, thresholds: FloatArray) -> IntArray:
    """Topic that takes each standing topic over: itself, or the larger one where one centroid describes both.

    The larger one gets that centroid, in place; a topic takes part in one merger at a time.
    """
    heir = np.arange(len(centroids))
    joined = np.zeros(len(centroids), dtype=bool)
    home, similarity = assign(_unit(rows.grid), centroids, thresholds=thresholds)
    sizes = _sizes(rows, centroids, thresholds)
    likeness = exact_similarities(snap_to_grid(centroids), snap_to_grid(centroids))
    for small, large in np.argwhere(np.triu(likeness, 1) >= _MERGE_LIKENESS).tolist():
        if sizes[small] > sizes[large]:
            small, large = large, small
        if not sizes[small] or joined[[small, large]].any():
            continue
        members = (home == small) | (home == large)
        joint, least = _outline(rows.grid[members])
        shared = exact_similarities(rows.grid[members], snap_to_grid(joint[None, :]))[:, 0]
        if float((similarity[members] - shared).mean()) <= _MERGE_LOSS:
            heir[small] = large
            joined[[small, large]] = True
            centroids[large], thresholds[large] = joint, min(least, float(thresholds[large]))
    return heir


def _follow_drift(rows: DistinctRows, centroids: FloatArray, thresholds: FloatArray) -> FloatArray:
    """Move the centroids of topics whose voices have moved away from them."""
    home, _ = assign(_unit(rows.grid), centroids, thresholds=thresholds)
    followed = centroids.copy()
    for topic in range(len(centroids)):
        members = np.flatnonzero(home == topic)
        if len(members) >= MIN_VOICES:
            mean = centroids_of(rows.grid[members], np.zeros(len(members), dtype=np.int64))[0]
            if float(mean @ centroids[topic]) < _DRIFTED:
                followed[topic] = mean
    return followed


def _outline(grid: FloatArray) -> tuple[FloatArray, float]:
    """Centroid of a group and the least cosine of its members."""
    centre = centroids_of(grid, np.zeros(len(grid), dtype=np.int64))[0]
    own = exact_similarities(grid, snap_to_grid(centre[None, :]))[:, 0].astype(np.float64)
    return centre, threshold_of(own)


def _to_the_others(grid: FloatArray) -> _Doubles:
    """Cosine of each row with the mean of the other rows, so that few rows do not flatter themselves."""
    exact = grid.astype(np.float64)
    others = exact.sum(axis=0) - exact
    lengths = np.sqrt(np.einsum("ij,ij->i", others, others)) * GRID
    products = np.einsum("ij,ij->i", exact, others)
    return np.asarray(np.round(products / np.where(lengths == 0.0, 1.0, lengths), 4))


def _cohesion(grid: FloatArray) -> float:
    """Mean cosine of two different rows."""
    sums = grid.astype(np.float64).sum(axis=0) / GRID
    count = len(grid)
    return float((sums @ sums - count) / (count * (count - 1)))


def _unit(grid: FloatArray) -> FloatArray:
    return np.asarray(grid / GRID, dtype=np.float32)
