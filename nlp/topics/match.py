"""Who is who after a refit: new topics take over the ids of the old ones they continue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from nlp.vectors.base import FloatArray
from nlp.vectors.exact import exact_similarities, snap_to_grid

_OVERLAP_SHARE = 0.7  # weight of shared voices against likeness of centroids
_LEAST_SCORE = 0.35
_LEAST_LIKENESS = 0.75  # where no voice is shared, e.g. with a topic that slept through the window
_MOST_OF = 0.5  # share of a topic's voices that makes a split or a merger


class Change(StrEnum):
    """What became of a topic."""

    BORN = "born"
    CONTINUED = "continued"
    SPLIT = "split"
    MERGED = "merged"
    DORMANT = "dormant"
    REVIVED = "revived"


@dataclass(frozen=True, eq=False)
class KnownTopic:
    """A topic of the old or the new version, as matching sees it.

    Attributes
    ----------
    kind : topics of different kinds are never the same
    members : ids of its voices in the window that both versions saw (empty if it was dormant)
    centroid : unit vector in the space of the **new** embedder (of an old topic: the mean of its
        representative or member voices, embedded anew)
    topic_id : of an old topic; empty for a new one
    is_dormant : of an old topic
    """

    kind: str
    members: frozenset[str]
    centroid: FloatArray
    topic_id: str = ""
    is_dormant: bool = False


@dataclass(frozen=True)
class LineageEvent:
    """One line of a topic's history.

    Attributes
    ----------
    topic_id : the topic it is about
    related_id : whom it split from or merged into; else empty
    share : of the topic's voices that speak for it, 0…1, 4 decimals
    """

    change: Change
    topic_id: str
    related_id: str
    share: float


@dataclass(frozen=True)
class Lineage:
    """Result of a matching.

    Attributes
    ----------
    ids : id of each new topic
    events : one for each new topic in order, then one for each old topic that has no successor
    next_number : first number of an id that was never given
    """

    ids: tuple[str, ...]
    events: tuple[LineageEvent, ...]
    next_number: int


def match_topics(old: Sequence[KnownTopic], new: Sequence[KnownTopic], *, next_number: int) -> Lineage:
    """Give each new topic an id: that of the old topic it continues, or the next free one.

    One-to-one, with the greatest total likeness (Kuhn and Munkres). Ids look like ``T000012`` and come
    from the caller's counter only, so they are never reused.

    Raises
    ------
    ValueError
        Two old topics with one id, or an old id that the counter has not given yet.
    """
    _check_ids(old, next_number)
    shared = _shared_voices(old, new)
    partner = _pair_up(old, new, shared)
    ids: list[str] = []
    events: list[LineageEvent] = []
    for place, topic in enumerate(new):
        if place in partner:
            event = _continued(old[partner[place]], topic, int(shared[partner[place], place]))
        else:
            event = _born(old, topic, shared[:, place], f"T{next_number:06d}")
            next_number += 1
        ids.append(event.topic_id)
        events.append(event)
    for place, topic in enumerate(old):
        if place not in partner.values() and not topic.is_dormant:
            events.append(_ended(topic, shared[place], ids))
    return Lineage(tuple(ids), tuple(events), next_number)


def _pair_up(
    old: Sequence[KnownTopic], new: Sequence[KnownTopic], shared: NDArray[np.int64]
) -> dict[int, int]:
    """Map new place → old place."""
    if not old or not new:
        return {}
    sizes_old = np.array([len(topic.members) for topic in old])
    sizes_new = np.array([len(topic.members) for topic in new])
    overlap = 2.0 * shared / np.maximum(sizes_old[:, None] + sizes_new[None, :], 1)
    likeness = exact_similarities(_stack(old), _stack(new)).astype(np.float64)
    score = _OVERLAP_SHARE * overlap + (1.0 - _OVERLAP_SHARE) * np.maximum(likeness, 0.0)
    same_kind = np.array([[o.kind == n.kind for n in new] for o in old])
    asleep = np.array([[not o.members] for o in old])
    acceptable = np.where(shared > 0, score >= _LEAST_SCORE, asleep & (likeness >= _LEAST_LIKENESS))
    gain = np.round(np.where(same_kind & acceptable, score, 0.0), 6)
    from scipy.optimize import linear_sum_assignment  # slow to import, and only a refit needs it

    rows, columns = linear_sum_assignment(gain, maximize=True)
    return {
        int(column): int(row) for row, column in zip(rows, columns, strict=True) if gain[row, column] > 0.0
    }


def _continued(old: KnownTopic, new: KnownTopic, shared: int) -> LineageEvent:
    change = Change.REVIVED if old.is_dormant else Change.CONTINUED
    return LineageEvent(change, old.topic_id, "", _ratio(shared, len(new.members)))


def _born(
    old: Sequence[KnownTopic], new: KnownTopic, shared: NDArray[np.int64], topic_id: str
) -> LineageEvent:
    source = int(shared.argmax()) if len(shared) else -1
    share = _ratio(int(shared[source]), len(new.members)) if source >= 0 else 0.0
    if share >= _MOST_OF:
        return LineageEvent(Change.SPLIT, topic_id, old[source].topic_id, share)
    return LineageEvent(Change.BORN, topic_id, "", round(1.0 - share, 4))


def _ended(old: KnownTopic, shared: NDArray[np.int64], ids: Sequence[str]) -> LineageEvent:
    heir = int(shared.argmax()) if len(shared) else -1
    share = _ratio(int(shared[heir]), len(old.members)) if heir >= 0 else 0.0
    if share >= _MOST_OF:
        return LineageEvent(Change.MERGED, old.topic_id, ids[heir], share)
    return LineageEvent(Change.DORMANT, old.topic_id, "", round(1.0 - share, 4))


def _shared_voices(old: Sequence[KnownTopic], new: Sequence[KnownTopic]) -> NDArray[np.int64]:
    """Count the voices in common, shape (old, new); topics of different kinds share none."""
    home = {voice: place for place, topic in enumerate(new) for voice in topic.members}
    shared = np.zeros((len(old), len(new)), dtype=np.int64)
    for place, topic in enumerate(old):
        for voice in topic.members:
            if voice in home and new[home[voice]].kind == topic.kind:
                shared[place, home[voice]] += 1
    return shared


def _check_ids(old: Sequence[KnownTopic], next_number: int) -> None:
    ids = [topic.topic_id for topic in old]
    if len(set(ids)) != len(ids):
        raise ValueError(
            "old topics: an id occurs twice; the registry version is damaged, use the one before"
        )
    late = [topic_id for topic_id in ids if int(topic_id[1:]) >= next_number]
    if late:
        raise ValueError(f"next_number {next_number} would give {late[0]} again; pass the registry's counter")


def _stack(topics: Sequence[KnownTopic]) -> FloatArray:
    return snap_to_grid(np.array([topic.centroid for topic in topics]))


def _ratio(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0
