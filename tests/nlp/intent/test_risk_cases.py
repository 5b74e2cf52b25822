"""Recall and false alarms of flags and risk on own sentences, and the words that explain a hit."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from nlp.intent.rules import Group, load_rules
from nlp.normalise import normalise
from nlp.sentences import split

CASES = yaml.safe_load((Path(__file__).parent / "risk_cases.yaml").read_text(encoding="utf-8"))
RULES = load_rules()
GROUPS = [RULES.flags, RULES.risk]
LISTED = [
    (name, text, wanted)
    for name, case in CASES.items()
    for key, wanted in (("finds", True), ("leaves", False))
    for text in case[key]
]


def sentences(text: str) -> list[str]:
    clean = normalise(text).text
    return [clean[a:b] for a, b in split(clean)]


@pytest.mark.parametrize(("name", "text", "wanted"), LISTED)
def test_own_sentences(name: str, text: str, wanted: bool) -> None:
    found = {rule for sentence in sentences(text) for group in GROUPS for rule in group.find(sentence)}
    assert (name in found) is wanted


def test_every_rule_has_forty_sentences_of_each() -> None:
    assert set(CASES) == {rule.id for group in GROUPS for rule in group.rules}
    assert min(len(set(case[key])) for case in CASES.values() for key in ("finds", "leaves")) >= 40


@pytest.mark.parametrize("group", GROUPS, ids=["flags", "risk"])
def test_what_explains_a_hit_is_in_the_sentence(group: Group) -> None:
    for _, text, _ in LISTED:
        for sentence in sentences(text):
            explained = group.explain(sentence)
            assert tuple(name for name, _ in explained) == group.find(sentence)
            assert all(words and words in sentence for _, words in explained)


@given(
    st.text(alphabet="火煙がけ切血虫毛入っ個人情報弁護士訴えSNSに書く解約修理ないません。、 ", max_size=80)
)
def test_finding_and_explaining_agree_on_any_text(text: str) -> None:
    for group in GROUPS:
        assert tuple(name for name, _ in group.explain(text)) == group.find(text)
