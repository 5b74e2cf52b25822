"""The blind set keeps its own rules; what the masker makes of it is for the page."""

import re
import unicodedata
from collections import Counter

import pytest

from benchmarks.masking_blind.marked import TYPES, parse_marked, read_decoys, read_texts

TEXTS = read_texts()


def values(kind: str) -> list[str]:
    return [text.text[s.start : s.end] for text in TEXTS for s in text.spans if s.type == kind]


def digits(value: str) -> str:
    return re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", value))


def test_every_type_occurs_often_enough():
    counts = Counter(span.type for text in TEXTS for span in text.spans)
    assert set(counts) == set(TYPES)
    assert min(counts.values()) >= 12
    assert counts["name"] >= 120
    assert len(TEXTS) >= 250
    assert len(set(read_decoys())) == len(read_decoys()) >= 200


def test_cards_and_my_numbers_would_pass_their_own_check():
    for card in filter(str.isdecimal, map(digits, values("card"))):
        doubled = [int(d) * (2 if i % 2 else 1) for i, d in enumerate(reversed(card))]
        assert sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0, card
    for number in filter(str.isdecimal, map(digits, values("my_number"))):
        body = enumerate(reversed(number[:-1]), start=1)
        rest = sum(int(d) * (n + 1 if n <= 6 else n - 5) for n, d in body) % 11
        assert int(number[-1]) == (0 if rest <= 1 else 11 - rest), number


def test_addresses_on_the_net_are_reserved_for_examples():
    for value in (unicodedata.normalize("NFKC", v) for v in [*values("email"), *values("url")]):
        if value.isascii():
            assert "example." in value, value


def test_marks_are_taken_out_and_checked():
    text = parse_marked("あ⟦name:山根⟧、⟦phone:090⟧", speaker="customer", file="here")
    assert text.text == "あ山根、090"
    assert [(s.type, text.text[s.start : s.end]) for s in text.spans] == [("name", "山根"), ("phone", "090")]
    for bad in ("⟦nome:山根⟧", "⟦name:山根"):
        with pytest.raises(ValueError, match="here"):
            parse_marked(bad, speaker="customer", file="here")
