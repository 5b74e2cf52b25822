"""Finds names that are known beforehand: those of the staff."""

import re
from collections.abc import Iterable
from typing import Final

WORD_BEGINS: Final = "(?<![一-鿿々ヶァ-ヺーA-Za-z])"
WORD_ENDS: Final = "(?!店|駅|市|県|区|町|村|川|山|橋|線|通|[一-鿿]{2}|[ァ-ヺーA-Za-z])"


def names_regex(names: Iterable[str]) -> re.Pattern[str] | None:
    """Return a regex for each of the names as a word; None without names."""
    ordered = sorted(names, key=lambda name: (-len(name), name))
    if not ordered:
        return None
    # By first letter, so that a list of thousands costs no more than one of ten at nearly every place.
    by_letter: dict[str, list[str]] = {}
    for name in ordered:
        by_letter.setdefault(name[0], []).append(re.escape(name[1:]))
    parts = (f"{re.escape(letter)}(?:{'|'.join(rests)})" for letter, rests in by_letter.items())
    letters = "".join(map(re.escape, by_letter))
    return re.compile(f"(?=[{letters}]){WORD_BEGINS}(?:{'|'.join(parts)}){WORD_ENDS}")
