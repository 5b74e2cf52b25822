"""A cheap and exact look in front of a pattern that must match a whole text: how the text may begin."""

from collections.abc import Iterable
from itertools import product
from typing import Any

from nlp.regex_parts import REPEATS, parse

_LENGTH = 2  # characters looked at
_ANY, _NO_LETTER = "\ue000", "\ue001"  # stand for characters that are not told apart
_NOT_LETTERS = frozenset({"CATEGORY_NOT_WORD", "CATEGORY_DIGIT", "CATEGORY_SPACE"})


class Beginnings:
    """Texts that `pattern` may match as a whole, by their first two characters.

    ``(?:はい|ええ)++`` lets はいはい and ええ、 pass, and neither 配送 nor は.
    """

    def __init__(self, pattern: str) -> None:
        begun = _of_sequence(parse(pattern))
        self._any = any(text[:1] == _ANY for text in begun)
        self._free = frozenset(text[0] for text in begun if text[1:] in (_ANY, _NO_LETTER))
        self._told = frozenset(begun)

    def allow(self, text: str) -> bool:
        """Whether the pattern may match `text`; it cannot where this is False."""
        begun = text[:_LENGTH]
        return begun in self._told or begun[:1] in self._free or not begun[:1].isalpha() or self._any


def _of_sequence(items: Any) -> set[str]:
    """First characters, two at most; shorter ones are all that the parts can read."""
    begun = {""}
    for operator, value in items:
        if all(len(text) == _LENGTH for text in begun):
            break
        begun = _joined(begun, _of_item(operator.name, value))
    return begun


def _of_item(name: str, value: Any) -> set[str]:
    if name == "LITERAL":
        return {chr(value)}
    if name in ("ASSERT", "ASSERT_NOT", "AT"):
        return {""}
    if name == "IN":
        return set().union(*(_of_member(operator.name, what, value) for operator, what in value))
    if name == "BRANCH":
        return set().union(*map(_of_sequence, value[1]))
    if name == "SUBPATTERN":
        return _of_sequence(value[-1])
    if name == "ATOMIC_GROUP":
        return _of_sequence(value)
    if name in REPEATS:
        return _repeated(_of_sequence(value[2]), value[0], min(value[1], value[0] + _LENGTH))
    return {_ANY} if name in ("ANY", "NOT_LITERAL") else {"", _ANY, _ANY * _LENGTH}


def _of_member(name: str, what: Any, members: Any) -> set[str]:
    """Characters of a part of a class; a class of all but letters is one that begins with no letter."""
    if members[0][0].name == "NEGATE":
        kept = any(str(what) == "CATEGORY_WORD" for _, what in members)
        return {_NO_LETTER if kept else _ANY}
    if name == "LITERAL":
        return {chr(what)}
    return {_NO_LETTER if str(what) in _NOT_LETTERS else _ANY}


def _repeated(once: set[str], least: int, most: int) -> set[str]:
    begun = {""}
    found = {""} if least == 0 else set()
    for times in range(1, most + 1):
        begun = _joined(begun, once)
        if times >= least:
            found |= begun
    return found


def _joined(left: Iterable[str], right: Iterable[str]) -> set[str]:
    return {(a + b)[:_LENGTH] for a, b in product(left, right)}
