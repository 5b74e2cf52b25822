"""Proves a rule before it is used: its examples hold, and no text of 100 kB holds it up."""

import re
from collections.abc import Callable, Iterator
from typing import Final

from nlp.masking.compiled import CompiledRule
from nlp.masking.engine import Masker
from nlp.masking.rules import Rule

HOSTILE_CHARACTERS: Final = 100_000
_SECONDS: Final = 1.0
_PATIENCE: Final = 0.02
# Steps so small that a pattern of exponential cost, or of a high power, is found out before it takes seconds.
_SMALL: Final = tuple(range(6, 41))
_LARGE: Final = (54, 75, 105, 147, 206, 288, 403, 564, 790, 1_100, 1_550, 2_200, 3_000, 4_200, 6_000, 10_000)
_LAST: Final = (17_000, 30_000, 55_000, HOSTILE_CHARACTERS)
# At 10,000 characters a pattern of quadratic cost takes a hundredth of what it takes at the last size.
_SURELY_FAST: Final = 0.004
_UNITS: Final = ("0", "1 ", "1-", "a", "A1", "あ", "ア", "一", "一の", " ", "\n", "、", "様", "ー")
_MARKS: Final = re.compile("[⟦⟧]")
_MARKED: Final = re.compile("⟦(.*?)⟧", re.DOTALL)
_ESCAPES: Final = re.compile(r"\\.|\(\?[P<=!:>]*|\{[0-9,]*\}")
_LITERALS: Final = re.compile(r"[^][(){}?*+.^$|\\]")
_OWN_UNITS: Final = 12


def failed_example(rule: Rule) -> str:
    """Return which example the rule does not keep, for example ``match 2``; empty when it keeps all."""
    masker = Masker([rule])
    for number, example in enumerate(rule.match, 1):
        if not _MARKED.search(example) or _masked(masker, example) != _MARKED.findall(example):
            return f"match {number}"
    for number, example in enumerate(rule.no_match, 1):
        if _masked(masker, example):
            return f"no_match {number}"
    return ""


def _masked(masker: Masker, example: str) -> list[str]:
    turns = _MARKS.sub("", example).split("‖")
    return [turns[-1][span.start : span.end] for span in masker.mask_contact(turns)[-1].spans]


def is_too_slow(rule: Rule, clock: Callable[[], float]) -> bool:
    """Return whether some hostile text of up to 100,000 characters takes the rule more than a second.

    Texts grow, and growing ends with the first that takes out of proportion, so that the answer for a pattern
    that would never end comes within two seconds, too.

    Parameters
    ----------
    rule : Rule
        The rule, tried alone.
    clock : callable
        Returns seconds of CPU time (``time.process_time``).
    """
    compiled = CompiledRule(rule, 0)
    units = [unit for unit in dict.fromkeys(_units(rule)) if unit]
    # All units at the small sizes first: what explodes does so there.
    return any(_is_slow_on(compiled, unit, _SMALL, clock) for unit in units) or any(
        _is_slow_on(compiled, unit, _LARGE, clock) for unit in units
    )


def _units(rule: Rule) -> Iterator[str]:
    yield from _UNITS
    for example in rule.match:
        text = _MARKS.sub("", example)
        yield from (text, text[:-1])
        for value in _MARKED.findall(example):
            yield from (value, value[:1], value[:-1])
    # What the pattern itself names: 「(?:.*,)*x」 explodes on commas only.
    own = dict.fromkeys(_LITERALS.findall(_ESCAPES.sub("", rule.pattern)))
    yield from list(own)[:_OWN_UNITS]
    yield from (f"a{letter}" for letter in list(own)[:_OWN_UNITS])


def _is_slow_on(rule: CompiledRule, unit: str, sizes: tuple[int, ...], clock: Callable[[], float]) -> bool:
    example = _MARKS.sub("", rule.rule.match[0].rpartition("‖")[2])
    seconds = 0.0
    for size in sizes if sizes is _SMALL else (*sizes, *_LAST):
        if size in _LAST and seconds < _SURELY_FAST:
            return False
        # With a character behind it that no pattern expects, so that it has to try every way.
        # Once more with an example at the end: it holds what a rule looks for first.
        text = (unit * (size // len(unit) + 1))[:size] + "\x00"
        limit = max(_PATIENCE, _SECONDS * size / HOSTILE_CHARACTERS)
        for hostile in (text, text + example):
            seconds = _seconds(rule, hostile, clock)
            if seconds > limit and _seconds(rule, hostile, clock) > limit:
                return True
    return False


def _seconds(rule: CompiledRule, text: str, clock: Callable[[], float]) -> float:
    began = clock()
    if rule.after:
        rule.after(text)
    rule.hits(text)
    return clock() - began
