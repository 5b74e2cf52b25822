"""Searches that look only where a regex can begin: its first letters are read off the regex itself."""

import re
from collections.abc import Callable, Iterable
from re import _parser  # type: ignore[attr-defined]  # the only way to a regex's parts
from typing import Any, Final

Range = tuple[int, int]

WHOLE: Final = "whole"
"""Group of what the regex itself has matched."""
_NO_WIDTH: Final = frozenset({"AT", "ASSERT", "ASSERT_NOT"})
_REPEATS: Final = frozenset({"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"})
# A group more would shift the numbers; flags stand at the very start.
_NOT_TO_WRAP: Final = re.compile(r"\\[1-9]|\(\?P=|\A\(\?[a-z]")


def search_from_starts(pattern: str) -> Callable[[str], re.Match[str] | None]:
    """Return a search for a regex; what it finds is group ``WHOLE``, or all of it where that is missing.

    The engine tries a regex that opens with a look-behind at every letter. Behind a class of the letters with
    which it can begin, it skips what no match begins with, an order of magnitude faster.

    >>> search_from_starts("(?<![0-9])[0-9]{3}(?![0-9])")("はい、123です")[WHOLE]
    '123'
    """
    starts = None if _NOT_TO_WRAP.search(pattern) else first_letters(pattern)
    if starts is None:
        return re.compile(pattern, re.MULTILINE).search
    letters = "".join(f"\\U{low:08x}-\\U{high:08x}" for low, high in starts)
    # The match begins at the letter that was found: one step back, then all of it ahead.
    return re.compile(f"[{letters}](?<=(?=(?P<{WHOLE}>{pattern}))[\\s\\S])", re.MULTILINE).search


def first_letters(pattern: str) -> list[Range] | None:
    """Return the letters with which a match can begin; None if it may be empty or begin with nearly any.

    >>> first_letters("(?<=a)お?客")
    [(12362, 12362), (23458, 23458)]
    """
    letters, may_be_empty = _first(_parser.parse(pattern, re.MULTILINE))
    if letters is None or may_be_empty:
        return None
    merged: list[Range] = []
    for low, high in sorted(letters):
        if merged and low <= merged[-1][1] + 1:
            merged[-1] = merged[-1][0], max(high, merged[-1][1])
        else:
            merged.append((low, high))
    return merged


def _first(items: Iterable[tuple[Any, Any]]) -> tuple[list[Range] | None, bool]:
    """Return the first letters of a sequence, None for any, and whether it may be empty."""
    letters: list[Range] = []
    for op, value in items:
        if str(op) in _NO_WIDTH:
            continue
        found, may_be_empty = _first_of(str(op), value)
        if found is None:
            return None, False
        letters += found
        if not may_be_empty:
            return letters, False
    return letters, True


def _first_of(kind: str, value: Any) -> tuple[list[Range] | None, bool]:
    if kind == "LITERAL":
        return [(value, value)], False
    if kind == "IN":
        return _one_of(value), False
    if kind == "ATOMIC_GROUP":
        return _first(value)
    if kind == "SUBPATTERN" and not value[1] & re.IGNORECASE:
        return _first(value[3])
    if kind in _REPEATS:
        letters, may_be_empty = _first(value[2])
        return letters, may_be_empty or not value[0]
    if kind == "BRANCH":
        branches = [_first(branch) for branch in value[1]]
        found = [letters for letters, _ in branches if letters is not None]
        if len(found) < len(branches):
            return None, False
        return [pair for letters in found for pair in letters], any(empty for _, empty in branches)
    return None, False


def _one_of(members: Iterable[tuple[Any, Any]]) -> list[Range] | None:
    letters: list[Range] = []
    for op, value in members:
        if str(op) not in {"LITERAL", "RANGE"}:
            return None
        letters.append((value, value) if str(op) == "LITERAL" else value)
    return letters
