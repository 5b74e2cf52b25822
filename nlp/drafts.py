"""Sentences of an utterance before they are scored: where they are, and which cannot be a voice."""

from collections.abc import Sequence

import msgspec

from nlp.intent.rules import Rules
from nlp.mail import Silent, silent_spans
from nlp.normalise import normalise
from nlp.sentences import split

_SPEAKERS_WITH_VOICES = frozenset({"customer", "memo", "unknown"})


class Draft(msgspec.Struct, frozen=True, gc=False):
    """A sentence: where it is, as written and normalised, and what is already certain.

    A settled one is of kind other; `kinds` are those that the end of a memo's sentence leaves open, if any.
    """

    start: int
    end: int
    shown: str
    clean: str
    settled: bool
    kinds: tuple[str, ...] = ()
    part: str = "body"


def draft_sentences(text: str, speaker: str, rules: Rules) -> list[Draft]:
    """Sentences of an utterance; those that cannot be a voice are settled as other."""
    if speaker not in _SPEAKERS_WITH_VOICES:
        return _nothing_said(text)
    norm = normalise(text)
    drafts = []
    position = 0
    spans = _spoken_and_silent(norm.text, silent_spans(norm.text))
    last = len(spans) - 1
    for number, (a, b, part) in enumerate(spans):
        # what normalising dropped belongs to the sentence behind it, at the end to the last one
        until = len(text) if number == last else norm.span(a, b)[1]
        start, position = _trimmed(text, position, until)
        if start < position:
            clean = norm.text[a:b].replace("\n", "")  # a line end inside a sentence is a wrapped line
            settled, kinds = (True, ()) if part != "body" else _certain(clean, speaker, rules)
            drafts.append(Draft(start, position, text[start:position], clean, settled, kinds, part))
    return drafts or _nothing_said(text)


def _certain(clean: str, speaker: str, rules: Rules) -> tuple[bool, tuple[str, ...]]:
    """Whether a sentence is settled as other, and the kinds that are left otherwise (none: all)."""
    heard = clean[:1].isalnum() or any(map(str.isalnum, clean))
    if not heard or rules.is_formula(clean):
        return True, ()
    kinds = rules.memo_kinds(clean) if speaker == "memo" else ()
    if kinds != ("other",):
        return False, kinds
    # 発火したとの報告を受け上席へ引き継ぎ: a step taken, and a risk that counts
    return not rules.risk.find(clean), ()


def _nothing_said(text: str) -> list[Draft]:
    """Take the whole text as one sentence of kind other: an operator's turn, or nothing but えーと."""
    start, end = _trimmed(text, 0, len(text))
    return [Draft(start, end, text[start:end], "", True)] if start < end else []


def _spoken_and_silent(text: str, silent: Sequence[Silent]) -> list[tuple[int, int, str]]:
    """Sentence spans in order, each with the part of a mail that it stands in."""
    if not silent:
        return [(a, b, "body") for a, b in split(text)]
    spans: list[tuple[int, int, str]] = []
    position = 0
    for start, end, part in [*silent, Silent(len(text), len(text), "")]:
        spans += [(position + a, position + b, "body") for a, b in split(text[position:start])]
        spans += [(start + a, start + b, part) for a, b in split(text[start:end])]
        position = end
    return spans


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    if start >= end or not (text[start].isspace() or text[end - 1].isspace()):
        return start, end
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    return start, max(start, end - len(piece) + len(piece.rstrip()))
