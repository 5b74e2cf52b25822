import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import adjusted_mutual_info_score

from nlp.topics.agreement import adjusted_mutual_information

groupings = st.integers(1, 12).flatmap(
    lambda most: st.lists(st.tuples(st.integers(0, most), st.integers(0, 12)), min_size=1, max_size=80)
)


@given(groupings)
def test_equals_scikit_learns(pairs):
    one, other = np.array(pairs, dtype=np.int64).T
    expected = adjusted_mutual_info_score(one, other)
    assert adjusted_mutual_information(one, other) == pytest.approx(expected, abs=1e-9)


@given(groupings)
def test_neither_names_nor_sides_nor_order_matter(pairs):
    one, other = np.array(pairs, dtype=np.int64).T
    found = adjusted_mutual_information(one, other)
    again = adjusted_mutual_information(7 * other[::-1] - 3, 40 - one[::-1])
    assert found == pytest.approx(again, abs=1e-9)


def test_chance_is_zero_and_sameness_one():
    groups = np.repeat(np.arange(6), 400)
    shuffled = np.random.default_rng(5).permutation(groups)
    assert abs(adjusted_mutual_information(groups, shuffled)) < 0.01
    assert adjusted_mutual_information(groups, groups) == pytest.approx(1.0)
    assert adjusted_mutual_information(groups, np.zeros(len(groups), dtype=np.int64)) == 0.0
