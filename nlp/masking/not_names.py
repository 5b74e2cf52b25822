"""Words that look like a name before 様 and are nobody's, and the scripts names are written in."""

import re
from functools import cache
from importlib import resources
from typing import Final

import yaml

KANJI: Final = re.compile("[一-鿿㐀-䶿𠀀-𳍏々ヶ〆]+")
KATAKANA: Final = re.compile("[ァ-ヺー]+")
HIRAGANA: Final = re.compile("[ぁ-ゖー]+")
LATIN: Final = re.compile("[A-Za-z][A-Za-z.'-]*")

_TO_HIRAGANA: Final = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ"))}


@cache
def word_lists() -> dict[str, frozenset[str]]:
    """Return the lists of ``not_names.yaml`` by key: words, endings, titles."""
    raw = yaml.safe_load(not_names_text())
    return {key: frozenset(str(value).split()) for key, value in raw.items()}


def any_of(key: str) -> str:
    """Return a regex of the words of a list, longer ones first; it needs a group around it."""
    return "|".join(map(re.escape, sorted(word_lists()[key], key=lambda word: (-len(word), word))))


def not_names_text() -> str:
    """Return the shipped list of words that are no names (part of the rules' fingerprint)."""
    return (resources.files("nlp.masking") / "not_names.yaml").read_text("utf-8")


_NAMES_TOO: Final = frozenset({"チャン"})
"""Surnames from abroad that read like an honorific."""
_COUNTED: Final = re.compile(
    "[一二三四五六七八九十百数何]+(?:[名月年]|[番回合日年人個枚度軒杯件週段列行泊台代]目|(?:週|日|年|時|分|か月|ヶ月)間|週)"
)


def is_stop_word(word: str) -> bool:
    """Return whether a word before an honorific is nobody's name: 皆, 業者, スタッフ."""
    words = word_lists()["words"]
    in_hiragana = word if word in _NAMES_TOO else word.translate(_TO_HIRAGANA)
    if word in words or in_hiragana in words or _COUNTED.fullmatch(word):
        return True
    return "ァ" <= word[:1] <= "ヺ" and word.endswith(_trades_and_jobs())


@cache
def _trades_and_jobs() -> tuple[str, ...]:
    """Return how words in katakana end that are jobs or trades: ドッグ|トレーナー, キクチ|メガネ."""
    return tuple(word_lists()["katakana_endings"])
