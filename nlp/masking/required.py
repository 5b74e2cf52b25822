"""Characters, alone or two in a row, without which a regex cannot match, read off the regex itself."""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from re import _parser  # type: ignore[attr-defined]  # the only way to a regex's parts
from typing import Any, Final

from nlp.masking.fold import FILL

_LARGEST: Final = 240
_KEPT: Final = 4
_COMMON: Final = frozenset("でですのにはがをいたしなかっまるれ")
_WHOLE: Final = frozenset({"SUBPATTERN", "ATOMIC_GROUP", "ASSERT"})
_REPEATS: Final = frozenset({"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"})


def required_characters(pattern: str) -> list[frozenset[str]]:
    """Return sets of characters and pairs; a text that the regex matches holds one of each set.

    Sets that a masked stretch could fill are left out, for texts change while they are masked.

    >>> required_characters("(?:妻|夫)の[0-9]+")[0] == frozenset("妻夫")
    True
    """
    if not pattern:
        return []
    sets = dict.fromkeys(_sets(_parser.parse(pattern, re.MULTILINE)))
    kept = sorted((s for s in sets if FILL not in "".join(s) and len(s) <= _LARGEST), key=weight)
    return kept[:_KEPT]


@cache
def weight(letters: frozenset[str]) -> tuple[float, list[str]]:
    """Return what orders sets by how many sentences of a hundred hold one of them, roughly."""
    return sum(map(_share, letters)), sorted(letters)


@cache
def _share(key: str) -> float:
    if len(key) > 1:
        shares = sorted(map(_share, key))
        return min(40.0, shares[0] * shares[1] / 100) if key != "です" else 40.0
    if key in _COMMON:
        return 60.0
    if "ぁ" <= key <= "ゖ" or key in "ー、。":
        return 20.0
    return 3.0 if "ァ" <= key <= "ヺ" or key == " " else 1.0


def _sets(items: Iterable[tuple[Any, Any]]) -> list[frozenset[str]]:
    found: list[frozenset[str]] = []
    before = ""
    for op, value in items:
        kind = str(op)
        letter, before = before, chr(value) if kind == "LITERAL" else ""
        if kind == "LITERAL":
            found.append(frozenset((letter + before if letter else before,)))
        elif kind == "IN":
            found += _one_of(value)
        elif kind == "BRANCH":
            found += _either(value[1])
        elif kind in _REPEATS:
            found += _sets(value[2]) if value[0] else []
        elif kind in _WHOLE and not (kind == "SUBPATTERN" and value[1] & re.IGNORECASE):
            found += _sets(value if kind == "ATOMIC_GROUP" else value[-1])
    return found


def _one_of(members: Sequence[tuple[Any, Any]]) -> list[frozenset[str]]:
    letters: set[str] = set()
    for op, value in members:
        kind = str(op)
        if kind == "LITERAL":
            letters.add(chr(value))
        elif kind == "RANGE" and value[1] - value[0] < _LARGEST:
            letters.update(map(chr, range(value[0], value[1] + 1)))
        else:
            return []
    return [frozenset(letters)]


def _either(branches: Sequence[Iterable[tuple[Any, Any]]]) -> list[frozenset[str]]:
    union: frozenset[str] = frozenset()
    for branch in branches:
        sets = _sets(branch)
        if not sets:
            return []
        union |= min(sets, key=weight)
    return [union]
