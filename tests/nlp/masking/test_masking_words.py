"""Tokens come from numbers that MeCab writes; they are what its words would have said."""

import struct
from pathlib import Path

import pytest
import unidic_lite
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.masking.words import _lines, _placed, lexicon, tags_of_contexts, tokenise

_HEADER_BYTES = 72
PIECES = (
    "佐藤",
    "花子",
    " ",
    "さん",
    "です",
    "カタカナ",
    "髙",
    "〆",
    "Tanaka",
    "😀",
    "\u2028",
    "\t",
    "\n",
    "\ue000",
    "三",
    "ー",
)
TEXTS = st.one_of(st.lists(st.sampled_from(PIECES), max_size=9).map("".join), st.text(max_size=20))


def test_each_left_context_has_one_part_of_speech() -> None:
    dictionary = (Path(unidic_lite.DICDIR) / "sys.dic").read_bytes()
    *_, array_size, token_size, _, _ = struct.unpack("<10I", dictionary[:40])
    start = _HEADER_BYTES + array_size
    features = dictionary[start + token_size :]
    tags = {
        int(n): ",".join(part or "*" for part in tag.split(",")).encode()
        for n, tag in tags_of_contexts().items()
        if n.isdecimal()
    }
    tokens = struct.iter_unpack("<HHHhII", dictionary[start : start + token_size])
    assert [at for context, _, _, _, at, _ in tokens if not features.startswith(tags[context], at)] == []


def test_the_first_part_of_speech_of_unknown_words_is_known() -> None:
    dictionary = (Path(unidic_lite.DICDIR) / "unk.dic").read_bytes()
    *_, feature_size, _ = struct.unpack("<10I", dictionary[:40])
    features = dictionary[-feature_size:].decode().split("\0")
    firsts = {feature.partition(",")[0] for feature in features if feature}
    assert {f"{first},unknown,," for first in firsts} <= tags_of_contexts().keys()


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_tokens_are_those_of_the_features(text: str) -> None:
    lines = [(surface, tag) for surface, _, tag in _lines("", text)]
    assert tokenise(text) == _placed(text, lines)


@pytest.mark.parametrize(
    ("word", "kinds"),
    [
        ("森", {"surname", "place", "common"}),
        ("佐伯", {"surname", "place"}),
        ("スミス", {"person"}),
        ("\u2028", set()),
        ("", set()),
    ],
)
def test_the_dictionary_tells_what_a_whole_word_can_be(word: str, kinds: set[str]) -> None:
    assert lexicon(word) == kinds
