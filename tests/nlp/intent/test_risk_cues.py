"""Whatever a rule can find holds one of its cues; so the cheap look in front of a rule loses nothing."""

import warnings
from collections.abc import Iterator
from itertools import chain

import pytest

from nlp.intent.rules import Rule, load_rules

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


ALL = [*RULES.flags.rules, *RULES.risk.rules]


@pytest.mark.parametrize("rule", ALL, ids=[rule.id for rule in ALL])
def test_every_sentence_that_a_rule_can_find_holds_a_cue(rule: Rule) -> None:
    texts = [text for text in shortest(rule.ways.pattern) if rule.ways.search(text)]

    assert len(texts) > 50
    assert [text for text in texts if not rule.cues.search(text)] == []


@pytest.mark.parametrize("group", [RULES.flags, RULES.risk], ids=["flags", "risk"])
def test_the_gate_opens_wherever_a_rule_can_find(group: object) -> None:
    for rule in group.rules:
        for text in shortest(rule.ways.pattern):
            assert not rule.cues.search(text) or rule.may_begin_with(group.gate.starts(text))
