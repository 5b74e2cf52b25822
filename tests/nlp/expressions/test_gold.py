"""Precision and recall on the hand-checked sentences; no rule may be made from those of `held_out`."""

from pathlib import Path

import pytest
import yaml

from nlp.expressions import find_expressions
from nlp.normalise import normalise
from nlp.tokens import Tokenizer

TOKENIZER = Tokenizer()


def rows(name: str) -> list[dict[str, list[list[str]] | str]]:
    return yaml.safe_load((Path(__file__).parent / f"{name}.yaml").read_text(encoding="utf-8"))


def flags(pair: list[str]) -> tuple[str, str, bool, bool]:
    return pair[0], pair[1], "negated" in pair[2:], "wish" in pair[2:]


@pytest.mark.parametrize(("name", "precision", "recall"), [("gold", 0.97, 0.96), ("held_out", 0.85, 0.75)])
def test_hand_checked_sentences_are_read(name: str, precision: float, recall: float) -> None:
    right = given = hit = wanted = 0
    for row in rows(name):
        expected = set(map(flags, row["expect"]))
        allowed = expected | set(map(flags, row.get("may", [])))
        tokens = TOKENIZER.tokenise(normalise(row["text"]).text)
        found = {(e.subject, e.predicate, e.negated, e.wish) for e in find_expressions(tokens)}
        right, given = right + len(found & allowed), given + len(found)
        hit, wanted = hit + len(found & expected), wanted + len(expected)

    assert right / given >= precision
    assert hit / wanted >= recall


def test_lists_are_long_enough_and_share_no_sentence() -> None:
    gold, held_out = ({row["text"] for row in rows(name)} for name in ("gold", "held_out"))

    assert len(gold) >= 150
    assert len(held_out) >= 60
    assert not gold & held_out
