"""What ``koe annotate`` says of a line, as it is written."""

from collections.abc import Sequence

import msgspec

from nlp.analysis import Sentence, UtteranceAnalysis
from nlp.expressions import Expression, Relation


# structs, because their fields need no looking up where they are written: a third faster than dicts
class _Said(msgspec.Struct, frozen=True, gc=False):
    subject: str
    predicate: str
    negated: bool


class _Linked(msgspec.Struct, frozen=True, gc=False):
    purpose: str
    background: str
    link: str


class _Row(msgspec.Struct, frozen=True, gc=False):
    start: int
    end: int
    text: str
    kind: str
    kind_score: float
    sentiment: float
    flags: tuple[str, ...]
    risk: tuple[str, ...]
    tokens: tuple[str, ...]
    expressions: Sequence[_Said]
    relations: Sequence[_Linked]
    part: str


class _ExplainedRow(_Row, frozen=True, gc=False):
    cues: tuple[str, ...]


class Answer(msgspec.Struct, frozen=True, gc=False):
    """The answer to a line, without its id."""

    intent: str
    intent_score: float
    sentiment: float
    flags: tuple[str, ...]
    risk: Sequence[str]
    expressions: Sequence[_Said]
    tokens: tuple[str, ...]
    sentences: Sequence[_Row]


def answer_of(found: UtteranceAnalysis, *, explain: bool = False) -> Answer:
    """Make the answer; with `explain` sentences also say what decided their kind."""
    rows = [_row(sentence, explain=explain) for sentence in found.sentences]
    risk = {risk for sentence in found.sentences for risk in sentence.risk}
    return Answer(
        found.intent,
        found.intent_score,
        found.sentiment,
        found.flags,
        sorted(risk) if risk else (),
        rows[0].expressions if len(rows) == 1 else _said(found.expressions),
        found.tokens,
        rows,
    )


def _row(sentence: Sentence, *, explain: bool) -> _Row:
    row = (
        sentence.start,
        sentence.end,
        sentence.text,
        sentence.kind,
        sentence.kind_score,
        sentence.sentiment,
        sentence.flags,
        sentence.risk,
        sentence.tokens,
        _said(sentence.expressions),
        _linked(sentence.relations),
        sentence.part,
    )
    return _ExplainedRow(*row, sentence.cues) if explain else _Row(*row)


def _said(expressions: Sequence[Expression]) -> Sequence[_Said]:
    return [_Said(*item[:3]) for item in expressions] if expressions else ()


def _linked(relations: Sequence[Relation]) -> Sequence[_Linked]:
    return [_Linked(*item) for item in relations] if relations else ()
