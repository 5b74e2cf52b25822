"""A cheap and exact look in front of many patterns: which of them may be found in a sentence.

Each pattern asks for its clauses (see `nlp.intent.clauses`). All clauses of all patterns are asked at once,
with one look at each pair of characters of the sentence.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from operator import add

from nlp.intent.clauses import MOST, Clause, clauses

_REMEMBERED, _LONG = 2_048, 200  # sentences: flags and risk look at the same ones in turn


class Gate:
    """Patterns that a sentence may match; bit ``k * size + n`` of a mask is clause k of pattern n."""

    def __init__(self, patterns: Sequence[str]) -> None:
        self._size = len(patterns)
        self._always = 0
        self._pairs: dict[str, int] = {}
        self._singles: dict[str, int] = {}
        for number, pattern in enumerate(patterns):
            self._ask(number, clauses(pattern))
        singles = re.escape("".join(sorted(self._singles)))
        self._find_singles = re.compile(f"[{singles}]" if singles else "(?!)").findall
        self._remembered = lru_cache(_REMEMBERED)(self._look)

    def _ask(self, number: int, needed: Sequence[Clause]) -> None:
        for k in range(MOST):
            bit = 1 << k * self._size + number
            if k >= len(needed):
                self._always |= bit
                continue
            for gram in needed[k]:
                masks = self._pairs if len(gram) > 1 else self._singles
                masks[gram] = masks.get(gram, 0) | bit

    def open(self, sentence: str) -> int:
        """Give a number in which bit n says that pattern n may be found; it cannot where the bit is 0."""
        return self._remembered(sentence) if len(sentence) < _LONG else self._look(sentence)

    def _look(self, sentence: str) -> int:
        held = self._always
        for mask in filter(None, map(self._pairs.get, map(add, sentence, sentence[1:]))):
            held |= mask
        for char in self._find_singles(sentence):
            held |= self._singles[char]
        held &= held >> 2 * self._size
        held &= held >> self._size
        return held & (1 << self._size) - 1
