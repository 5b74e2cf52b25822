import pytest
import yaml

from nlp.intent.rules import load_rules, read_source
from nlp.normalise import normalise

DATA = {
    name: yaml.safe_load(read_source(f"{file}.yaml"))
    for name, file in (("flags", "flags"), ("risk", "risk"), ("other", "formulas"), ("memo", "memo"))
}
RULES = load_rules()
CASES = [
    (group, rule["id"], sentence, wanted)
    for group in ("flags", "risk")
    for rule in DATA[group]["rules"]
    for key, wanted in (("finds", True), ("leaves", False))
    for sentence in rule[key]
]
MEMO = [
    (rule["id"], tuple(rule["kinds"]), sentence, wanted)
    for rule in DATA["memo"]["rules"]
    for key, wanted in (("finds", True), ("leaves", False))
    for sentence in rule[key]
]


@pytest.mark.parametrize(("group", "name", "sentence", "wanted"), CASES)
def test_examples_of_the_rules(group: str, name: str, sentence: str, wanted: bool) -> None:
    found = getattr(RULES, group).find(normalise(sentence).text)
    assert (name in found) is wanted


@pytest.mark.parametrize("group", ["flags", "risk"])
def test_the_gate_lets_every_example_through(group: str) -> None:
    gated = getattr(RULES, group)
    for rule in gated.rules:
        for _, name, sentence, wanted in CASES:
            if name == rule.id and wanted:
                assert gated.look(normalise(sentence).text) >> gated.first


@pytest.mark.parametrize("sentence", DATA["other"]["finds"])
def test_formulas_are_no_voice(sentence: str) -> None:
    assert RULES.is_formula(normalise(sentence).text)


@pytest.mark.parametrize("sentence", DATA["other"]["leaves"])
def test_what_only_looks_like_a_formula_is_read(sentence: str) -> None:
    assert not RULES.is_formula(normalise(sentence).text)


@pytest.mark.parametrize(("name", "kinds", "sentence", "wanted"), MEMO)
def test_ends_of_memos(name: str, kinds: tuple[str, ...], sentence: str, wanted: bool) -> None:
    assert (RULES.memo_kinds(normalise(sentence).text) == kinds) is wanted


def test_rules_looked_for_together_are_those_of_each_group() -> None:
    sentences = [normalise(text).text for *_, text, _ in (*CASES[::7], *MEMO[::3])]
    found = RULES.find_all(sentences)
    assert [(item.flags, item.risk) for item in found] == [
        (RULES.flags.find(sentence), RULES.risk.find(sentence)) for sentence in sentences
    ]
    assert [item.formula for item in found] == [RULES.is_formula(sentence) for sentence in sentences]


SMALL_TALK = [
    (rule["id"], sentence, wanted)
    for rule in DATA["other"]["rules"]
    for key, wanted in (("finds", True), ("leaves", False))
    for sentence in rule[key]
]


@pytest.mark.parametrize(("name", "sentence", "wanted"), SMALL_TALK)
def test_rules_of_small_talk(name: str, sentence: str, wanted: bool) -> None:
    clean = normalise(sentence).text
    assert (name in RULES.small_talk.find(clean)) is wanted
    assert not wanted or RULES.is_formula(clean)


# without possessive chains はい×20 took minutes, so a slip here shows as a test that never ends
@pytest.mark.parametrize(
    "sentence",
    [
        "はい" * 28 + "x",
        "はいはいそうですありがとう" * 4 + "x",
        "［氏名1］" * 9 + "変",
        "ではまた" * 14 + "x",
    ],
)
def test_formula_check_stays_fast_on_long_repeats(sentence: str) -> None:
    assert not RULES.is_formula(sentence)
