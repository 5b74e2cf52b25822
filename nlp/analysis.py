"""The door to the analysis of masked utterances, for the pipelines and the command line."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from nlp.expressions import Expression, find_expressions
from nlp.intent.features import lemmas_of
from nlp.intent.model import KINDS, load_model
from nlp.intent.rules import load_rules
from nlp.mail import silent_spans
from nlp.normalise import normalise
from nlp.sentences import split
from nlp.tokens import Token, Tokenizer, content_terms, join_compounds

VERSION = 2  # raise it when a change of code alters results
_SPEAKERS_WITH_VOICES = frozenset({"customer", "memo", "unknown"})
_BATCH = 512  # utterances whose sentences are scored together; does not change results
_LONGEST_WHOLE = 1_000  # characters that `read_many` reads at once
_VOICES = tuple(kind for kind in KINDS if kind != "other")
# which sentence stands for the utterance: what hurts before what pleases
_PROMINENCE = {
    "complaint": 1.0,
    "request": 1.0,
    "procedure": 0.95,
    "question": 0.95,
    "praise": 0.85,
    "other": 0.0,
}


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an utterance.

    Attributes
    ----------
    start, end, text
        Span in the masked text and the text there, as the customer wrote it.
    kind, kind_score
        One of `nlp.intent.model.KINDS` and its probability, 0…1.
    sentiment
        −1 (bad) … 1 (good).
    flags, risk
        Ids of rules: cancel_intent, repair_exchange; smoke_fire, injury, health, foreign_matter, privacy,
        legal, sns_spread.
    tokens
        Lemmas for topics; empty for kind other.
    expressions
        What is said about what; empty for kind other.
    """

    start: int
    end: int
    text: str
    kind: str
    kind_score: float
    sentiment: float
    flags: tuple[str, ...]
    risk: tuple[str, ...]
    tokens: tuple[str, ...]
    expressions: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class UtteranceAnalysis:
    """An utterance: the kind of its most prominent sentence, all that its sentences have, and these."""

    intent: str
    intent_score: float
    sentiment: float
    flags: tuple[str, ...]
    expressions: tuple[Expression, ...]
    tokens: tuple[str, ...]
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What topics need of a text that is taken as one voice."""

    tokens: tuple[str, ...]
    expressions: tuple[Expression, ...]


class _Draft(NamedTuple):
    """A sentence before it is scored: where it is, its normalised text, and what is already certain."""

    start: int
    end: int
    clean: str
    settled: bool
    kinds: tuple[str, ...] = ()
    tokens: Sequence[Token] = ()
    lemmas: Sequence[str] = ()


class Analyzer:
    """Analyse masked utterances.

    Parameters
    ----------
    terms
        Words that stay whole (``config/dictionary.csv``).
    synonyms
        Variant → representative (``config/synonyms.csv``); variants stay whole, too.
    stop_words
        Lemmas that never become topic words.

    Notes
    -----
    Results depend on nothing but the text, the speaker and what `fingerprint` covers.
    """

    def __init__(
        self,
        *,
        terms: Sequence[str] = (),
        synonyms: Mapping[str, str] | None = None,
        stop_words: Sequence[str] = (),
    ) -> None:
        self._synonyms = {normalise(a).text: b for a, b in (synonyms or {}).items()}
        whole = {normalise(t).text for t in terms} | set(self._synonyms) | set(self._synonyms.values())
        self._tokenizer = Tokenizer(sorted(t for t in whole if t.strip()))
        self._stop_words = frozenset(stop_words)
        self._model = load_model()
        self._rules = load_rules()

    @property
    def fingerprint(self) -> str:
        """SHA-256 over model, rules, word lists and the version of the code that decides results."""
        parts = [str(VERSION), self._model.digest, self._rules.digest, self._tokenizer.fingerprint]
        parts += [f"{a}\t{b}" for a, b in sorted(self._synonyms.items())] + sorted(self._stop_words)
        return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()

    def analyse(self, text: str, speaker: str = "customer") -> UtteranceAnalysis:
        """Analyse one masked utterance.

        `speaker` is customer, operator, bot, system, memo or unknown.

        ``電話がつながりません。`` → intent complaint, expression 電話―つながらない, tokens ("電話", "繋がる")
        """
        return self.analyse_many([text], [speaker])[0]

    def analyse_many(self, texts: Sequence[str], speakers: Sequence[str]) -> list[UtteranceAnalysis]:
        """Analyse many utterances, in order; each result is the one that `analyse` gives.

        Raises
        ------
        ValueError
            When `texts` and `speakers` differ in length.
        """
        if len(texts) != len(speakers):
            raise ValueError(
                f"analyse_many: {len(texts)} texts but {len(speakers)} speakers; give one speaker a text"
            )
        results: list[UtteranceAnalysis] = []
        for i in range(0, len(texts), _BATCH):
            results += self._analyse_batch(texts[i : i + _BATCH], speakers[i : i + _BATCH])
        return results

    def read_many(self, texts: Sequence[str]) -> list[Reading]:
        """Read each text as one voice, whatever its kind: terms for topics, and expressions."""
        return [self._read(normalise(text).text) for text in texts]

    def _read(self, clean: str) -> Reading:
        """Read a normalised text, a very long one by sentences: the cost outgrows the length."""
        pieces = [clean] if len(clean) <= _LONGEST_WHOLE else [clean[a:b] for a, b in split(clean)]
        terms: list[str] = []
        expressions: dict[Expression, None] = {}
        for piece in pieces:
            tokens = self._tokenizer.tokenise(piece)
            terms += content_terms(tokens, synonyms=self._synonyms, stop_words=self._stop_words)
            expressions |= dict.fromkeys(find_expressions(tokens, synonyms=self._synonyms))
        return Reading(tuple(terms), tuple(expressions))

    def _analyse_batch(self, texts: Sequence[str], speakers: Sequence[str]) -> list[UtteranceAnalysis]:
        drafts = [self._draft(t, s) for t, s in zip(texts, speakers, strict=True)]
        unsettled = [d for d in chain.from_iterable(drafts) if not d.settled]
        kinds, feelings = self._model.scores([d.clean for d in unsettled], [d.lemmas for d in unsettled])
        scored = iter(zip(kinds.tolist(), feelings.round(4).tolist(), strict=True))
        results = []
        for text, utterance in zip(texts, drafts, strict=True):
            sentences = [self._sentence(text, d, None if d.settled else next(scored)) for d in utterance]
            results.append(_summarise(tuple(sentences)))
        return results

    def _draft(self, text: str, speaker: str) -> list[_Draft]:
        """Sentences of an utterance; those that cannot be a voice are settled as other."""
        if speaker not in _SPEAKERS_WITH_VOICES:
            return _nothing_said(text)
        norm = normalise(text)
        silent = silent_spans(norm.text)
        drafts = []
        position = 0
        spans = _spoken_and_silent(norm.text, silent)
        for number, (a, b, is_silent) in enumerate(spans, 1):
            # what normalising dropped belongs to the sentence behind it, at the end to the last one
            until = len(text) if number == len(spans) else norm.span(a, b)[1]
            start, position = _trimmed(text, position, until)
            if start < position:
                drafts.append(self._settle(start, position, norm.text[a:b], is_silent, speaker))
        return drafts or _nothing_said(text)

    def _settle(self, start: int, end: int, clean: str, is_silent: bool, speaker: str) -> _Draft:
        heard = clean[:1].isalnum() or any(map(str.isalnum, clean))
        if is_silent or not heard or self._rules.is_formula(clean):
            return _Draft(start, end, clean, True)
        kinds = self._rules.memo_kinds(clean) if speaker == "memo" else ()
        if kinds == ("other",):
            return _Draft(start, end, clean, True)
        parts = self._tokenizer.split(clean)
        joined = join_compounds(parts)
        return _Draft(start, end, clean, False, kinds, joined, lemmas_of(parts, joined))

    def _sentence(self, text: str, draft: _Draft, scores: tuple[list[float], float] | None) -> Sentence:
        shown = text[draft.start : draft.end]
        if scores is None:
            return Sentence(draft.start, draft.end, shown, "other", 1.0, 0.0, (), (), (), ())
        flags, risk = self._rules.flags.find(draft.clean), self._rules.risk.find(draft.clean)
        # one voice with risk is enough, so it must be a voice
        kind, score = _best(scores[0], draft.kinds or (_VOICES if risk or flags else KINDS))
        if kind == "other":
            return Sentence(draft.start, draft.end, shown, kind, score, scores[1], flags, risk, (), ())
        terms = content_terms(draft.tokens, synonyms=self._synonyms, stop_words=self._stop_words)
        expressions = find_expressions(draft.tokens, synonyms=self._synonyms)
        return Sentence(
            draft.start, draft.end, shown, kind, score, scores[1], flags, risk, terms, expressions
        )


def _nothing_said(text: str) -> list[_Draft]:
    """Take the whole text as one sentence of kind other: an operator's turn, or nothing but えーと."""
    start, end = _trimmed(text, 0, len(text))
    return [_Draft(start, end, "", True)] if start < end else []


def _spoken_and_silent(text: str, silent: Sequence[tuple[int, int]]) -> list[tuple[int, int, bool]]:
    """Sentence spans in order, each with whether it is a quote or signature."""
    if not silent:
        return [(a, b, False) for a, b in split(text)]
    spans: list[tuple[int, int, bool]] = []
    position = 0
    for start, end in [*silent, (len(text), len(text))]:
        spans += [(position + a, position + b, False) for a, b in split(text[position:start])]
        spans += [(start + a, start + b, True) for a, b in split(text[start:end])]
        position = end
    return spans


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    if start >= end or not (text[start].isspace() or text[end - 1].isspace()):
        return start, end
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    return start, max(start, end - len(piece) + len(piece.rstrip()))


def _best(probabilities: list[float], allowed: tuple[str, ...]) -> tuple[str, float]:
    """Most probable kind among those allowed and its probability, rounded so that it is stable."""
    if allowed is KINDS:
        score = max(probabilities)
        return KINDS[probabilities.index(score)], round(score, 4)
    by_kind = dict(zip(KINDS, probabilities, strict=True))
    kind = max(allowed, key=by_kind.__getitem__)
    return kind, round(by_kind[kind], 4)


def _summarise(sentences: tuple[Sentence, ...]) -> UtteranceAnalysis:
    if not sentences:
        return UtteranceAnalysis("other", 1.0, 0.0, (), (), (), ())
    if len(sentences) == 1:
        s = sentences[0]
        return UtteranceAnalysis(
            s.kind, s.kind_score, s.sentiment, s.flags, s.expressions, s.tokens, sentences
        )
    # a sentence with risk stands for the utterance; else the surest of what matters
    top = max(
        sentences, key=lambda s: (bool(s.risk) and s.kind != "other", _PROMINENCE[s.kind] * s.kind_score)
    )
    voiced = [s for s in sentences if s.kind != "other"]
    sentiment = round(sum(s.sentiment for s in voiced) / len(voiced), 4) if voiced else top.sentiment
    return UtteranceAnalysis(
        top.kind,
        top.kind_score,
        sentiment,
        tuple(dict.fromkeys(chain.from_iterable(s.flags for s in sentences))),
        tuple(dict.fromkeys(chain.from_iterable(s.expressions for s in sentences))),
        tuple(chain.from_iterable(s.tokens for s in sentences)),
        sentences,
    )
