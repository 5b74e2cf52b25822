import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.topics import Change, KnownTopic, match_topics


def axis(place, width=12):
    vector = np.zeros(width, dtype=np.float32)
    vector[place] = 1.0
    return vector


def make_topic(members, place=0, topic_id="", *, kind="complaint", is_dormant=False):
    return KnownTopic(kind, frozenset(members), axis(place), topic_id, is_dormant)


def voices(start, end):
    return {f"v{number}" for number in range(start, end)}


def test_unchanged_topics_keep_their_ids_in_any_order():
    old = [make_topic(voices(n * 10, n * 10 + 10), n, f"T{n + 1:06d}") for n in range(6)]
    new = [make_topic(o.members, n) for n, o in enumerate(old)][::-1]
    lineage = match_topics(old, new, next_number=7)
    assert lineage.ids == tuple(o.topic_id for o in old)[::-1]
    assert {event.change for event in lineage.events} == {Change.CONTINUED}
    assert all(event.share == 1.0 for event in lineage.events)
    assert lineage.next_number == 7


def test_first_version_is_all_born():
    lineage = match_topics([], [make_topic(voices(0, 5)), make_topic(voices(5, 9), 1)], next_number=1)
    assert lineage.ids == ("T000001", "T000002")
    assert [event.change for event in lineage.events] == [Change.BORN, Change.BORN]


def test_split_keeps_the_id_for_the_greater_part():
    old = [make_topic(voices(0, 100), 0, "T000001")]
    new = [make_topic(voices(0, 30), 0), make_topic(voices(30, 100), 0)]
    lineage = match_topics(old, new, next_number=2)
    assert lineage.ids == ("T000002", "T000001")
    assert lineage.events[0].change is Change.SPLIT
    assert lineage.events[0].related_id == "T000001"


def test_merger_names_the_heir():
    old = [make_topic(voices(0, 60), 0, "T000001"), make_topic(voices(60, 90), 1, "T000002")]
    lineage = match_topics(old, [make_topic(voices(0, 90), 0)], next_number=3)
    assert lineage.ids == ("T000001",)
    assert (lineage.events[1].change, lineage.events[1].topic_id, lineage.events[1].related_id) == (
        Change.MERGED,
        "T000002",
        "T000001",
    )


def test_dormant_then_revived_by_likeness():
    old = [make_topic(voices(0, 20), 0, "T000001"), make_topic((), 5, "T000002", is_dormant=True)]
    gone = match_topics(old, [], next_number=3)
    assert [(e.change, e.topic_id) for e in gone.events] == [(Change.DORMANT, "T000001")]
    back = match_topics(old, [make_topic(voices(30, 40), 5)], next_number=3)
    assert back.ids == ("T000002",)
    assert back.events[0].change is Change.REVIVED


def test_kinds_never_match():
    old = [make_topic(voices(0, 20), 0, "T000001", kind="complaint")]
    lineage = match_topics(old, [make_topic(voices(0, 20), 0, kind="request")], next_number=2)
    assert lineage.ids == ("T000002",)
    assert lineage.events[0].change is Change.BORN
    assert lineage.events[1].change is Change.DORMANT


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(-1, 5), min_size=1, max_size=60),
    st.lists(st.integers(-1, 5), min_size=60, max_size=60),
)
def test_ids_are_unique_and_every_old_topic_is_accounted_for(before, after):
    def topics(labels, numbered):
        groups = sorted({label for label in labels if label >= 0})
        return [
            make_topic(
                {f"v{place}" for place, label in enumerate(labels) if label == group},
                group,
                f"T{number:06d}" if numbered else "",
            )
            for number, group in enumerate(groups, start=1)
        ]

    old, new = topics(before, True), topics(after[: len(before)], False)
    lineage = match_topics(old, new, next_number=len(old) + 1)
    assert len(set(lineage.ids)) == len(new)
    fresh = [event.topic_id for event in lineage.events if event.change in {Change.BORN, Change.SPLIT}]
    assert len(fresh) == lineage.next_number - len(old) - 1
    assert {o.topic_id for o in old} == {event.topic_id for event in lineage.events} - set(fresh)


def test_damaged_counters_are_refused():
    topic = make_topic(voices(0, 3), 0, "T000004")
    with pytest.raises(ValueError, match="T000004 again"):
        match_topics([topic], [], next_number=4)
    with pytest.raises(ValueError, match="twice"):
        match_topics([topic, topic], [], next_number=9)
