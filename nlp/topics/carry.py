"""Ids of topics after a revision: what goes on keeps its id, and what happened is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set

from nlp.topics.match import Change, Lineage, LineageEvent
from nlp.topics.revised_model import RevisedModel


def carry_ids(
    revised: RevisedModel,
    standing_ids: Sequence[str],
    *,
    dormant: Set[str],
    woken: Mapping[int, str],
    next_number: int,
) -> Lineage:
    """Give each topic of a revised model its id.

    Parameters
    ----------
    standing_ids : id of each standing topic
    dormant : ids of those that had no voices in the window before
    woken : place of a new topic in the model → id of the sleeping topic outside the index that it revives
    next_number : first number of an id that was never given
    """
    ids: list[str] = []
    events: list[LineageEvent] = []
    for place, (origin, parent) in enumerate(zip(revised.origin, revised.parent, strict=True)):
        if origin >= 0:
            topic_id = standing_ids[origin]
            change = Change.REVIVED if topic_id in dormant else Change.CONTINUED
            event = LineageEvent(change, topic_id, "", revised.stayed[place])
        elif place in woken:
            event = LineageEvent(Change.REVIVED, woken[place], "", 0.0)
        else:
            change = Change.SPLIT if parent >= 0 else Change.BORN
            related = standing_ids[parent] if parent >= 0 else ""
            event = LineageEvent(change, f"T{next_number:06d}", related, 1.0)
            next_number += 1
        ids.append(event.topic_id)
        events.append(event)
    for topic_id, successor in zip(standing_ids, revised.successor, strict=True):
        if topic_id in ids or (topic_id in dormant and successor < 0):
            continue
        if successor >= 0:
            events.append(LineageEvent(Change.MERGED, topic_id, ids[successor], 1.0))
        else:
            events.append(LineageEvent(Change.DORMANT, topic_id, "", 1.0))
    return Lineage(tuple(ids), tuple(events), next_number)
