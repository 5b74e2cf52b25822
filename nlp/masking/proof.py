"""Proves a rule before it is used: its examples hold, and no text of 100 kB holds it up."""

import re
from collections.abc import Callable, Iterator
from typing import Final

from nlp.masking.engine import Masker
from nlp.masking.rules import Rule

HOSTILE_CHARACTERS: Final = 100_000
_SECONDS: Final = 1.0
_PATIENCE: Final = 0.05
# Steps so small that even a pattern of exponential or cubic cost is found out before it takes minutes.
_SIZES: Final = (*range(8, 49, 2), 120, 300, 700, 1_500, 3_500, 10_000, 30_000, HOSTILE_CHARACTERS)
_UNITS: Final = ("0", "1 ", "1-", "a", "A1", "あ", "ア", "一", "一の", " ", "\n", "、", "様", "ー")
_MARKS: Final = re.compile("[⟦⟧]")
_MARKED: Final = re.compile("⟦(.*?)⟧", re.DOTALL)


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

    Parameters
    ----------
    rule : Rule
        The rule, tried alone.
    clock : callable
        Returns seconds of CPU time (``time.process_time``).
    """
    masker = Masker([rule])
    return any(_is_slow_on(masker, unit, rule, clock) for unit in dict.fromkeys(_units(rule)))


def _units(rule: Rule) -> Iterator[str]:
    yield from _UNITS
    for example in rule.match:
        text = _MARKS.sub("", example)
        yield from (text, text[:-1])
        for value in _MARKED.findall(example):
            yield from (value, value[:1], value[:-1])


def _is_slow_on(masker: Masker, unit: str, rule: Rule, clock: Callable[[], float]) -> bool:
    example = _MARKS.sub("", rule.match[0].rpartition("‖")[2])
    for size in _SIZES if unit else ():
        # With a character behind it that no pattern expects, so that it has to try every way.
        # An example stands at the end: it holds what `needs` asks for.
        text = (unit * (size // len(unit) + 1))[:size] + "\x00" + example
        turns = (text, text) if rule.after else (text,)
        limit = max(_PATIENCE, _SECONDS * size / HOSTILE_CHARACTERS)
        if _seconds(masker, turns, clock) > limit and _seconds(masker, turns, clock) > limit:
            return True
    return False


def _seconds(masker: Masker, turns: tuple[str, ...], clock: Callable[[], float]) -> float:
    began = clock()
    masker.mask_contact(turns)
    return clock() - began
