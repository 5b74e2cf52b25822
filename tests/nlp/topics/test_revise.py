import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.topics import Change, assign
from nlp.topics.carry import carry_ids
from nlp.topics.evidence import FRESH, STANDING
from nlp.topics.model import TopicModel
from nlp.topics.revise import revise
from nlp.topics.revised_model import RevisedModel

WIDTH = 24


def make_cloud(centre, count, *, seed, spread=0.12):
    """Voices around a direction, unit rows."""
    rows = centre + np.random.default_rng(seed).normal(0.0, spread, (count, WIDTH))
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).round(6).astype(np.float32)


def axis(*places):
    vector = np.zeros(WIDTH)
    vector[list(places)] = 1.0
    return vector / np.linalg.norm(vector)


def standing(*centres):
    return np.array(centres, dtype=np.float32), np.full(len(centres), 0.4, dtype=np.float32)


def make_age(count, recent):
    """Days before the newest voice: the last rows of this week, the others of five weeks before."""
    age = 7 + np.arange(count, dtype=np.int64) % 35
    age[count - recent :] = np.arange(recent) % 7
    return age


def look(vectors, topics, *, recent=0, evidence=STANDING):
    """Revise with the last rows of this week, the others of the weeks before; give it and everyone's topic."""
    revision = revise(vectors, *topics, age=make_age(len(vectors), recent), seed=1, evidence=evidence)
    return revision, assign(vectors, revision.centroids, thresholds=revision.thresholds)[0]


CLOUDS = np.vstack([make_cloud(axis(place), 60, seed=place) for place in range(4)])
TOPICS = standing(*(axis(place) for place in range(4)))


def test_where_nothing_speaks_against_them_topics_stay_to_the_last_bit():
    revision, _ = look(CLOUDS, TOPICS)
    assert np.array_equal(revision.centroids, TOPICS[0])
    assert revision.heir.tolist() == [0, 1, 2, 3]
    assert (revision.thresholds <= TOPICS[1]).all()


def test_more_of_the_same_moves_no_voice():
    more = np.vstack([CLOUDS, *(make_cloud(axis(place), 25, seed=90 + place) for place in range(4))])
    _, before = look(CLOUDS, TOPICS)
    revision, after = look(more, TOPICS, recent=100)
    assert len(revision.parent) == 0
    assert np.array_equal(before, after[: len(before)])


def test_unassigned_voices_that_lie_together_become_a_topic():
    revision, after = look(np.vstack([CLOUDS, make_cloud(axis(9), 8, seed=9)]), TOPICS)
    assert revision.parent.tolist() == [-1]
    assert set(after[-8:]) == {4}
    assert set(after[:60]) == {0}


def test_a_new_matter_within_a_topic_splits_off_and_the_rest_keeps_the_topic():
    new = make_cloud(axis(0, 10), 12, seed=10, spread=0.07)
    revision, after = look(np.vstack([CLOUDS, new]), TOPICS, recent=12)
    assert revision.parent.tolist() == [0]
    assert np.mean(after[-12:] == 4) >= 0.9
    assert np.mean(after[:60] == 0) >= 0.95


def test_a_matter_of_a_voice_a_day_is_new_though_no_single_week_tells():
    voices = np.vstack([CLOUDS, make_cloud(axis(0) + 0.6 * axis(10), 14, seed=10, spread=0.02)])
    everyday = np.arange(len(voices), dtype=np.int64) * 5 % 42
    lately = np.where(np.arange(len(voices)) < 240, everyday, np.arange(len(voices)) - 240)
    for age, births in ((everyday, 0), (lately, 1)):
        assert len(revise(voices, *TOPICS, age=age, seed=1).parent) == births


def test_a_topic_that_grows_is_not_taken_to_pieces_because_it_is_new():
    growing = make_cloud(axis(0), 120, seed=44, spread=0.2)
    revision, _ = look(np.vstack([CLOUDS[60:], growing]), TOPICS, recent=110)
    assert len(revision.parent) == 0


@pytest.mark.parametrize(("evidence", "births"), [(STANDING, 0), (FRESH, 1)])
def test_three_unassigned_voices_are_worth_a_topic_only_where_no_id_stands(evidence, births):
    few = make_cloud(axis(9), 3, seed=9, spread=0.05)
    revision, _ = look(np.vstack([CLOUDS, few]), TOPICS, evidence=evidence)
    assert len(revision.parent) == births


def test_the_same_matter_in_other_words_is_no_topic_of_its_own():
    alike = make_cloud(axis(0) + 0.75 * axis(10), 12, seed=10, spread=0.02)
    revision, after = look(np.vstack([CLOUDS, alike]), TOPICS)
    assert len(revision.parent) == 0
    assert set(after[-12:]) == {0}


def test_the_greater_part_of_a_split_keeps_the_topic():
    voices = np.vstack(
        [CLOUDS[60:], make_cloud(axis(0, 10), 80, seed=3), make_cloud(axis(0, 11), 20, seed=4)]
    )
    revision, after = look(voices, TOPICS)
    assert 0 in set(after[180:260])
    assert len(revision.parent) >= 1
    assert np.mean(after[180:260] == 0) > 0.8


def test_two_topics_that_one_centroid_describes_as_well_become_one():
    near = axis(0) + 0.15 * axis(5)
    topics = standing(*(axis(place) for place in range(4)), near / np.linalg.norm(near))
    revision, _ = look(CLOUDS, topics)
    assert revision.heir[0] == revision.heir[4]


def test_two_topics_between_which_voices_have_come_become_one_in_their_middle():
    left, right = axis(0) + 0.45 * axis(5), axis(0) - 0.45 * axis(5)
    topics = standing(left / np.linalg.norm(left), right / np.linalg.norm(right), axis(1))
    voices = np.vstack([make_cloud(axis(0), 80, seed=2, spread=0.08), CLOUDS[60:120]])
    revision, after = look(voices, topics)
    assert len(set(revision.heir[:2])) == 1
    assert revision.heir[2] == 2
    assert len(set(after[:80])) == 1
    assert revision.centroids[revision.heir[0]] @ axis(0) >= 0.99


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(0, 11), min_size=2, max_size=6, unique=True), st.integers(0, 99))
def test_topics_of_matters_of_their_own_are_never_merged(places, seed):
    voices = np.vstack([make_cloud(axis(place), 20, seed=seed + place) for place in places])
    revision, after = look(voices, standing(*(axis(place) for place in places)))
    assert revision.heir.tolist() == list(range(len(places)))
    assert len(set(after)) >= len(places)


def test_scattered_unassigned_voices_become_nothing():
    scattered = np.vstack([make_cloud(axis(8), 1, seed=n, spread=3.0) for n in range(12)])
    revision, _ = look(np.vstack([CLOUDS, scattered]), TOPICS)
    assert len(revision.parent) == 0


@pytest.mark.parametrize("count", [0, 1, 2])
def test_hardly_any_voices_change_nothing(count):
    revision, after = look(CLOUDS[:count], TOPICS)
    assert np.array_equal(revision.centroids, TOPICS[0])
    assert after.tolist() == [0] * count


@settings(max_examples=15, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_the_voices_does_not_matter(dice):
    voices = np.vstack([CLOUDS, make_cloud(axis(9), 8, seed=9), make_cloud(axis(0, 10), 12, seed=10)])
    age = make_age(len(voices), 20)
    order = np.array(dice.sample(range(len(voices)), len(voices)))
    straight = revise(voices, *TOPICS, age=age, seed=1)
    shuffled = revise(voices[order], *TOPICS, age=age[order], seed=1)
    for name in ("centroids", "thresholds", "heir", "parent"):
        assert np.array_equal(getattr(straight, name), getattr(shuffled, name))


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 11), st.integers(3, 14)), max_size=4))
def test_a_second_refit_of_the_same_voices_changes_next_to_nothing(extra):
    voices = np.vstack([CLOUDS, *(make_cloud(axis(0, place), size, seed=place) for place, size in extra)])
    first, settled = look(voices, TOPICS)
    live = np.flatnonzero(
        np.append(first.heir == np.arange(4), np.ones(len(first.parent), dtype=bool)).astype(bool)
    )
    second, _ = look(voices, (first.centroids[live], first.thresholds[live]))
    again = assign(voices, second.centroids, thresholds=second.thresholds)[0]
    before = assign(voices, first.centroids[live], thresholds=first.thresholds[live])[0]
    held = before >= 0
    assert np.mean(before[held] == again[held]) >= 0.95
    assert settled.shape == again.shape


def make_revised(origin, parent, successor):
    model = TopicModel(None, (), np.zeros(0), np.zeros(0))  # type: ignore[arg-type]
    none = np.zeros((0, 1), dtype=np.float32)
    return RevisedModel(model, origin, parent, (1.0,) * len(origin), successor, none, none[:, 0])


def test_what_happened_to_each_topic_is_told():
    revised = make_revised(origin=(0, 3, -1, -1, -1), parent=(-1, -1, 0, -1, -1), successor=(0, 0, -1, 1))
    lineage = carry_ids(
        revised,
        ["T000001", "T000002", "T000003", "T000004"],
        dormant={"T000004"},
        woken={4: "T000009"},
        next_number=20,
    )
    assert lineage.ids == ("T000001", "T000004", "T000020", "T000021", "T000009")
    told = [(event.change, event.topic_id, event.related_id) for event in lineage.events]
    assert told == [
        (Change.CONTINUED, "T000001", ""),
        (Change.REVIVED, "T000004", ""),
        (Change.SPLIT, "T000020", "T000001"),
        (Change.BORN, "T000021", ""),
        (Change.REVIVED, "T000009", ""),
        (Change.MERGED, "T000002", "T000001"),
        (Change.DORMANT, "T000003", ""),
    ]
    assert lineage.next_number == 22


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_ids_are_never_given_twice_and_every_standing_topic_is_accounted_for(data):
    count = data.draw(st.integers(1, 8))
    goes_on = data.draw(st.lists(st.booleans(), min_size=count, max_size=count))
    new = data.draw(st.integers(0, 4))
    origin = (*(place for place in range(count) if goes_on[place]), *(-1,) * new)
    parents = tuple(-1 if place >= 0 else data.draw(st.integers(-1, count - 1)) for place in origin)
    successor = tuple(
        origin.index(place) if goes_on[place] else data.draw(st.integers(-1, len(origin) - 1))
        for place in range(count)
    )
    ids = [f"T{place + 1:06d}" for place in range(count)]
    lineage = carry_ids(
        make_revised(origin, parents, successor), ids, dormant=set(), woken={}, next_number=count + 1
    )
    assert len(set(lineage.ids)) == len(origin)
    assert lineage.next_number == count + 1 + new
    assert {event.topic_id for event in lineage.events} >= set(ids)
    assert len({event.topic_id for event in lineage.events}) == len(lineage.events)
