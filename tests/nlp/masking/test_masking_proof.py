"""A centre's rule is proved before it is used."""

import time

import pytest

from nlp.masking import Rule
from nlp.masking.proof import failed_example, is_too_slow


def make_rule(pattern: str, *, match: tuple[str, ...] = ("⟦12-3x⟧",), no_match: tuple[str, ...] = ()) -> Rule:
    return Rule("mine", "member_number", pattern, match=match, no_match=no_match)


@pytest.mark.parametrize(
    "pattern",
    [
        "(?:[0-9]+-?)+x",
        "[0-9]+[0-9]*[0-9]*x",
        "[0-9]*[0-9]*[0-9]*[0-9]*[0-9]*x",
        "(?:a|a)*b",
        "(?:.*,)*x",
        "(?:(?:(?:.*,)*,)*y)*x",
        "(.*)*x",
        "(?:あ+い?)*う",
        "(?:x+x+)+y",
    ],
)
def test_patterns_of_more_than_linear_cost_are_refused_within_two_seconds(pattern: str) -> None:
    began = time.process_time()
    assert is_too_slow(make_rule(pattern), time.process_time)
    assert time.process_time() - began < 2


def test_a_plain_pattern_is_fast_enough() -> None:
    began = time.process_time()
    assert not is_too_slow(make_rule("KS[0-9]{2}-[0-9]{5}", match=("⟦KS26-00123⟧",)), time.process_time)
    assert time.process_time() - began < 0.3


def test_examples_are_tried() -> None:
    kept = make_rule("[0-9]{2}-[0-9]x", no_match=("12-3y",))
    assert failed_example(kept) == ""
    assert failed_example(make_rule("[0-9]{3}")) == "match 1"
    assert failed_example(make_rule("[0-9]{2}-[0-9]x", match=("12-3x",))) == "match 1"
    assert failed_example(make_rule("[0-9]{2}-[0-9]x", no_match=("12-3x",))) == "no_match 1"
