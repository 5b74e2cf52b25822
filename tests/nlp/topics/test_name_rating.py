import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.topics import rating
from nlp.topics.rating import Candidate, rank

_TEXTS = ["蓋が固い", "蓋が固くて開かない", "蓋を開ける", "店員が親切だ", "箱が届く", "電話がつながらない"]


def candidate(text, rate=-1.0, covered=0.4, *, terms=("蓋",), head=("固い", False)):
    return Candidate(text, terms, rate, covered, 0.1, head)


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(_TEXTS), st.integers(1, 4)), unique_by=lambda pair: pair[0]),
    st.sampled_from(["complaint", "praise", "voice"]),
)
def test_judging_a_few_at_once_gives_the_order_of_judging_all(said, tone):
    candidates = [candidate(text, -0.5 * rate, terms=()) for text, rate in said]
    orders = []
    for at_once in (1, 2, 100):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(rating, "_AT_ONCE", at_once)
            orders.append(list(rank(candidates, [0.6] * len(said), tone, -0.5)))
    assert orders[0] == orders[1] == orders[2]
    assert sorted(orders[0]) == sorted(text for text, _ in said)


def test_what_twice_as_many_say_in_the_same_way_goes_first():
    few = candidate("特製手打ち麺が熱い", -3.0, 0.1, terms=("特製手打ち麺", "熱い"), head=("熱い", False))
    many = candidate("汁が熱い", -2.0, 0.3, terms=("汁", "熱い"), head=("熱い", False))
    other = candidate("汁が多い", -0.1, 0.3, terms=("汁", "多い"), head=("多い", False))
    assert few.is_outvoted([few, many])
    assert not few.is_outvoted([few, other])
    assert not many.is_outvoted([few, many])
    assert next(rank([few, many], None, "voice", 0.0)) == "汁が熱い"


def test_narrower_subject_is_no_rival_of_the_wider_one():
    wide = candidate("部屋が寒い", covered=0.6, terms=("部屋", "寒い"), head=("寒い", False))
    narrow = candidate("角の部屋が寒い", covered=0.2, terms=("角", "部屋", "寒い"), head=("寒い", False))
    assert not narrow.is_outvoted([wide, narrow])
