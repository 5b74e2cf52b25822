"""Characters, alone or two in a row, without which a regex cannot match, read off the regex itself."""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, Final

from nlp.masking.fold import FILL
from nlp.regex_parts import parse

RUN: Final = "\ue001"
"""Begins the key of so many figures in a row."""
COUNT: Final = "\ue002"
"""Begins the key of so many figures in all."""
LONGEST_RUN: Final = 12
MOST_FIGURES: Final = 16
_LONG_RUN: Final = 3
_FIGURES: Final = frozenset("0123456789")
_LARGEST: Final = 240
_KEPT: Final = 6
_COMMON: Final = frozenset("でですのにはがをいたしなかっまるれ")
_WHOLE: Final = frozenset({"SUBPATTERN", "ATOMIC_GROUP", "ASSERT"})
_NO_WIDTH: Final = frozenset({"AT", "ASSERT", "ASSERT_NOT"})
_REPEATS: Final = frozenset({"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"})


_PLAIN_WORD: Final = r"(?:[^][(){}?*+.^$\\|]{1,2}|\\n|\\ue000|\[[^]\\^]+\])"
_PLAIN: Final = re.compile(rf"(?:{_PLAIN_WORD}(?:\|{_PLAIN_WORD})*)?")


def is_plain(pattern: str) -> bool:
    """Return whether one of the sets of a regex tells all: it holds nothing but letters and pairs."""
    return _PLAIN.fullmatch(pattern) is not None


def required_characters(pattern: str, *, filled: bool = False) -> list[frozenset[str]]:
    """Return sets of characters and pairs; a text that the regex matches holds one of each set.

    A key of ``RUN`` or ``COUNT`` and a number stands for so many figures in a row or in all. Sets that a
    masked stretch could fill are left out, for texts change while they are masked; they are kept with
    ``filled``, where that is seen to.

    >>> frozenset("妻夫") in required_characters("(?:妻|夫)の[0-9]+")
    True
    """
    if not pattern:
        return []
    parts = parse(pattern, re.MULTILINE)
    sets = dict.fromkeys(_sets(parts))
    if (count := _figures(parts)) >= _LONG_RUN:
        sets[frozenset((f"{COUNT}{min(count, MOST_FIGURES)}",))] = None
    kept = (s for s in sets if len(s) <= _LARGEST and (filled or FILL not in "".join(s)))
    return sorted(kept, key=weight)[:_KEPT]


@cache
def share(letter: str) -> float:
    """Return how many sentences of a hundred hold a letter or a pair, roughly."""
    if letter.startswith((RUN, COUNT)):
        return 5.0 / int(letter[1:])
    if len(letter) > 1:
        shares = sorted(map(share, letter))
        return min(40.0, shares[0] * shares[1] / 100) if letter != "です" else 40.0
    if letter in _COMMON:
        return 60.0
    if "ぁ" <= letter <= "ゖ" or letter in "ー、。":
        return 20.0
    return 3.0 if "ァ" <= letter <= "ヺ" or letter == " " else 1.0


@cache
def weight(letters: frozenset[str]) -> tuple[float, list[str]]:
    """Return what orders sets by how many sentences of a hundred hold one of them, roughly."""
    return sum(map(share, letters)), sorted(letters)


def _sets(items: Iterable[tuple[Any, Any]]) -> list[frozenset[str]]:
    found: list[frozenset[str]] = []
    before: frozenset[str] = frozenset()
    for op, value in items:
        kind = str(op)
        letters, times = _letters(kind, value)
        if letters:
            pairs = _pairs(before, letters), _pairs(letters, letters if times > 1 else frozenset())
            found += [s for s in pairs if s] or [letters]
            if letters == _FIGURES and times >= _LONG_RUN:
                found.append(frozenset((f"{RUN}{min(times, LONGEST_RUN)}",)))
        elif kind == "BRANCH":
            found += _either(value[1])
        elif kind in _REPEATS:
            found += _sets(value[2]) if value[0] else []
        elif kind in _WHOLE and not (kind == "SUBPATTERN" and value[1] & re.IGNORECASE):
            found += _sets(value if kind == "ATOMIC_GROUP" else value[-1])
        before = before if kind in _NO_WIDTH else letters
    return found


def _figures(items: Iterable[tuple[Any, Any]]) -> int:
    """Return how many figures a match holds at least."""
    return sum(_figures_of(str(op), value) for op, value in items)


def _figures_of(kind: str, value: Any) -> int:
    if kind == "LITERAL":
        return chr(value) in _FIGURES
    if kind == "IN":
        letters = _one_of(value)
        return bool(letters) and letters <= _FIGURES
    if kind == "BRANCH":
        return min(map(_figures, value[1]))
    if kind in _REPEATS:
        return min(MOST_FIGURES, int(value[0])) * _figures(value[2])
    if kind in {"SUBPATTERN", "ATOMIC_GROUP"}:
        return _figures(value if kind == "ATOMIC_GROUP" else value[-1])
    return 0


def _pairs(left: frozenset[str], right: frozenset[str]) -> frozenset[str]:
    """Return the pairs that two letters side by side can be; nothing where there are too many."""
    few = len(left) * len(right) <= _LARGEST // 2
    return frozenset(a + b for a in left for b in right) if few else frozenset()


def _letters(kind: str, value: Any) -> tuple[frozenset[str], int]:
    """Return what one letter of a regex can be, nothing where it can be too much, and how often it comes."""
    if kind == "LITERAL":
        return frozenset(chr(value)), 1
    if kind == "IN":
        return _one_of(value), 1
    if kind in _REPEATS and value[0] and len(value[2]) == 1:
        inner, value_of_inner = value[2][0]
        if str(inner) in {"LITERAL", "IN"}:
            return _letters(str(inner), value_of_inner)[0], int(value[0])
    return frozenset(), 0


def _one_of(members: Sequence[tuple[Any, Any]]) -> frozenset[str]:
    letters: set[str] = set()
    for op, value in members:
        kind = str(op)
        if kind == "LITERAL":
            letters.add(chr(value))
        elif kind == "RANGE" and value[1] - value[0] < _LARGEST:
            letters.update(map(chr, range(value[0], value[1] + 1)))
        else:
            return frozenset()
    return frozenset(letters)


def _either(branches: Sequence[Iterable[tuple[Any, Any]]]) -> list[frozenset[str]]:
    of_each = [_sets(branch) for branch in branches]
    if not all(of_each):
        return []
    rarest = frozenset[str]().union(*(min(sets, key=weight) for sets in of_each))
    if len(rarest) <= _LARGEST:
        return [rarest]
    return [frozenset[str]().union(*(min(sets, key=len) for sets in of_each))]
