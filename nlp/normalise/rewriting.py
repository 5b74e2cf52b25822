"""Changing a text while every character keeps the way back to where it came from."""

from array import array
from collections.abc import Iterable
from typing import NamedTuple


class Change(NamedTuple):
    """``text[start:end]`` becomes `new`."""

    start: int
    end: int
    new: str


def rewrite(text: str, changes: Iterable[Change]) -> tuple[str, "array[int]"]:
    """Apply `changes` (in order, not overlapping).

    Returns
    -------
    The new text, and for each of its characters (and its end) the position in `text` where it begins. All
    characters of one `new` begin where the change does; what was dropped belongs to the character behind.
    """
    parts: list[str] = []
    offsets = array("I")
    position = 0
    dropped: int | None = None
    for start, end, new in changes:
        if start > position:
            parts.append(text[position:start])
            first = len(offsets)
            offsets.extend(range(position, start))
            if dropped is not None:
                offsets[first], dropped = dropped, None
        if new:
            parts.append(new)
            offsets.extend([start if dropped is None else dropped] * len(new))
            dropped = None
        elif dropped is None:
            dropped = start
        position = end
    first = len(offsets)
    parts.append(text[position:])
    offsets.extend(range(position, len(text) + 1))
    if dropped is not None and position < len(text):
        offsets[first] = dropped
    return "".join(parts), offsets


def chain(first: "array[int] | None", second: "array[int]") -> "array[int]":
    """Offsets through two rewritings: `second` leads into the text that `first` leads out of."""
    return second if first is None else array("I", map(first.__getitem__, second))
