"""Whatever a way can find passes the gate; so the cheap look in front of the rules loses nothing."""

import re
import warnings
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.intent.clauses import branches, clauses
from nlp.intent.rules import Group, Rule, load_rules
from nlp.normalise import normalise

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    import sre_parse
    from sre_constants import (
        ANY,
        ASSERT,
        ASSERT_NOT,
        AT,
        ATOMIC_GROUP,
        BRANCH,
        CATEGORY,
        IN,
        LITERAL,
        MAX_REPEAT,
        MIN_REPEAT,
        NEGATE,
        NOT_LITERAL,
        POSSESSIVE_REPEAT,
        RANGE,
        SUBPATTERN,
    )

RULES = load_rules()
CASES = (Path(__file__).parent / "risk_cases.yaml").read_text(encoding="utf-8")
_REPEATS = (MAX_REPEAT, MIN_REPEAT, POSSESSIVE_REPEAT)


def shortest(pattern: str) -> Iterator[str]:
    """Strings that together go through every branch of a pattern, its gaps closed and its gaps filled."""
    parsed = sre_parse.parse(pattern)
    return chain(_of_sequence(parsed, ""), _of_sequence(parsed, "〓"))


def _of_sequence(items: object, gap: str) -> list[str]:
    parts = [_of_item(*item, gap) for item in items]  # type: ignore[attr-defined]
    longest = max(map(len, parts), default=0)
    return ["".join(part[i % len(part)] for part in parts) for i in range(longest)] or [""]


def _of_item(op: object, value: object, gap: str) -> list[str]:
    if op is LITERAL:
        return [chr(value)]
    if op in (NOT_LITERAL, ANY):
        return ["〓"]
    if op is IN:
        return list(dict.fromkeys(chain.from_iterable(_of_member(*member) for member in value)))
    if op is BRANCH:
        return list(chain.from_iterable(_of_sequence(branch, gap) for branch in value[1]))
    if op is SUBPATTERN:
        return _of_sequence(value[-1], gap)
    if op is ATOMIC_GROUP:
        return _of_sequence(value, gap)
    if op in _REPEATS:
        texts = _of_sequence(value[2], gap)
        return [text * value[0] for text in texts] if value[0] else [gap if "〓" in texts else ""]
    if op is ASSERT and value[0] > 0:
        return _of_sequence(value[1], gap)
    assert op in (ASSERT, ASSERT_NOT, AT), op
    return [""]


def _of_member(op: object, value: object) -> list[str]:
    if op is RANGE:
        return [chr(value[0]), chr(value[1])]
    return ["〓"] if op in (NEGATE, CATEGORY) else [chr(value)]


GROUPS = [RULES.flags, RULES.risk]
ALL = [(group, rule) for group in GROUPS for rule in group.rules]
WHOLE = [sentence for texts in yaml.safe_load(CASES).values() for key in texts for sentence in texts[key]]
FOUND = [text for _, rule in ALL for way in rule.ways for text in shortest(way.pattern) if way.search(text)]


def opened(group: Group, sentence: str) -> set[int]:
    held = group.look(sentence) >> group.first
    return {n for n in range(len(group.ways)) if held >> n & 1}


def shut_out(group: Group, sentence: str, rule: Rule | None = None) -> list[str]:
    """Ways that are in the sentence although the gate says that they cannot be."""
    there = opened(group, sentence)
    return [
        way.pattern
        for n, (owner, way) in enumerate(group.ways)
        if n not in there and owner is (rule or owner) and way.search(sentence)
    ]


@pytest.mark.parametrize(("group", "rule"), ALL, ids=[rule.id for _, rule in ALL])
def test_the_gate_opens_wherever_a_way_can_be_found(group: Group, rule: Rule) -> None:
    texts = [text for way in rule.ways for text in shortest(way.pattern) if way.search(text)]

    assert len(texts) > 50
    for number, (owner, way) in enumerate(group.ways):
        if owner is rule:
            for text in shortest(way.pattern):
                assert not way.search(text) or number in opened(group, text), (way.pattern, text)


@pytest.mark.parametrize("group", GROUPS, ids=["flags", "risk"])
def test_the_gate_shuts_nothing_out_of_whole_sentences(group: Group) -> None:
    assert [(text, ways) for text in WHOLE if (ways := shut_out(group, normalise(text).text))] == []


@given(st.lists(st.sampled_from(FOUND) | st.sampled_from("、。〓のがにを\ud800\0"), max_size=4).map("".join))
@settings(max_examples=60, deadline=None)
def test_the_gate_shuts_nothing_out_of_pieces_put_together(text: str) -> None:
    for group in GROUPS:
        assert shut_out(group, text) == []


def test_the_gate_is_shut_for_what_holds_nothing() -> None:
    for text in ("", "の", "駅から近い。", "\ud800\0"):
        assert [opened(group, text) for group in GROUPS] == [set(), set()]


@pytest.mark.parametrize(
    ("pattern", "parts"),
    [("a|(?:b|c)|[|)]d", ["a", "(?:b|c)", "[|)]d"]), (r"\||\(|e", [r"\|", r"\(", "e"]), ("", [""])],
)
def test_branches_of_the_outermost_choice(pattern: str, parts: list[str]) -> None:
    assert branches(pattern) == parts


@pytest.mark.parametrize(
    "pattern",
    [
        "警察|交番",
        "(?:警察)?",
        "[^火]",
        r"\S{2,}",
        "(?:煙|)",
        "火(?!災)",
        "(?<=火)が",
        "(?:ab){0,2}",
        "(?:煙が){4,}",
        "火(?=事|災)",
    ],
)
@given(text=st.text(alphabet="警察交番火事災煙がab 、", max_size=12))
@settings(max_examples=40, deadline=None)
def test_clauses_hold_wherever_the_pattern_is_found(pattern: str, text: str) -> None:
    grams = {*text, *map(str.__add__, text, text[1:])}
    assert not re.search(pattern, text) or all(clause & grams for clause in clauses(pattern))


def test_clauses_ask_for_both_sides_where_one_is_common() -> None:
    sides = clauses(r"(?:会社|部屋)に\S{0,8}(?:場所|利用)")
    assert {"会社", "部屋"} in sides or {"社に", "屋に"} in sides
    assert {"場所", "利用"} in sides
