import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from nlp.topics.evidence import arrivals_of
from nlp.topics.graph import DistinctRows

AGES = st.lists(st.integers(0, 60), min_size=4, max_size=40)


def make_arrivals(ages, home=None):
    """One voice a row."""
    count = len(ages)
    rows = DistinctRows(
        np.zeros((count, 2), dtype=np.float32), np.arange(count), np.ones(count, dtype=np.int64)
    )
    topics = np.zeros(count, dtype=np.int64) if home is None else np.array(home)
    return arrivals_of(rows, np.array(ages, dtype=np.int64), topics)


def test_voices_of_the_last_weeks_among_older_ones_are_no_chance():
    arrivals = make_arrivals([*range(14), *range(42)])
    assert arrivals.chance(np.arange(14), 0) <= 0.0005
    assert arrivals.chance(np.arange(42, 56), 0) > 0.05


def test_what_is_as_new_as_its_topic_is_not_new():
    ages = [*range(14), *range(14), *range(100)]
    arrivals = make_arrivals(ages, home=[0] * 28 + [1] * 100)
    assert arrivals.chance(np.arange(14), 0) > 0.05
    assert arrivals.chance(np.arange(14), -1) <= 0.0005


@given(AGES, st.integers(1, 3), st.integers(0, 400))
def test_a_chance_is_one_and_does_not_know_the_calendar(ages, count, later):
    group = np.arange(count)
    chance = make_arrivals(ages).chance(group, 0)
    assert 0.0 <= chance <= 1.0
    assert make_arrivals([age + later for age in ages]).chance(group, 0) == chance


@given(st.integers(0, 60), st.integers(2, 30))
def test_where_all_came_at_once_nothing_is_new(age, count):
    assert make_arrivals([age] * count).chance(np.arange(count // 2), 0) == 1.0
