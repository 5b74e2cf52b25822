"""Which rules a text calls for at all: one look at its letters, alone and in pairs, spares most searches."""

import re
from collections.abc import Callable, Iterator, Sequence
from operator import add
from typing import Final

from nlp.masking.compiled import CompiledRule
from nlp.masking.required import required_characters, weight
from nlp.masking.starts import search_from_starts

_NOT_PLAIN: Final = re.compile(r"[][(){}?*+.^$\\]")
_LONGEST_KEY: Final = 2


class Needs:
    """Says which rules a text calls for: it holds their `needs`, `needs_also` and required characters.

    Each rule has sets of letters and pairs, of each of which a text must hold one. The set that fewest texts
    are likely to hold leads to the rule; the others, and searches where letters do not tell all, follow.
    """

    def __init__(self, rules: Sequence[CompiledRule]) -> None:
        numbers: dict[frozenset[str], int] = {}
        of_key: dict[str, tuple[int, int]] = {}
        self._free = 0
        self._tests: list[tuple[int, tuple[Callable[[str], object], ...], CompiledRule]] = []
        for rule in rules:
            sets = sorted(_sets_of(rule), key=weight)
            bits = [1 << numbers.setdefault(letters, len(numbers)) for letters in sets]
            self._tests.append((sum(bits[1:]), tuple(_searches_of(rule)), rule))
            if not sets:
                self._free |= rule.bit
            for key in sets[0] if sets else ():
                held, led = of_key.get(key, (0, 0))
                of_key[key] = held, led | rule.bit
        for letters, number in numbers.items():
            for key in letters:
                held, led = of_key.get(key, (0, 0))
                of_key[key] = held | 1 << number, led
        self._keys = frozenset(of_key)
        self._shift = len(rules)
        self._all = (1 << self._shift) - 1
        # Of a key: the sets that it fills, and behind them the rules that it leads to; one look-up, one sum.
        self._bits = {key: held << self._shift | led for key, (held, led) in of_key.items()}

    def called(self, text: str, among: int = -1) -> tuple[int, list[CompiledRule]]:
        """Return the rules to try, as bits by place and in order; only of those in `among`."""
        met, of_key, tests = self._free, self._bits, self._tests
        for key in self._keys.intersection(text):
            met |= of_key[key]
        for key in self._keys.intersection(pairs_of(text)):
            met |= of_key[key]
        lacks = ~(met >> self._shift)
        left = met & self._all & among
        called, rules = 0, []
        while left:
            bit = left & -left
            left ^= bit
            also, searches, rule = tests[bit.bit_length() - 1]
            if also & lacks:
                continue
            for search in searches:
                if not search(text):
                    break
            else:
                called |= bit
                rules.append(rule)
        return called, rules


def pairs_of(text: str) -> Iterator[str]:
    """Return each two letters that stand side by side in a text."""
    return map(add, text, text[1:])


def _sets_of(rule: CompiledRule) -> list[frozenset[str]]:
    needs = (rule.rule.needs, rule.rule.needs_also)
    return list(dict.fromkeys((*rule.required, *(s for need in needs for s in required_characters(need)))))


def _searches_of(rule: CompiledRule) -> Iterator[Callable[[str], object]]:
    """Yield searches for what letters and pairs do not tell."""
    for need in (rule.rule.needs, rule.rule.needs_also):
        if not need:
            continue
        if _NOT_PLAIN.search(need) or any(len(word) > _LONGEST_KEY for word in need.split("|")):
            yield search_from_starts(need)
