"""What a candidate for a name is, and what all ways of finding one share."""

from typing import Final

from nlp.masking.people.lexicon import around_names

Candidate = tuple[int, int, str]
"""Start, end, and what the stretch is made of: a kind and the dictionary's codes."""

KANJI: Final = "一-鿿㐀-䶿𠀀-𳍏\uf900-\ufaff々ヶ〆"
GAPS: Final = frozenset(" ・")
LONGEST_RUN: Final = 12
LONGEST_KEPT: Final = 30
"""Characters; what stands in longer runs is not kept in memory."""
BEFORE_1: Final = frozenset(around_names()["before_1"])
BEFORE_2: Final = frozenset(around_names()["before_2"])
FOLLOWS: Final = tuple(around_names()["follows"])
"""Characters and words that lead to a name, and what may stand behind one."""
