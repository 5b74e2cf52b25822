"""Every shipped rule keeps the promises of its own examples, alone and among the others."""

import re
import time
from functools import cache
from pathlib import Path

import pytest
import unidic_lite

from nlp.masking import Masker, Rule, RuleError, load_rules, parse_rules, rules_fingerprint
from nlp.masking.readings import derive_readings, readings_text
from nlp.masking.surnames import derive_surnames, surnames_text

RULES = load_rules()
MATCHES = [
    pytest.param(rule, text, id=f"{rule.name}-{i}") for rule in RULES for i, text in enumerate(rule.match)
]
NO_MATCHES = [
    pytest.param(rule, text, id=f"{rule.name}-{i}") for rule in RULES for i, text in enumerate(rule.no_match)
]
ALL = Masker(RULES)


@cache
def alone(rule: Rule) -> Masker:
    return Masker([rule])


def read_example(text: str) -> tuple[str, list[str]]:
    return re.sub("[⟦⟧]", "", text), re.findall("⟦(.*?)⟧", text, re.DOTALL)


def masked_spans(masker: Masker, text: str) -> dict[str, str]:
    """Values and their types; an example may begin with the turn before and ‖."""
    turns = text.split("‖")
    return {turns[-1][s.start : s.end]: s.type for s in masker.mask_contact(turns)[-1].spans}


def masked_values(masker: Masker, text: str) -> list[str]:
    return list(masked_spans(masker, text))


@pytest.mark.parametrize(("rule", "example"), MATCHES)
def test_rule_matches_its_example_exactly(rule: Rule, example: str) -> None:
    text, expected = read_example(example)
    assert expected
    assert masked_values(alone(rule), text) == expected


@pytest.mark.parametrize(("rule", "example"), MATCHES)
def test_no_other_rule_spoils_an_example(rule: Rule, example: str) -> None:
    text, expected = read_example(example)
    if "\ue000" not in text:
        found = masked_spans(ALL, text)
        assert {value: found.get(value) for value in expected} == dict.fromkeys(expected, rule.type)


@pytest.mark.parametrize(("rule", "text"), NO_MATCHES)
def test_rule_leaves_its_counter_example(rule: Rule, text: str) -> None:
    assert masked_values(alone(rule), text) == []


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("colour: red", "unknown key 'colour'"),
        ("type: nose", "`type` is 'nose'"),
        ("check: guess", "`check` is 'guess'"),
        ("find: luck", "`find` is 'luck'"),
        ("pattern: '('", "not a valid regular expression"),
        ("pattern: '{{nothing}}'", "not under `define`"),
        ("match: []", "needs at least one example"),
    ],
)
def test_wrong_rule_is_refused_with_its_name_and_key(change: str, message: str) -> None:
    key = change.partition(":")[0]
    lines = {
        "name": "name: mine",
        "type": "type: phone",
        "pattern": "pattern: '1'",
        "match": "match: ['⟦1⟧']",
    }
    lines[key] = change
    with pytest.raises(RuleError, match=re.escape(message)) as caught:
        parse_rules("rules:\n  - " + "\n    ".join(lines.values()))
    assert "mine" in str(caught.value)


@pytest.mark.parametrize("text", ["", "rules: 3", "[", "a: b: c", "rules:\n - name: x\n   type: phone"])
def test_broken_file_is_refused(text: str) -> None:
    with pytest.raises(RuleError):
        parse_rules(text)


def test_fingerprint_follows_what_decides() -> None:
    one = parse_rules("rules:\n  - {name: a, type: phone, pattern: '1', match: ['⟦1⟧']}")
    same = parse_rules("rules:\n  - {name: a, type: phone, pattern: '1', match: ['⟦1⟧', 'x⟦1⟧']}")
    other = parse_rules("rules:\n  - {name: a, type: phone, pattern: '2', match: ['⟦2⟧']}")
    assert rules_fingerprint(one) == rules_fingerprint(same)
    assert len({rules_fingerprint(one), rules_fingerprint(other), rules_fingerprint(one, ["雲英"])}) == 3


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_each_rule_is_linear_on_its_own_examples(rule: Rule) -> None:
    text = read_example(rule.match[0])[0]
    masker = alone(rule)
    started = time.process_time()
    masker.mask(text * (25_000 // len(text.encode())))
    assert time.process_time() - started < 1


def test_shipped_readings_are_those_of_the_dictionary() -> None:
    dictionary = (Path(unidic_lite.DICDIR) / "sys.dic").read_bytes()
    assert derive_readings(dictionary) == readings_text()
    assert derive_surnames(dictionary) == surnames_text()


OWN = parse_rules(
    "rules:\n  - {name: ours, type: member_number, pattern: 'KS[0-9]{2}-[0-9]{5}', match: ['⟦KS26-00123⟧']}"
)


def test_own_patterns_come_before_the_shipped_rules() -> None:
    masker = Masker(patterns=OWN)
    assert masker.mask("注文番号はKS26-00123です、田中様").text == "注文番号は［会員番号1］です、［氏名1］様"
    assert masker.fingerprint != ALL.fingerprint


def test_own_pattern_may_not_take_the_name_of_another() -> None:
    with pytest.raises(RuleError, match="'ours'"):
        Masker(patterns=[*OWN, *OWN])


@pytest.mark.parametrize(
    ("cue", "unless", "text", "found"),
    [
        ("番号$", "", "番号AB1234", ["AB1234"]),
        ("番号$", "", "番号\nAB1234", []),
        ("番号\n$", "", "番号\nAB1234", ["AB1234"]),
        ("", "型番$", "型番AB1234", []),
        ("", "型番$", "型番\nAB1234", ["AB1234"]),
        (r"代金[$]|\$", "", "代金$AB1234", ["AB1234"]),
    ],
)
def test_a_context_ends_where_the_value_starts(cue: str, unless: str, text: str, found: list[str]) -> None:
    rule = Rule("mine", "member_number", "AB[0-9]{4}", cue=cue, unless=unless, match=("⟦AB1234⟧",))
    assert masked_values(alone(rule), text) == found
