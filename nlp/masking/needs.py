"""Which rules a text calls for at all: one look at its letters, alone and in pairs, spares most searches."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from itertools import accumulate
from operator import add, or_
from typing import Final

from nlp.masking.compiled import CompiledRule, Hit
from nlp.masking.fold import FILL
from nlp.masking.required import COUNT, LONGEST_RUN, MOST_FIGURES, RUN, required_characters, weight
from nlp.regex_parts import parse

_SHORT_LINE: Final = ""
"""Key of what stands on a line of few letters, which no other line need be searched for."""
_FEW: Final = 16
_MANY_LINES: Final = "\n"
_PARTS_OF_LINE: Final = 2
_IN_ALL_TEXTS: Final = 100
_FIGURES: Final = frozenset("0123456789")
_RUNS: Final = re.compile("[0-9]+")
_LONGEST: Final = 24
"""From so many letters on, texts are long enough for nearly every rule."""


class Needs:
    """Says which rules a text calls for: it holds a letter or pair of each set that a rule requires.

    The sets are those of its pattern, its cue, ``needs`` and ``needs_also``. The one that fewest texts are
    likely to hold leads to the rule; the others follow. What a text holds is one number: bits for the sets it
    meets, and behind them the rules that it leads to.

    Attributes
    ----------
    filled : int
        The rules, as bits by place, that a text may call for because something in it was masked.
    gates : dict
        Regex, or set of letters and pairs → the bit that a text meets in which it may find something.
    """

    def __init__(self, rules: Sequence[CompiledRule], gates: Iterable[str | frozenset[str]] = ()) -> None:
        """Read off the rules, and off other regexes (`gates`), what a text must hold."""
        numbers = {_FIGURES: 0}
        of_key: dict[str, tuple[int, int]] = {}
        self._free = self.filled = 0
        self._tests: list[tuple[int, int, CompiledRule]] = []
        for rule in rules:
            sets = sorted(_sets_of(rule), key=weight)
            sets = [*sets[:1], *(letters for letters in sets[1:] if weight(letters)[0] < _IN_ALL_TEXTS)]
            bits = [1 << numbers.setdefault(letters, len(numbers)) for letters in sets[1:]]
            self._tests.append((rule.bit, sum(bits), rule))
            if not sets:
                self._free |= rule.bit
            if any(FILL in key for letters in sets for key in letters):
                self.filled |= rule.bit
            for key in sets[0] if sets else ():
                held, led = of_key.get(key, (0, 0))
                of_key[key] = held, led | rule.bit
        self._shift = len(rules)
        self._all = (1 << self._shift) - 1
        self.gates = {gate: self._gate(gate, numbers) for gate in gates}
        self._sets = (1 << len(numbers)) - 1
        for letters, number in numbers.items():
            for key in letters:
                held, led = of_key.get(key, (0, 0))
                of_key[key] = held | 1 << number, led
        # Of a key: the sets that it fills, and behind them the rules that it leads to; one look-up, one sum.
        self._bits = {key: held << self._shift | led for key, (held, led) in of_key.items()}
        self._beside = {key: bits for key, bits in self._bits.items() if FILL in key}
        self._short = self._bits.get(_SHORT_LINE, 0)
        self._figures = 1 << self._shift
        runs = (self._bits.get(f"{RUN}{n}", 0) for n in range(LONGEST_RUN + 1))
        counts = (self._bits.get(f"{COUNT}{n}", 0) for n in range(MOST_FIGURES + 1))
        self._runs, self._counts = list(accumulate(runs, or_)), list(accumulate(counts, or_))
        fits = (sum(rule.bit for rule in rules if rule.least <= n) for n in range(_LONGEST))
        self._fits = [*(fit - (1 << self._shift) for fit in fits), -1]

    def _gate(self, gate: str | frozenset[str], numbers: dict[frozenset[str], int]) -> int:
        sets = required_characters(gate, filled=True) if isinstance(gate, str) else [gate]
        letters = next(iter(sets), frozenset[str]())
        bit = 1 << numbers.setdefault(letters, len(numbers)) + self._shift
        self._free |= 0 if letters else bit
        return bit

    def met(self, text: str) -> int:
        """Return what a text holds of all that is looked for."""
        get = self._bits.get
        met = reduce(or_, filter(None, map(get, text)), self._free)
        met = reduce(or_, filter(None, map(get, pairs_of(text))), met)
        if len(text) <= _FEW or _MANY_LINES in text:
            met |= self._short
        if met & self._figures:
            runs = _RUNS.findall(text)
            met |= self._runs[min(LONGEST_RUN, len(max(runs, key=len)))]
            met |= self._counts[min(MOST_FIGURES, len("".join(runs)))]
        return met & self._fits[min(_LONGEST, len(text))]

    def beside(self, text: str, hits: Iterable[Hit]) -> int:
        """Return what a text holds more than before it was masked where the hits stand."""
        get = self._beside.get
        met = get(FILL, 0)
        for start, end, _ in hits:
            for key in (text[start - 1 : start + 1], text[start : start + 2], text[end - 1 : end + 1]):
                met |= get(key, 0)
        return met

    def called(self, met: int, among: int = -1) -> tuple[int, list[CompiledRule]]:
        """Return the rules to try, as bits by place and in order; only of those in `among`."""
        tests, lacks = self._tests, self._sets ^ met >> self._shift
        left = met & self._all & among
        called, rules = 0, []
        while left:  # from the last on: the highest bit is the cheapest to find
            bit, also, rule = tests[left.bit_length() - 1]
            left ^= bit
            if not also & lacks:
                called |= bit
                rules.append(rule)
        rules.reverse()
        return called, rules


def pairs_of(text: str) -> Iterator[str]:
    """Return each two letters that stand side by side in a text."""
    return map(add, text, text[1:])


def _sets_of(rule: CompiledRule) -> list[frozenset[str]]:
    needs = [need for need in (rule.rule.needs, rule.rule.needs_also) if need]
    sets = [*rule.required, *(s for need in needs for s in required_characters(need, filled=True))]
    sets += [frozenset((_SHORT_LINE,)) for need in needs if _is_short_line(need)]
    return list(dict.fromkeys(sets))


def _is_short_line(need: str) -> bool:
    """Return whether a regex asks for a whole line of few letters."""
    parts = parse(need, re.MULTILINE)
    if len(parts) < _PARTS_OF_LINE or parts.getwidth()[1] > _FEW:
        return False
    (first, begins), (last, ends) = parts[0], parts[-1]
    return (str(first), str(begins), str(last), str(ends)) == ("AT", "AT_BEGINNING", "AT", "AT_END")
