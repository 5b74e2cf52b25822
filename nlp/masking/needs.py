"""Which rules a text calls for at all: cheap searches, done once a text, spare the dear ones."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from operator import add
from typing import Final

from nlp.masking.compiled import CompiledRule
from nlp.masking.fold import FILL
from nlp.masking.required import required_characters

_REMEMBERED: Final = 4096
_NOT_PLAIN: Final = re.compile(r"[][(){}?*+.^$\\]")
_SET: Final = re.compile(r"\[([^]\\^-]|.-[^]\\])+\]")
_RANGE: Final = re.compile("(.)-(.)|(.)")
_WIDE: Final = 200  # a set of more characters, such as all kanji, is left to a regex


class _Conditions:
    """Regexes and the rules, as bits, that each lets pass; plain words and sets need no search."""

    def __init__(self, patterns: Sequence[str]) -> None:
        bits: dict[str, int] = {}
        for place, pattern in enumerate(patterns):
            bits[pattern] = bits.get(pattern, 0) | 1 << place
        self._free = bits.pop("", 0)
        # What is masked on the way may come to fill such a need.
        for pattern in [pattern for pattern in bits if FILL in pattern or "\\ue000" in pattern]:
            self._free |= bits.pop(pattern)
        self._searches: list[tuple[frozenset[str] | None, Callable[[str], object], int]] = []
        words: dict[str, int] = {}
        for pattern, passed in bits.items():
            parts = pattern.split("|") if "(" not in pattern else [pattern]
            simple = {part: wanted for part in parts if (wanted := _simple(part))}
            for word in set().union(*simple.values()):
                words[word] = words.get(word, 0) | passed
            if left := "|".join(part for part in parts if part not in simple):
                search = re.compile(left, re.MULTILINE).search
                self._searches.append((next(iter(required_characters(left)), None), search, passed))
        # Words of one or two letters are found by being among the letters and pairs, longer ones begin so.
        self._short = {word: passed for word, passed in words.items() if len(word) <= 2}
        self._long: dict[str, list[tuple[str, int]]] = {}
        for word, passed in words.items():
            if len(word) > 2:
                self._long.setdefault(word[:2], []).append((word, passed))
        self._keys = frozenset((*self._short, *self._long))

    def passed(self, text: str, letters: frozenset[str]) -> int:
        """Return the rules that may match, as bits; `letters` are those of the text, alone and in pairs."""
        found = self._free
        for key in self._keys & letters:
            found |= self._short.get(key, 0)
            for word, bits in self._long.get(key, ()):
                if bits & ~found and word in text:
                    found |= bits
        for required, search, bits in self._searches:
            if bits & ~found and not (required and required.isdisjoint(letters)) and search(text):
                found |= bits
        return found


def _simple(part: str) -> frozenset[str]:
    """Return the words of which one is needed where that is all that a part of a pattern says."""
    if not _NOT_PLAIN.search(part):
        return frozenset((part,)) if part else frozenset()
    if not _SET.fullmatch(part):
        return frozenset()
    ranges = _RANGE.findall(part[1:-1])
    letters = [range(ord(first or one), ord(last or one) + 1) for first, last, one in ranges]
    return frozenset(map(chr, chain(*letters))) if sum(map(len, letters)) <= _WIDE else frozenset()


class Needs:
    """Says which rules a text calls for: it holds their `needs`, `needs_also` and required characters."""

    def __init__(self, rules: Sequence[CompiledRule]) -> None:
        self._rules = rules
        self._needs = _Conditions([rule.rule.needs for rule in rules])
        self._needs_also = _Conditions([rule.rule.needs_also for rule in rules])
        sets = list(dict.fromkeys(letters for rule in rules for letters in rule.required))
        self._bits = {letters: 1 << i for i, letters in enumerate(sets)}
        self._of_letter: dict[str, int] = {}
        for letters, bit in self._bits.items():
            for letter in letters:
                self._of_letter[letter] = self._of_letter.get(letter, 0) | bit
        self._letters = frozenset(self._of_letter)
        self._required = [self._wanted(rule) for rule in rules]
        self._lists: dict[int, tuple[tuple[int, int], ...]] = {}

    def called(self, text: str, among: int = -1) -> int:
        """Return the rules to try, as bits by place; only of those in `among`."""
        letters = frozenset((*text, *map(add, text, text[1:])))
        called = among & self._needs.passed(text, letters) & self._needs_also.passed(text, letters)
        held = 0
        for letter in self._letters & letters:
            held |= self._of_letter[letter]
        for bit, wanted in self._wanted_by(called):
            if wanted & ~held:
                called ^= bit
        return called

    def rules(self, called: int) -> Iterator[CompiledRule]:
        """Yield the rules of such bits in order."""
        while called:
            bit = called & -called
            called ^= bit
            yield self._rules[bit.bit_length() - 1]

    def _wanted(self, rule: CompiledRule) -> int:
        return sum(self._bits[letters] for letters in dict.fromkeys(rule.required))

    def _wanted_by(self, called: int) -> tuple[tuple[int, int], ...]:
        """Return bit and required characters of each rule called; many texts call the same."""
        known = self._lists.get(called)
        if known is None:
            if len(self._lists) >= _REMEMBERED:
                self._lists.clear()
            known = tuple((rule.bit, self._required[rule.place]) for rule in self.rules(called))
            self._lists[called] = known = tuple(pair for pair in known if pair[1])
        return known
