"""What ``koe annotate`` says of a line, as it is written."""

from collections.abc import Sequence
from itertools import chain

import msgspec
from msgspec.structs import asdict

from nlp.analysis import Sentence, UtteranceAnalysis
from nlp.expressions import Expression, Relation
from nlp.results import Judged


# structs, because their fields need no looking up where they are written: a third faster than dicts
class _Said(msgspec.Struct, frozen=True, gc=False):
    subject: str
    predicate: str
    negated: bool


class _Linked(msgspec.Struct, frozen=True, gc=False):
    purpose: str
    background: str
    link: str


class _Row(Judged, frozen=True, gc=False):
    expressions: Sequence[_Said]
    relations: Sequence[_Linked]
    part: str


class _ExplainedRow(_Row, frozen=True, gc=False):
    cues: tuple[str, ...]


class Answer(msgspec.Struct, frozen=True, gc=False):
    """The answer to a line; `id` is JSON as it came."""

    id: msgspec.Raw
    intent: str
    intent_score: float
    sentiment: float
    flags: tuple[str, ...]
    risk: Sequence[str]
    expressions: Sequence[_Said]
    tokens: tuple[str, ...]
    sentences: Sequence[_Row]


def answer_of(line_id: msgspec.Raw, found: UtteranceAnalysis, *, explain: bool = False) -> Answer:
    """Make the answer; with `explain` sentences also say what decided their kind."""
    rows = list(map(_explained_row if explain else _row, found.sentences))
    risk = {risk for row in rows if row.risk for risk in row.risk}
    said = list(chain.from_iterable([row.expressions for row in rows if row.expressions]))
    return Answer(
        line_id,
        found.intent,
        found.intent_score,
        found.sentiment,
        found.flags,
        sorted(risk) if risk else (),
        said if len(said) == len(found.expressions) else _said(found.expressions),  # none said twice
        found.tokens,
        rows,
    )


def _row(sentence: Sentence) -> _Row:
    return _Row(
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


def _explained_row(sentence: Sentence) -> _Row:
    return _ExplainedRow(**asdict(_row(sentence)), cues=sentence.cues)


def _said(expressions: Sequence[Expression]) -> Sequence[_Said]:
    return [_Said(item[0], item[1], item[2]) for item in expressions] if expressions else ()


def _linked(relations: Sequence[Relation]) -> Sequence[_Linked]:
    return [_Linked(*item) for item in relations] if relations else ()
