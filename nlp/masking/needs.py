"""Which rules a text calls for at all: one look at its letters, alone and in pairs, spares most searches."""

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate
from operator import add, or_
from re import _parser  # type: ignore[attr-defined]  # the only way to a regex's parts
from typing import Final

from nlp.masking.compiled import CompiledRule
from nlp.masking.required import LONGEST_RUN, RUN, required_characters, weight

_SHORT_LINE: Final = ""
"""Key of what stands on a line of few letters, which no other line need be searched for."""
_FEW: Final = 16
_MANY_LINES: Final = "\n"
_PARTS_OF_LINE: Final = 2
_IN_ALL_TEXTS: Final = 100
_TWO_FIGURES: Final = frozenset(f"{n:02}" for n in range(100))
_RUNS: Final = re.compile("[0-9]{3,}")


class Needs:
    """Says which rules a text calls for: it holds a letter or pair of each set that a rule requires.

    The sets are those of its pattern, its cue, ``needs`` and ``needs_also``. The one that fewest texts are
    likely to hold leads to the rule; the others follow.
    """

    def __init__(self, rules: Sequence[CompiledRule]) -> None:
        numbers = {_TWO_FIGURES: 0}
        of_key: dict[str, tuple[int, int]] = {}
        self._free = 0
        self._tests: list[tuple[int, CompiledRule]] = []
        for rule in rules:
            sets = sorted(_sets_of(rule), key=weight)
            sets = [*sets[:1], *(letters for letters in sets[1:] if weight(letters)[0] < _IN_ALL_TEXTS)]
            bits = [1 << numbers.setdefault(letters, len(numbers)) for letters in sets]
            self._tests.append((sum(bits[1:]), rule))
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
        self._short = self._bits.get(_SHORT_LINE, 0)
        self._two_figures = 1 << self._shift
        runs = [self._bits.get(f"{RUN}{n}", 0) for n in range(LONGEST_RUN + 1)]
        self._runs = list(accumulate(runs, or_))

    def called(self, text: str, among: int = -1) -> tuple[int, list[CompiledRule]]:
        """Return the rules to try, as bits by place and in order; only of those in `among`."""
        met, of_key, tests = self._free, self._bits, self._tests
        for key in self._keys.intersection(text):
            met |= of_key[key]
        for key in self._keys.intersection(pairs_of(text)):
            met |= of_key[key]
        if len(text) <= _FEW or _MANY_LINES in text:
            met |= self._short
        if met & self._two_figures and (runs := _RUNS.findall(text)):
            met |= self._runs[min(LONGEST_RUN, len(max(runs, key=len)))]
        lacks = ~(met >> self._shift)
        left = met & self._all & among
        called, rules = 0, []
        while left:
            bit = left & -left
            left ^= bit
            also, rule = tests[bit.bit_length() - 1]
            if not also & lacks:
                called |= bit
                rules.append(rule)
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
    parts = _parser.parse(need, re.MULTILINE)
    if len(parts) < _PARTS_OF_LINE or parts.getwidth()[1] > _FEW:
        return False
    (first, begins), (last, ends) = parts[0], parts[-1]
    return (str(first), str(begins), str(last), str(ends)) == ("AT", "AT_BEGINNING", "AT", "AT_END")
