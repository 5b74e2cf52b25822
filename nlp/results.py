"""What the analysis gives: sentences, utterances, readings, and how sentences make an utterance."""

from collections.abc import Sequence
from itertools import chain
from typing import TypeVar

import msgspec
import numpy as np
import numpy.typing as npt

from nlp.drafts import Draft
from nlp.expressions import Expression, Relation
from nlp.intent.model import KINDS

T = TypeVar("T")
# what a sentence with risk, or with a flag, can be
RISKY = tuple(kind for kind in KINDS if kind not in {"other", "praise"})
VOICES = tuple(kind for kind in KINDS if kind != "other")
# which sentence stands for the utterance: what hurts before what pleases
_PROMINENCE = {
    "complaint": 1.0,
    "request": 1.0,
    "procedure": 0.95,
    "question": 0.95,
    "praise": 0.85,
    "other": 0.0,
}


# structs, because millions of them are made: a frozen dataclass of this size takes ten times as long
class Judged(msgspec.Struct, frozen=True, gc=False):
    """What is judged of a sentence; see `Sentence`."""

    start: int
    end: int
    text: str
    kind: str
    kind_score: float
    sentiment: float
    flags: tuple[str, ...]
    risk: tuple[str, ...]
    tokens: tuple[str, ...]


class Sentence(Judged, frozen=True, gc=False):
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
    part
        Where in a mail it stands: body, greeting, quote, signature or notice; only the body has voices.
    relations
        What is wanted and what stands behind it; empty for kind other.
    cues
        What decided the kind, in the words of the sentence; only where it was asked for.
    """

    expressions: tuple[Expression, ...]
    part: str = "body"
    relations: tuple[Relation, ...] = ()
    cues: tuple[str, ...] = ()


class UtteranceAnalysis(msgspec.Struct, frozen=True, gc=False):
    """An utterance: the kind of its most prominent sentence, all that its sentences have, and these."""

    intent: str
    intent_score: float
    sentiment: float
    flags: tuple[str, ...]
    expressions: tuple[Expression, ...]
    tokens: tuple[str, ...]
    sentences: tuple[Sentence, ...]


class Reading(msgspec.Struct, frozen=True, gc=False):
    """What topics need of a text that is taken as one voice."""

    tokens: tuple[str, ...]
    expressions: tuple[Expression, ...]


def settled(draft: Draft) -> Sentence:
    """Make the sentence of a draft that needs no scores."""
    return Sentence(draft.start, draft.end, draft.shown, "other", 1.0, 0.0, (), (), (), (), draft.part)


def best_kinds(
    probabilities: npt.NDArray[np.float64], allowed: Sequence[tuple[str, ...]]
) -> list[tuple[str, float]]:
    """Most probable kind of each sentence among those allowed there, and its probability to four digits.

    `probabilities` has the shape (sentences, kinds).
    """
    places, scores = probabilities.argmax(axis=1).tolist(), probabilities.max(axis=1).round(4).tolist()
    best = [(KINDS[place], score) for place, score in zip(places, scores, strict=True)]
    for number, kinds in enumerate(allowed):
        if kinds is not KINDS:
            among = [KINDS.index(kind) for kind in kinds]
            place = among[int(probabilities[number, among].argmax())]
            best[number] = (KINDS[place], float(probabilities[number, place].round(4)))
    return best


def summarise(sentences: tuple[Sentence, ...]) -> UtteranceAnalysis:
    """Take the kind of the most prominent sentence, and all that the sentences have."""
    if not sentences:
        return UtteranceAnalysis("other", 1.0, 0.0, (), (), (), ())
    if len(sentences) == 1:
        s = sentences[0]
        return UtteranceAnalysis(
            s.kind, s.kind_score, s.sentiment, s.flags, s.expressions, s.tokens, sentences
        )
    voiced = [s for s in sentences if s.kind != "other"]
    # a sentence with risk stands for the utterance; else the surest of what matters
    top = max([s for s in voiced if s.risk] or sentences, key=_weight)
    sentiment = round(sum([s.sentiment for s in voiced]) / len(voiced), 4) if voiced else top.sentiment
    return UtteranceAnalysis(
        top.kind,
        top.kind_score,
        sentiment,
        _united([s.flags for s in sentences if s.flags]),
        _united([s.expressions for s in voiced if s.expressions]),
        tuple(chain.from_iterable([s.tokens for s in voiced])),
        sentences,
    )


def _weight(sentence: Sentence) -> float:
    return _PROMINENCE[sentence.kind] * sentence.kind_score


def _united(parts: list[tuple[T, ...]]) -> tuple[T, ...]:
    """All of the parts, none of which repeats itself, in order and without repeats."""
    if len(parts) == 1:
        return parts[0]
    return tuple(dict.fromkeys(chain.from_iterable(parts)))
