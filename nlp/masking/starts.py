"""Searches that look only where a regex can begin: its first letters are read off the regex itself."""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any, Final

from nlp.masking.required import share
from nlp.regex_parts import parse

Range = tuple[int, int]

_TEXT, _LINE, _NEXT_LINE = "text", "line", "next line"
# Flags for all of a regex stand at its very start; a look-behind takes no references to its own groups.
_NOT_TO_WRAP: Final = re.compile(r"\A\(\?[a-z]|\\[1-9]|\(\?P=")
_MANY: Final = 600
_OFTEN: Final = 59
_NO_WIDTH: Final = frozenset({"AT", "ASSERT", "ASSERT_NOT"})
_REPEATS: Final = frozenset({"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"})


def search_from_starts(pattern: str) -> Callable[[str], re.Match[str] | None]:
    """Return a search that finds something where a regex does: there, or right before a line that matches.

    The engine tries a regex that opens with a look-behind at every letter. Behind a class of the letters with
    which it can begin, it skips what no match begins with, an order of magnitude faster; what matches only at
    the start of a line is tried there alone.

    >>> search_from_starts("(?<![0-9])[0-9]{3}(?![0-9])")("はい、123です").start()
    3
    """
    if _NOT_TO_WRAP.search(pattern):
        return re.compile(pattern, re.MULTILINE).search
    place = _place(parse(pattern, re.MULTILINE))
    if place == _TEXT:
        return re.compile(pattern, re.MULTILINE).match
    if place:
        next_line = re.compile(f"\\n(?={pattern})", re.MULTILINE).search
        match = re.compile(pattern, re.MULTILINE).match
        return next_line if place == _NEXT_LINE else lambda text: match(text) or next_line(text)
    starts = first_letters(pattern)
    if starts is None:
        return re.compile(pattern, re.MULTILINE).search
    letters = "".join(f"\\U{low:08x}-\\U{high:08x}" for low, high in starts)
    # The match begins at the letter that was found: one step back, then all of it ahead.
    return re.compile(f"[{letters}](?<=(?={pattern})[\\s\\S])", re.MULTILINE).search


def _place(items: Sequence[Any]) -> str:
    """Return where alone a regex can match: at the start of the text, of a line, of a line behind another."""
    if not len(items):
        return ""
    op, value = items[0]
    if str(op) == "SUBPATTERN":
        return _place(value[3])
    if str(op) == "AT":
        return {"AT_BEGINNING": _LINE, "AT_BEGINNING_STRING": _TEXT}.get(str(value), "")
    if str(op) == "ASSERT" and value[0] < 0 and len(value[1]):
        last, letter = value[1][-1]
        return _NEXT_LINE if str(last) == "LITERAL" and letter == ord("\n") else ""
    return ""


@cache
def begins_widely(pattern: str) -> bool:
    """Return whether a match can begin at so many letters that another search had better go first."""
    starts = first_letters(pattern)
    if starts is None or sum(high - low for low, high in starts) > _MANY:
        return True
    return sum(share(chr(code)) for low, high in starts for code in range(low, high + 1)) > _OFTEN


def first_letters(pattern: str) -> list[Range] | None:
    """Return the letters with which a match can begin; None if it may be empty or begin with nearly any.

    >>> first_letters("(?<=a)お?客")
    [(12362, 12362), (23458, 23458)]
    """
    letters, may_be_empty = _first(parse(pattern, re.MULTILINE))
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
