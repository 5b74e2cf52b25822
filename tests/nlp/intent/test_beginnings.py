"""Whatever a pattern matches as a whole may begin as it does."""

import re

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.intent.beginnings import Beginnings
from nlp.intent.rules import load_rules, read_source
from nlp.normalise import normalise

RULES = load_rules()
EXAMPLES = [normalise(text).text for text in yaml.safe_load(read_source("formulas.yaml"))["finds"]]
PATTERNS = [
    "はい|ええ(?:と|っと)?",
    "(?:は|い|う)++",
    "\\W*(?:なし|無し)",
    "[^\\w［］]|あ",
    "(?:お|ご)?連絡(?=を)を",
    "\\d(?:点|つ)だけ",
    "(?:い{2,3})?う",
    "^(?!は).い",
    "(?>うん|う)ん$",
    "",
]
TEXTS = st.text(st.sampled_from("はいえとっうなし無おご連絡を点つだけあん12 。［］_-"), max_size=6)


@pytest.mark.parametrize("pattern", PATTERNS)
@given(text=TEXTS)
@settings(max_examples=60, deadline=None)
def test_what_matches_is_allowed(pattern: str, text: str) -> None:
    assert not re.fullmatch(pattern, text) or Beginnings(pattern).allow(text)


@given(st.lists(st.sampled_from(EXAMPLES) | TEXTS, max_size=3).map("".join))
@settings(max_examples=200, deadline=None)
def test_formulas_are_allowed_alone_and_in_chains(text: str) -> None:
    assert not RULES.other.fullmatch(text) or RULES.begins.allow(text)


def test_most_of_what_begins_otherwise_is_not_looked_at() -> None:
    begun = Beginnings("(?:はい|ええ(?:と)?)(?:。|、)*")
    assert [text for text in ("はい", "ええと、", "はは", "配送", "え", "は") if begun.allow(text)] == [
        "はい",
        "ええと、",
    ]
