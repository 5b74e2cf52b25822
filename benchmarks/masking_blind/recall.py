"""Recall per type and decoys kept, on texts whose author had not seen the rules."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from benchmarks.masking_blind.marked import TYPES, MarkedText, Truth, read_decoys, read_texts
from benchmarks.masking_blind.sets import SETS
from benchmarks.page import Section
from nlp.masking import Masked, Masker

_HEAD = """
{texts} fictitious texts of customers, operators and memos, and {decoys} decoys. A span counts when all of its
characters are masked, whatever the placeholder says. {corrected} labels were corrected after the first look.

| type | spans | masked | recall |
|---|---|---|---|
"""


@dataclass(frozen=True)
class Outcome:
    """What the masker did to the set: what it missed, and the decoys that it changed."""

    spans: Counter[str]
    missed: tuple[tuple[MarkedText, Truth], ...]
    changed: tuple[tuple[str, str], ...]
    decoys: int


def measure(chosen: str = "first") -> Outcome:
    """Mask every contact of a set on its own; nearly all have one text."""
    masker, texts, decoys = Masker(), read_texts(chosen), read_decoys(chosen)
    spans: Counter[str] = Counter()
    missed: list[tuple[MarkedText, Truth]] = []
    for _, turns in groupby(texts, lambda text: (text.file, text.contact)):
        contact = list(turns)
        for text, masked in zip(contact, masker.mask_contact([text.text for text in contact]), strict=True):
            spans.update(truth.type for truth in text.spans)
            missed.extend((text, truth) for truth in _missed(masked, text))
    answers = [(decoy, masker.mask(decoy).text) for decoy in decoys]
    changed = tuple((decoy, answer) for decoy, answer in answers if answer != decoy)
    return Outcome(spans, tuple(missed), changed, len(decoys))


def section_of(chosen: str) -> Section:
    """Return a set's section of the page."""
    return Section(SETS[chosen].title, lambda _corpora: report(chosen))


def report(chosen: str) -> str:
    """Recall per type; the page names no text, so that nobody mends the rules against them."""
    outcome = measure(chosen)
    missed = Counter(truth.type for _, truth in outcome.missed)
    blind = SETS[chosen]
    head = _HEAD.format(texts=len(read_texts(chosen)), decoys=outcome.decoys, corrected=blind.corrected)
    lines = [_line(kind, outcome.spans[kind], missed[kind]) for kind in TYPES]
    structured = [kind for kind in TYPES if kind != "name"]
    total, lost = (sum(count[kind] for kind in structured) for count in (outcome.spans, missed))
    kept = outcome.decoys - len(outcome.changed)
    ratio = 100 * kept / outcome.decoys
    lines.append(_line("all but names", total, lost))
    return (
        blind.history
        + head
        + "".join(lines)
        + f"\nDecoys byte-identical: {kept} of {outcome.decoys} ({ratio:.1f} %).\n"
    )


def misses(chosen: str = "first") -> Iterator[str]:
    """Yield a line for each span missed and each decoy changed."""
    outcome = measure(chosen)
    for text, truth in outcome.missed:
        yield f"{text.file}\t{truth.type}\t{text.text[truth.start : truth.end]}\t{text.text!r}"
    for decoy, answer in outcome.changed:
        yield f"decoy\t{decoy!r}\t{answer!r}"


def _missed(answer: Masked, text: MarkedText) -> Iterator[Truth]:
    masked = {place for span in answer.spans for place in range(span.start, span.end)}
    for truth in text.spans:
        inside = range(truth.start, truth.end)
        if any(place not in masked for place in inside if not text.text[place].isspace()):
            yield truth


def _line(kind: str, spans: int, missed: int) -> str:
    return f"| {kind} | {spans} | {spans - missed} | {(spans - missed) / max(spans, 1):.3f} |\n"
