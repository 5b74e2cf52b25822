"""Which rules a text calls for at all: one look at its letters, alone and in pairs, spares most searches."""

import re
from collections.abc import Callable, Iterator, Sequence
from operator import add
from typing import Final

from nlp.masking.compiled import CompiledRule
from nlp.masking.required import required_characters, weight

_NOT_PLAIN: Final = re.compile(r"[][(){}?*+.^$\\]")
_LONGEST_KEY: Final = 2


class Needs:
    """Says which rules a text calls for: it holds their `needs`, `needs_also` and required characters.

    Each rule has sets of letters and pairs, of each of which a text must hold one. The set that fewest texts
    are likely to hold leads to the rule; the others, and searches where letters do not tell all, follow.
    """

    def __init__(self, rules: Sequence[CompiledRule]) -> None:
        self._rules = rules
        numbers: dict[frozenset[str], int] = {}
        self._of_key: dict[str, tuple[int, int]] = {}
        self._free = 0
        self._also: list[int] = []
        self._searches: list[tuple[Callable[[str], object], ...]] = []
        for rule in rules:
            sets = sorted(_sets_of(rule), key=weight)
            bits = [1 << numbers.setdefault(letters, len(numbers)) for letters in sets]
            self._also.append(sum(bits[1:]))
            self._searches.append(tuple(_searches_of(rule)))
            if not sets:
                self._free |= rule.bit
            for key in sets[0] if sets else ():
                held, led = self._of_key.get(key, (0, 0))
                self._of_key[key] = held, led | rule.bit
        for letters, number in numbers.items():
            for key in letters:
                held, led = self._of_key.get(key, (0, 0))
                self._of_key[key] = held | 1 << number, led
        self._keys = frozenset(self._of_key)

    def called(self, text: str, letters: frozenset[str], among: int = -1) -> tuple[int, list[CompiledRule]]:
        """Return the rules to try, as bits by place and in order; only of those in `among`.

        `letters` are those of the text (``letters_of``).
        """
        held, called = 0, self._free
        of_key = self._of_key
        for key in self._keys & letters:
            holds, leads = of_key[key]
            held |= holds
            called |= leads
        left = called & among
        called, rules = 0, []
        while left:
            bit = left & -left
            left ^= bit
            place = bit.bit_length() - 1
            if self._also[place] & ~held:
                continue
            for search in self._searches[place]:
                if not search(text):
                    break
            else:
                called |= bit
                rules.append(self._rules[place])
        return called, rules


def letters_of(text: str) -> frozenset[str]:
    """Return the letters of a text, alone and in pairs."""
    return frozenset((*text, *map(add, text, text[1:])))


def _sets_of(rule: CompiledRule) -> list[frozenset[str]]:
    needs = (rule.rule.needs, rule.rule.needs_also)
    return list(dict.fromkeys((*rule.required, *(s for need in needs for s in required_characters(need)))))


def _searches_of(rule: CompiledRule) -> Iterator[Callable[[str], object]]:
    """Yield searches for what letters and pairs do not tell."""
    for need in (rule.rule.needs, rule.rule.needs_also):
        if not need:
            continue
        if _NOT_PLAIN.search(need) or any(len(word) > _LONGEST_KEY for word in need.split("|")):
            yield re.compile(need, re.MULTILINE).search
