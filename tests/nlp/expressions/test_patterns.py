"""Every row of patterns.yaml says what its own examples must give."""

import importlib.resources

import pytest
import yaml

from nlp.expressions import find_expressions
from nlp.expressions.patterns import load_rules
from nlp.tokens import Tokenizer

TOKENIZER = Tokenizer()
ROWS = yaml.safe_load(
    importlib.resources.files("nlp.expressions").joinpath("patterns.yaml").read_text(encoding="utf-8")
)
EXAMPLES = [
    pytest.param(sentence, expected, id=f"{row['id']}-{sentence}")
    for row in [*ROWS["patterns"], *ROWS["endings"]]
    for sentence, expected in row["examples"].items()
]


def said(sentence: str) -> set[str]:
    found = find_expressions(TOKENIZER.tokenise(sentence))
    return {f"{e.subject}|{e.predicate}|{'-' * e.negated}{'w' * e.wish}" for e in found}


@pytest.mark.parametrize(("sentence", "expected"), EXAMPLES)
def test_example_of_the_pattern_is_read_as_written(sentence: str, expected: list[str]) -> None:
    assert set(expected) <= said(sentence)
    assert expected or not said(sentence)


def test_every_row_has_an_example() -> None:
    rows = [*ROWS["patterns"], *ROWS["endings"]]

    assert [row["id"] for row in rows if not row["examples"]] == []
    assert set(load_rules().endings) == {row["id"] for row in ROWS["endings"]}
