"""Things called like people, told by their like beside them: 「ヤマトさんと佐川さん」, 「松、竹、梅」."""

import re
from collections import Counter
from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Final

import yaml

_LEAST: Final = 2  # different ones of a row
_CALLED: Final = {
    "firms": "(?! ?(?:様|くん|ちゃん|と(?:申|もう|いい)|でござ))",
    "things": "(?! ?(?:様|さん|さま|くん|ちゃん|氏|先生|と(?:申|もう|いい)|でござ|です[。、]?$))",
}
_ALONE: Final = (
    (re.compile("[一-鿿]"), "(?<![一-鿿々])", "(?![一-鿿々]|(?:さん|様)?子)"),
    (re.compile("[ァ-ヺA-Z]"), "(?<![ァ-ヺーA-Za-z一-鿿])", "(?![ァ-ヺーA-Za-z])"),
    (
        re.compile("[ぁ-ゖ]"),
        "(?<![ぁ-ゖ一-鿿](?<![とやはがもの、]))",
        "(?=[とやはがもかでにを、。号・じ]|ど(?:っち|ちら|れ)|なら|のほう|$)",
    ),
)


def peers_text() -> str:
    """Return ``peers.yaml`` (part of the rules' fingerprint)."""
    return (resources.files("nlp.masking") / "peers.yaml").read_text("utf-8")


@cache
def _rows() -> tuple[tuple[str, str], ...]:
    """Return the rows, each with its kind."""
    raw: dict[str, list[str]] = yaml.safe_load(peers_text())
    return tuple((row, kind) for kind, rows in raw.items() for row in rows)


@cache
def _pattern(number: int) -> re.Pattern[str]:
    row, kind = _rows()[number]
    return re.compile("|".join(_standing(word, kind) for word in _longest_first(row)))


def _longest_first(row: str) -> list[str]:
    return sorted(row.split(), key=lambda word: (-len(word), word))


def _standing(word: str, kind: str) -> str:
    begins, ends = next((b, e) for letters, b, e in _ALONE if letters.match(word))
    return f"{begins}{re.escape(word)}{ends}{_CALLED[kind]}"


@cache
def _by_letter() -> Mapping[str, tuple[tuple[int, str], ...]]:
    """Return the words by their last letter, each with the number of its row."""
    found: dict[str, list[tuple[int, str]]] = {}
    for number, (row, _) in enumerate(_rows()):
        for word in sorted(set(row.split())):
            found.setdefault(word[-1], []).append((number, word))
    return MappingProxyType({letter: tuple(words) for letter, words in found.items()})


@cache
def peers_gate() -> frozenset[str]:
    """Return letters and pairs one of which stands in every text with a thing of a row."""
    return frozenset(word[-2:] for row, _ in _rows() for word in row.split())


def peers(text: str) -> list[tuple[int, int]]:
    """Return where in a folded text things stand that another of their row shows to be things.

    >>> peers("ヤマトさんと佐川さん、どちらで"), peers("佐川さんのお荷物です")
    ([(0, 3), (6, 8)], [])
    """
    words = _by_letter()
    held = [
        number for letter in set(text) if letter in words for number, word in words[letter] if word in text
    ]
    if len(held) < _LEAST:
        return []
    found: list[tuple[int, int]] = []
    for number in sorted(number for number, count in Counter(held).items() if count >= _LEAST):
        hits = list(_pattern(number).finditer(text))
        if len({hit.group() for hit in hits}) >= _LEAST:
            found += (hit.span() for hit in hits)
    return sorted(set(found))
