"""The demo company's own truth: every personal value that its generator wrote into a contact."""

from datetime import date
from typing import Final

from benchmarks.masking.sets import Outcome
from nlp.masking import Masker
from samples.company.channels.day import contacts_of
from samples.company.company import load_company
from samples.company.plan import SOURCES
from samples.company.small_talk import load_material
from samples.company.transcript import Transcript
from samples.company.world import World

_END: Final = date(2026, 11, 21)
_CONTACTS: Final = 900


def transcripts(seed: int) -> list[Transcript]:
    """Return the contacts of one day of the demo company."""
    world = World(load_company(), load_material(), _END, _CONTACTS, seed)
    return [item.script for source in SOURCES for item in contacts_of(world, _END, source)]


def run_demo(masker: Masker, scripts: list[Transcript]) -> Outcome:
    """Mask every contact; a value is missed when a letter or digit of it outlives the masking."""
    outcome = Outcome()
    for script in scripts:
        texts = [turn.text for turn in script.turns]
        masked = masker.mask_contact(texts)
        covered = [{i for s in m.spans for i in range(s.start, s.end)} for m in masked]
        for turn, value, kind in script.personal:
            text, at = texts[turn - 1], texts[turn - 1].find(value)
            outcome.total[kind] += 1
            if any(text[i].isalnum() and i not in covered[turn - 1] for i in range(at, at + len(value))):
                outcome.missed[kind] += 1
                outcome.misses.append((kind, masked[turn - 1].text))
    return outcome
