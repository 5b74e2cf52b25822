"""Whatever rule of the masker is switched off, a planted value gets through and the gate is closed.

Exempt is a rule whose own examples stay masked without it: other rules do its work. To see why a rule is named
here, plant a sentence that only this rule masks (``pipelines.canary.frames``).
"""

import re
from collections import Counter
from contextlib import contextmanager
from datetime import date
from functools import cache

import pyarrow as pa
import pytest

from nlp.masking import Masker
from nlp.masking.fold import FILL
from nlp.masking.fold import fold as folded_for_rules
from nlp.masking.rules import load_rules
from pipelines.canary.contacts import make_contacts, planted_on
from pipelines.canary.folding import SEPARATOR, fold
from pipelines.canary.needles import make_needles
from pipelines.canary.search import Search
from pipelines.canary.sinks import Block

pytestmark = pytest.mark.system

DAY = date(2026, 11, 21)
CHANNELS = ["chat", "call", "mail", "chat", "sns", "survey"]
RULES = {rule.name: rule for rule in load_rules()}
ONLY_THE_MODEL = {"矢代", "川俣"}
"""Planted names that no rule has a cue for."""


@cache
def whole():
    """Return the masker with all rules and without the name model, which would do the work of many of them."""
    return Masker(list(RULES.values()))


@contextmanager
def switched_off(name):
    """Let a rule find nothing; a masker without it would have to compile all others once more."""
    rule = next(item for item in whole()._compiled if item.rule.name == name)
    rule.hits = lambda *_: []
    try:
        yield whole()
    finally:
        del rule.hits


@cache
def contacts():
    """Return the words of each planted contact, with what the rules see of them."""
    said = [
        [*(text for _, text in contact.turns), contact.note, contact.case_number, *contact.refused]
        for contact in make_contacts(DAY, CHANNELS)
    ]
    return [(texts, "\n".join(folded_for_rules(text).text for text in texts)) for texts in said]


@cache
def needles():
    return make_needles(planted_on(DAY), everywhere=False)


@cache
def left_to_the_model():
    """Return for each contact the planted values that no rule finds."""
    return [Counter(_leaks(whole(), texts)) for texts, _ in contacts()]


def leaking(masker, rule, left):
    """Return the masked texts of a contact that gives more away than is `left` with all rules."""
    for place, (texts, seen) in enumerate(contacts()):
        if "ue000" in rule.needs or FILL in rule.needs or re.search(rule.needs, seen, re.MULTILINE):
            masked = [item.text for item in masker.mask_contact(texts)]
            if Counter(needles().search(fold(SEPARATOR.join(masked)))) - left[place]:
                return masked
    return []


def keeps_its_examples(masker, rule):
    """Return whether all that the rule's examples mark is masked."""
    return all(_is_masked(masker, example) for example in rule.match)


def _is_masked(masker, example):
    *before, last = example.split("‖")
    marked, place = set(), 0
    for number, part in enumerate(re.split("[⟦⟧]", last)):
        marked |= set(range(place, place + len(part))) if number % 2 else set()
        place += len(part)
    plain = re.sub("[⟦⟧]", "", last)
    spans = masker.mask_contact([*before, plain])[-1].spans
    masked = {place for span in spans for place in range(span.start, span.end)}
    return all(place in masked or plain[place].isspace() for place in marked)


def test_with_all_rules_and_the_name_model_nothing_gets_through():
    assert not [texts for texts, _ in contacts() if _leaks(Masker(), texts)]


def test_the_name_model_switched_off_closes_the_gate():
    planted = {found.written for counts in left_to_the_model() for found in counts}
    assert planted >= ONLY_THE_MODEL


def _leaks(masker, texts):
    masked = SEPARATOR.join(item.text for item in masker.mask_contact(texts))
    return list(needles().search(fold(masked)))


@pytest.mark.parametrize("name", sorted(RULES))
def test_a_rule_that_is_switched_off_closes_the_gate(name):
    left = left_to_the_model()
    with switched_off(name) as masker:
        if keeps_its_examples(masker, RULES[name]):
            return
        masked = leaking(masker, RULES[name], left)
    assert masked, f"no planted sentence needs the rule {name!r}: add one to pipelines/canary/frames.py"
    block = Block("lake (planted contacts)", "", pa.array(masked, pa.large_string()), planted_on=DAY)
    assert Search([DAY]).run([block])


def test_few_rules_are_spared():
    spared = []
    for name, rule in RULES.items():
        with switched_off(name) as masker:
            spared += [name] if keeps_its_examples(masker, rule) else []
    assert len(spared) < len(RULES) / 4, spared
