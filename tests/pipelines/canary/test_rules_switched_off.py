"""Whatever rule of the masker is switched off, a planted value gets through and the gate is closed.

Exempt is a rule whose own examples stay masked without it: other rules do its work. To see why a rule is named
here, plant a sentence that only this rule masks (``pipelines.canary.frames``).
"""

import re
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


@cache
def whole():
    return Masker()


@contextmanager
def switched_off(name):
    """Let a rule find nothing; a masker without it would have to compile all others once more."""
    rule = next(item for item in whole()._compiled if item.rule.name == name)
    rule.hits = lambda _: []
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


def leaking(masker, rule):
    """Return the masked texts of a contact that gives something away; only those that the rule may touch."""
    for texts, seen in contacts():
        if "ue000" in rule.needs or FILL in rule.needs or re.search(rule.needs, seen, re.MULTILINE):
            masked = [item.text for item in masker.mask_contact(texts)]
            if next(needles().search(fold(SEPARATOR.join(masked))), None) is not None:
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


def test_with_all_rules_nothing_gets_through():
    assert not [texts for texts, _ in contacts() if _leaks(whole(), texts)]


def _leaks(masker, texts):
    masked = SEPARATOR.join(item.text for item in masker.mask_contact(texts))
    return list(needles().search(fold(masked)))


@pytest.mark.parametrize("name", sorted(RULES))
def test_a_rule_that_is_switched_off_closes_the_gate(name):
    with switched_off(name) as masker:
        if keeps_its_examples(masker, RULES[name]):
            return
        masked = leaking(masker, RULES[name])
    assert masked, f"no planted sentence needs the rule {name!r}: add one to pipelines/canary/frames.py"
    block = Block("lake (planted contacts)", "", pa.array(masked, pa.large_string()), planted_on=DAY)
    assert Search([DAY]).run([block])


def test_few_rules_are_spared():
    spared = []
    for name, rule in RULES.items():
        with switched_off(name) as masker:
            spared += [name] if keeps_its_examples(masker, rule) else []
    assert len(spared) < len(RULES) / 4, spared
