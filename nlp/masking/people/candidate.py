"""What a candidate for a name is, and what all ways of finding one share."""

from typing import Final

Candidate = tuple[int, int, str]
"""Start, end, and what the stretch is made of: a kind and the dictionary's codes."""

KANJI: Final = "一-鿿㐀-䶿𠀀-𳍏\uf900-\ufaff々ヶ〆"
GAPS: Final = frozenset(" ・")
LONGEST_RUN: Final = 12
LONGEST_KEPT: Final = 30
"""Characters; what stands in longer runs is not kept in memory."""
