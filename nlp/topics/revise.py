"""A refit of topics that stand already: they stay where they are, and only clear evidence changes them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import bdtrc  # of the binomial distribution; scipy.stats takes a second to import

from nlp.topics.assign import assign
from nlp.topics.discover import MIN_VOICES, centroids_of, neighbour_count, topic_resolution
from nlp.topics.graph import DistinctRows, IntArray, distinct_rows, find_communities, neighbour_graph
from nlp.vectors.base import FloatArray
from nlp.vectors.exact import GRID, exact_similarities, snap_to_grid

_Doubles = NDArray[np.float64]

_FINER = (2.0, 6.0)  # resolutions of proposed groups against that of topics: new matters are small
_AMONG_UNASSIGNED = (0.5, 2.0)
_NEARER = 0.03  # cosine by which a voice must lie nearer to a new topic than to its old one to count for it
_CLEAR_GAIN, _CLEAR_VOICES = 0.2, 8  # a group that the standing topics describe badly
_NEW_GAIN, _NEW_CHANCE = 0.08, 0.0005  # a group of which more came since the last refit than chance brings
_LOOSE_GAIN = 0.1  # a group of unassigned voices
_LEAST_COHESION, _FEW_MORE = 0.2, 0.3  # mean cosine of two voices; a few must lie closer
_MOST_OF = 0.5
_MERGE_LIKENESS = 0.8
_MERGE_LOSS = 0.015  # cosine that the members of two topics may lose by sharing one centroid
_DRIFTED = 0.8  # cosine of a topic's centroid with the mean of its voices under which it follows them
SPREAD, LEAST_SIMILARITY = 2.3, 0.22  # as in `discover`


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


@dataclass(frozen=True, eq=False)
class _Group:
    """A proposed topic: its distinct rows, and what speaks for it.

    `home` is the topic that most of them are in now, -1 = none.
    """

    rows: IntArray
    voices: int
    recent: int
    gain: float
    cohesion: float
    unassigned: float
    home: int


def revise(
    vectors: FloatArray,
    centroids: FloatArray,
    thresholds: FloatArray,
    *,
    recent: NDArray[np.bool_],
    seed: int,
) -> Revision:
    """Find what the voices say against the topics as they stand.

    A standing topic keeps its centroid and threshold, so its voices keep their topic. A group of voices
    becomes a new topic when it lies clearly nearer together than to any standing centroid and is either
    unassigned, new since the last refit, or described badly so far. Two topics become one when one
    centroid describes both as well.

    Parameters
    ----------
    vectors
        Unit rows of the voices of one kind, shape (voices, d); zeros say nothing.
    centroids, thresholds
        Of the standing topics, in the same space.
    recent
        Shape (voices,): came after the window of the version before.
    seed
        Of the Leiden algorithm.
    """
    rows = distinct_rows(vectors)
    known = rows.of_input >= 0
    fresh: _Doubles = np.bincount(
        rows.of_input[known], weights=recent[known].astype(np.float64), minlength=len(rows.grid)
    ).astype(np.float64)
    count = len(centroids)
    if not len(rows.grid):
        return Revision(centroids, thresholds, np.arange(count), np.zeros(0, dtype=np.int64))
    centroids, thresholds = _follow_drift(rows, centroids, thresholds), thresholds.astype(np.float32)
    heir = _merge(rows, centroids, thresholds)
    parent: list[int] = []
    sizes = _sizes(rows, centroids, thresholds)
    for group in _proposals(rows, fresh, centroids, thresholds, seed):
        found = _weigh(rows, group, fresh, centroids, thresholds)
        if found is None or not _is_clear(found, rows, fresh):
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
            least = max(own.mean() - SPREAD * own.std(), LEAST_SIMILARITY)
            widened[topic] = min(float(widened[topic]), float(np.round(least, 4)))
    return widened


def _proposals(
    rows: DistinctRows,
    fresh: _Doubles,
    centroids: FloatArray,
    thresholds: FloatArray,
    seed: int,
) -> list[IntArray]:
    """Return groups of the voices' own graph that are clear against the topics, the clearest first."""
    everything = np.arange(len(rows.grid))
    home, _ = assign(_unit(rows.grid), centroids, thresholds=thresholds)
    clear: list[tuple[float, int, IntArray]] = []
    for among, finer in ((everything, _FINER), (np.flatnonzero(home < 0), _AMONG_UNASSIGNED)):
        for group in _communities(rows.grid, among, finer, seed):
            found = _weigh(rows, group, fresh, centroids, thresholds)
            if found is not None and _is_clear(found, rows, fresh):
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
    fresh: _Doubles,
    centroids: FloatArray,
    thresholds: FloatArray,
) -> _Group | None:
    """Keep the rows of a group that lie nearer to the rest of it than to any topic; None if few do."""
    home, similarity = assign(_unit(rows.grid[group]), centroids, thresholds=thresholds)
    nearer = _to_the_others(rows.grid[group]) >= similarity + _NEARER
    kept = group[nearer]
    voices = int(rows.weight[kept].sum())
    if len(kept) < MIN_VOICES:  # of one text or two, however often: a form letter
        return None
    gain = _to_the_others(rows.grid[kept]) - similarity[nearer]
    homes, sizes = np.unique(home[nearer], return_counts=True)
    most = int(sizes.argmax())
    share = float(sizes[most] / sizes.sum())
    return _Group(
        rows=kept,
        voices=voices,
        recent=int(fresh[kept].sum()),
        gain=float(np.round(gain.mean(), 6)),
        cohesion=_cohesion(rows.grid[kept]),
        unassigned=float((home[nearer] < 0).mean()),
        home=int(homes[most]) if share >= _MOST_OF else -1,
    )


def _is_clear(group: _Group, rows: DistinctRows, fresh: _Doubles) -> bool:
    """Say whether the evidence for a new topic is clear: unassigned, new, or described badly so far."""
    if group.cohesion < _LEAST_COHESION + _FEW_MORE / len(group.rows):
        return False
    if group.unassigned >= _MOST_OF:
        return group.gain >= _LOOSE_GAIN
    share = float(fresh.sum() / rows.weight.sum())
    chance = (
        float(bdtrc(group.recent - 1, group.voices, share)) if 0.0 < share < 1.0 and group.recent else 1.0
    )
    if chance <= _NEW_CHANCE and group.gain >= _NEW_GAIN:
        return True
    return group.gain >= _CLEAR_GAIN and group.voices >= _CLEAR_VOICES


def _merge(rows: DistinctRows, centroids: FloatArray, thresholds: FloatArray) -> IntArray:
    """Topic that takes each standing topic over: itself, or the larger one that describes it as well."""
    heir = np.arange(len(centroids))
    home, similarity = assign(_unit(rows.grid), centroids, thresholds=thresholds)
    sizes = _sizes(rows, centroids, thresholds)
    likeness = exact_similarities(snap_to_grid(centroids), snap_to_grid(centroids))
    for small, large in np.argwhere(np.triu(likeness, 1) >= _MERGE_LIKENESS).tolist():
        if sizes[small] > sizes[large]:
            small, large = large, small
        if not sizes[small] or heir[small] != small or heir[large] != large:
            continue
        members = (home == small) | (home == large)
        joint = _outline(rows.grid[members])[0]
        shared = exact_similarities(rows.grid[members], snap_to_grid(joint[None, :]))[:, 0]
        if float((similarity[members] - shared).mean()) <= _MERGE_LOSS:
            heir[small] = large
            heir[heir == small] = large
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
    return centre, float(np.round(max(own.mean() - SPREAD * own.std(), LEAST_SIMILARITY), 4))


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
