"""Sentences of an utterance before they are scored: where they are, and which cannot be a voice."""

from collections.abc import Sequence

import msgspec

from nlp.intent.rules import Rules
from nlp.mail import Silent, silent_spans
from nlp.normalise import Normalised, normalise
from nlp.sentences import split

_SPEAKERS_WITH_VOICES = frozenset({"customer", "memo", "unknown"})


class Draft(msgspec.Struct, gc=False):
    """A sentence: where it is, as written and normalised, and what the rules say of it.

    A settled one is of kind other; `kinds` are those that the end of a memo's sentence leaves open, if any.
    """

    start: int
    end: int
    shown: str
    clean: str
    settled: bool
    part: str = "body"
    kinds: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    risk: tuple[str, ...] = ()


def draft_all(texts: Sequence[str], speakers: Sequence[str], rules: Rules) -> list[list[Draft]]:
    """Sentences of utterances; those that cannot be a voice are settled as other."""
    spoken = iter(
        _draft_sentences(
            [t for t, speaker in zip(texts, speakers, strict=True) if speaker in _SPEAKERS_WITH_VOICES]
        )
    )
    utterances = [
        next(spoken) if speaker in _SPEAKERS_WITH_VOICES else _nothing_said(text)
        for text, speaker in zip(texts, speakers, strict=True)
    ]
    heard = [draft for drafts in utterances for draft in drafts if not draft.settled]
    for draft, found in zip(heard, rules.find_all([draft.clean for draft in heard]), strict=True):
        draft.settled, draft.flags, draft.risk = found.formula, found.flags, found.risk
    for drafts, speaker in zip(utterances, speakers, strict=True):
        if speaker == "memo":
            _read_ends(drafts, rules)
    return utterances


def _read_ends(drafts: Sequence[Draft], rules: Rules) -> None:
    """Note which kinds the ends of a memo's sentences leave open."""
    for draft in drafts:
        kinds = () if draft.settled else rules.memo_kinds(draft.clean)
        if kinds == ("other",):
            # 発火したとの報告を受け上席へ引き継ぎ: a step taken, and a risk that counts
            draft.settled, kinds = not draft.risk, ()
        draft.kinds = kinds


def _draft_sentences(texts: Sequence[str]) -> list[list[Draft]]:
    """Sentences of utterances; the silent parts of a mail and what holds no letter are settled.

    Each step takes all texts before the next begins: so what it looks up stays in the processor's cache.
    """
    norms = list(map(normalise, texts))
    clean = [norm.text for norm in norms]
    spans = list(map(_spoken_and_silent, clean, list(map(silent_spans, clean))))
    return list(map(_drafts_of, texts, norms, spans))


def _drafts_of(text: str, norm: Normalised, spans: Sequence[tuple[int, int, str]]) -> list[Draft]:
    same = norm.offsets is None
    drafts = []
    position = 0
    last = len(spans) - 1
    for number, (a, b, part) in enumerate(spans):
        # what normalising dropped belongs to the sentence behind it, at the end to the last one
        until = len(text) if number == last else b if same else norm.span(a, b)[1]
        start, position = _trimmed(text, position, until)
        if start < position:
            clean = norm.text[a:b].replace("\n", "")  # a line end inside a sentence is a wrapped line
            heard = part == "body" and (clean[:1].isalnum() or any(map(str.isalnum, clean)))
            drafts.append(Draft(start, position, text[start:position], clean, not heard, part))
    return drafts or _nothing_said(text)


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
