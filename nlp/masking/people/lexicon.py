"""What the dictionary says of words that can be names, shipped as a table: one look-up a word."""

from bisect import bisect
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib import resources
from typing import Final

import yaml

from nlp.masking.more_names import TO_KATAKANA, more_codes
from nlp.masking.not_names import KANJI, KATAKANA
from nlp.masking.rare_surnames import rare_surnames
from nlp.masking.readings import name_readings, person_words, to_hiragana
from nlp.masking.words import _lines

_NEVER: Final = 1_000_000
_RARE, _RARE_READING = "s0", "0a-"
_CLEAR: Final = 600
_DOUBTFUL: Final = 3000
_LONGEST: Final = 8
_FEW: Final = 2
_MANY: Final = 5
_LIKENESS: Final = (25, 200, 1500)
"""Listed names of that beginning times those of that end; one in six common nouns has 200 and more."""


def derive_name_words(dictionary: bytes) -> str:
    """Return the table shipped as ``name_words.csv``, from the bytes of UniDic's ``sys.dic``.

    A line is the word and its code: ``s`` surname, ``g`` given name, ``f`` other person, ``p`` place,
    ``c`` ordinary word, ``o`` other name, then how much rarer than those it is as a person: 0–4; for kana,
    a, b or c for few, some or many spellings as a surname and as a given name.
    """
    words = {w for w in person_words(dictionary, "姓") if KANJI.match(w) and len(w) <= _LONGEST}
    words |= {w for w in person_words(dictionary, "名") if KANJI.match(w) and len(w) <= _LONGEST}
    words |= {
        w for w in person_words(dictionary, "一般") if KATAKANA.fullmatch(w) and 2 <= len(w) <= _LONGEST
    }
    readings = {*name_readings().surnames, *name_readings().given}
    words |= readings | {word.translate(TO_KATAKANA) for word in readings}
    return "".join(f"{word}\t{_code(word)}\n" for word in sorted(words))


def _code(word: str) -> str:
    person, other, kinds = _NEVER, _NEVER, set()
    for kind, cost in _senses(word):
        kinds.add(kind)
        if kind in "sgf":
            person = min(person, cost)
        else:
            other = min(other, cost)
    reading = to_hiragana(word)
    surnames, given = name_readings()
    if reading in surnames or reading in given:
        person = min(person, 8000)
    code = "".join(kind for kind in "sgfpco" if kind in kinds) + str(_margin(person, other))
    if KANJI.match(word):
        return code
    return code + _count(surnames.get(reading, 0)) + _count(given.get(reading, 0))


def _margin(person: int, other: int) -> int:
    if other == _NEVER:
        return 0
    if person + _CLEAR < other:
        return 1
    if person < other + _CLEAR:
        return 2
    return 3 if person < other + _DOUBTFUL else 4


def _count(spellings: int) -> str:
    return "-" if not spellings else "a" if spellings < _FEW else "b" if spellings < _MANY else "c"


def _senses(word: str) -> Iterator[tuple[str, int]]:
    for surface, cost, tag in _lines("-a", word):
        if surface != word or ",unknown," in tag:
            continue
        if tag.startswith("名詞,固有名詞,人名"):
            yield {"姓": "s", "名": "g"}.get(tag.rpartition(",")[2], "f"), int(cost)
        elif tag.startswith("名詞,固有名詞,地名"):
            yield "p", int(cost)
        elif tag.startswith("名詞,固有名詞"):
            yield "o", int(cost)
        elif not tag.startswith("記号"):
            yield "c", int(cost)


@cache
def name_words() -> dict[str, str]:
    """Return the shipped table, word → code, with the names that UniDic does not know."""
    rare = dict.fromkeys(rare_surnames(), _RARE)
    rare |= {reading: _RARE_READING for reading in rare_surnames().values() if reading}
    return dict(more_codes()) | rare | dict(line.split("\t") for line in name_words_text().splitlines())


@cache
def _edges() -> dict[str, tuple[dict[str, int], dict[str, int]]]:
    """Return for surnames (s) and given names (g) how often each letter begins and ends those listed."""
    edges: dict[str, tuple[dict[str, int], dict[str, int]]] = {"s": ({}, {}), "g": ({}, {})}
    for line in name_words_text().splitlines():
        word, code = line.split("\t")
        if len(word) > 1 and word[0] >= "一":
            for kind, (firsts, lasts) in edges.items():
                if kind in code:
                    firsts[word[0]] = firsts.get(word[0], 0) + 1
                    lasts[word[-1]] = lasts.get(word[-1], 0) + 1
    return edges


@lru_cache(maxsize=16384)
def likeness(word: str, kind: str) -> int:
    """Return how much a word in kanji begins and ends like listed surnames (s) or given names (g): 0-3."""
    firsts, lasts = _edges()[kind]
    return bisect(_LIKENESS, firsts.get(word[0], 0) * lasts.get(word[-1], 0))


def name_words_text() -> str:
    """Return the shipped table as text."""
    return (resources.files("nlp.masking.people") / "name_words.csv").read_text("utf-8")


@cache
def around_names() -> dict[str, list[str]]:
    """Return ``words.yaml``: what stands beside names."""
    lists: dict[str, list[str]] = yaml.safe_load(around_names_text())
    return lists


def around_names_text() -> str:
    """Return the shipped lists as text."""
    return (resources.files("nlp.masking.people") / "words.yaml").read_text("utf-8")
