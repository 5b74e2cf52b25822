"""The gate opens wherever a pattern is found, for many sentences as for one."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.intent.gate import Gate

PATTERNS = [
    "火(?:が|を)出",
    "警察に\\S{0,8}(?:通報|届け)",
    "ない",
    "ー",
    "[苦痛]い",
    "(?:破|壊)れ(?:た|て)",
    "あ*い?",
    "(?<!お)金(?!額)",
    "𠮷野",
]
GATE = Gate(PATTERNS)
PIECES = st.sampled_from([*"火が出警察にへ通報届けないー苦痛破壊れたてお金額𠮷野\n\ud800\0", "い"])
SENTENCES = st.lists(PIECES, max_size=14).map("".join)


def opened(sentences: list[str]) -> set[tuple[int, int]]:
    places, numbers = GATE.open_all(sentences)
    return set(zip(places.tolist(), numbers.tolist(), strict=True))


@given(st.lists(SENTENCES, max_size=6))
@settings(max_examples=150, deadline=None)
def test_whatever_is_found_was_let_in(sentences: list[str]) -> None:
    there = {
        (place, number)
        for place, sentence in enumerate(sentences)
        for number, pattern in enumerate(PATTERNS)
        if re.search(pattern, sentence)
    }
    assert there <= opened(sentences)


def test_what_holds_nothing_of_a_pattern_is_shut_out() -> None:
    assert {number for _, number in opened(["駅から近い。", "", "楽しい"])} <= {PATTERNS.index("あ*い?")}


def test_sentences_come_in_order_however_many_there_are() -> None:
    sentences = ["火が出た", "", "壊れて金がない", "ー"] * 300
    places, numbers = GATE.open_all(sentences)
    pairs = list(zip(places.tolist(), numbers.tolist(), strict=True))
    assert pairs == sorted(pairs)
    assert len(pairs) == 300 * len(opened(sentences[:4]))
    assert all(((place % 4), number) in opened(sentences[:4]) for place, number in pairs)


@given(SENTENCES)
@settings(max_examples=50, deadline=None)
def test_one_sentence_is_let_in_as_among_many(sentence: str) -> None:
    held = GATE.open(sentence)
    assert {(1, n) for n in range(len(PATTERNS)) if held >> n & 1} == {
        (place, number) for place, number in opened(["ない", sentence, "火を出"]) if place == 1
    }


def test_without_sentences_nothing_is_let_in() -> None:
    assert opened([]) == set()
