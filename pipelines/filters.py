"""The filters ``koe mask``, ``annotate`` and ``cluster``; every line gets an answer, in order."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from nlp.analysis import UtteranceAnalysis
from nlp.expressions import phrase
from nlp.masking import Masked
from nlp.topics import fit_topics
from pipelines.resources import analyzer, masker

BATCH_LINES = 512
SEED = 20_260_101


@dataclass(frozen=True)
class Line:
    """One line of input: its id and text, or what is wrong with it."""

    line_id: Any
    text: str
    error: str | None


def mask_lines(lines: Iterable[bytes]) -> Iterator[str]:
    """Answer each line with its text masked; spans are offsets in the input's text."""
    return _answer(lines, lambda texts: [_masked(masker().mask(text)) for text in texts])


def annotate_lines(lines: Iterable[bytes]) -> Iterator[str]:
    """Answer each line with the analysis of its text as a customer's."""

    def analyse(texts: Sequence[str]) -> list[dict[str, Any]]:
        found = analyzer().analyse_many(texts, ["customer"] * len(texts))
        return [_analysis(item) for item in found]

    return _answer(lines, analyse)


def parse_line(raw: bytes) -> Line:
    """Parse ``{"id", "text"}``; a bad line keeps its id where it has one."""
    try:
        value = json.loads(raw.decode("utf-8"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        return Line(None, "", "not a line of JSON in UTF-8")
    if not isinstance(value, dict):
        return Line(None, "", "not a JSON object")
    if not isinstance(value.get("text"), str):
        return Line(value.get("id"), "", "the key 'text' is missing or not a string")
    return Line(value.get("id"), value["text"], None)


def _refuse_constant(name: str) -> None:
    message = f"{name} is not JSON"
    raise ValueError(message)


def to_json(value: Any) -> str:
    """Return one line of JSON; lone surrogates are written as escapes."""
    text = json.dumps(value, ensure_ascii=False)
    return text if text.isascii() or not _has_surrogates(text) else json.dumps(value)


def _has_surrogates(text: str) -> bool:
    return any("\ud800" <= character <= "\udfff" for character in text)


def _answer(lines: Iterable[bytes], work: Callable[[Sequence[str]], list[dict[str, Any]]]) -> Iterator[str]:
    stream = iter(lines)
    while batch := [parse_line(raw) for raw in islice(stream, BATCH_LINES)]:
        good = iter(work([line.text for line in batch if line.error is None]))
        for line in batch:
            body = {"error": line.error} if line.error else next(good)
            yield to_json({"id": line.line_id, **body})


def _masked(masked: Masked) -> dict[str, Any]:
    spans = [{"start": span.start, "end": span.end, "type": span.type} for span in masked.spans]
    return {"text": masked.text, "spans": spans}


def _analysis(found: UtteranceAnalysis) -> dict[str, Any]:
    return {
        "intent": found.intent,
        "intent_score": round(found.intent_score, 6),
        "sentiment": round(found.sentiment, 6),
        "flags": list(found.flags),
        "risk": sorted({risk for sentence in found.sentences for risk in sentence.risk}),
        "expressions": _expressions(found.expressions),
        "tokens": list(found.tokens),
        "sentences": [
            {
                "start": sentence.start,
                "end": sentence.end,
                "text": sentence.text,
                "kind": sentence.kind,
                "kind_score": round(sentence.kind_score, 6),
                "sentiment": round(sentence.sentiment, 6),
                "flags": list(sentence.flags),
                "risk": list(sentence.risk),
                "tokens": list(sentence.tokens),
                "expressions": _expressions(sentence.expressions),
            }
            for sentence in found.sentences
        ],
    }


def _expressions(expressions: Sequence[Any]) -> list[dict[str, Any]]:
    return [
        {"subject": item.subject, "predicate": item.predicate, "negated": item.negated}
        for item in expressions
    ]


def cluster_lines(lines: Iterable[bytes]) -> Iterator[str]:
    """Answer each line, taken as one voice, with its topic (論点); null where it fits nowhere."""
    parsed = [parse_line(raw) for raw in lines]
    good = [line for line in parsed if line.error is None]
    found = iter(_topics([line.text for line in good]))
    for line in parsed:
        body = {"error": line.error} if line.error else next(found)
        yield to_json({"id": line.line_id, **body})


def _topics(texts: Sequence[str]) -> list[dict[str, Any]]:
    voices = analyzer().read_many(texts)
    tokens = [list(voice.tokens) for voice in voices]
    phrases = [[phrase(item) for item in voice.expressions] for voice in voices]
    model = fit_topics(texts, tokens, phrases, ["voice"] * len(texts), seed=SEED)
    answers = []
    for place, near in zip(model.topic.tolist(), model.similarity.tolist(), strict=True):
        topic = model.topics[place] if place >= 0 else None
        answers.append(
            {
                "topic_id": f"T{place + 1:06d}" if topic else None,
                "parent_id": f"P{topic.theme + 1:06d}" if topic else None,
                "label": topic.label if topic else None,
                "similarity": round(near, 4),
            }
        )
    return answers
