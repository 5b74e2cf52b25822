"""The filters ``koe mask``, ``annotate`` and ``cluster``; every line gets an answer, in order."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Any

import msgspec
from msgspec.structs import asdict

from nlp.expressions import phrase
from nlp.masking import Masked
from pipelines.answers import Answer, answer_of
from pipelines.resources import analyzer, masker

SEED = 20_260_101
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"  # at the head of a file, also where files were put together
_NO_ID = msgspec.Raw(b"null")


class Line(msgspec.Struct, gc=False):
    """One line of input: its text, and its id as JSON."""

    text: str
    id: msgspec.Raw = _NO_ID


class Refused(msgspec.Struct, frozen=True, gc=False):
    """What a line that cannot be read is answered with."""

    id: msgspec.Raw
    error: str


def mask_block(block: bytes) -> bytes:
    """Answer each line with its text masked; spans are offsets in the input's text."""
    return _block(block, _mask)


def annotate_block(block: bytes, *, explain: bool = False) -> bytes:
    """Answer each line with the analysis of its text as a customer's, on request with what decided it."""
    return _block(block, partial(_annotate, explain=explain))


def _mask(lines: Sequence[Line]) -> list[dict[str, Any]]:
    mask = masker().mask  # looked up once: a changed masking.yaml counts from the next block
    return [_masked(line.id, mask(line.text)) for line in lines]


def _annotate(lines: Sequence[Line], *, explain: bool) -> list[Answer]:
    texts = [line.text for line in lines]
    found = analyzer().analyse_many(texts, ["customer"] * len(texts), explain=explain)
    return [answer_of(line.id, item, explain=explain) for line, item in zip(lines, found, strict=True)]


def parse_line(raw: bytes) -> Line | Refused:
    """Parse ``{"id", "text"}``; a bad line keeps its id where it has one."""
    try:
        return _read_plain(raw)
    except (ValueError, RecursionError):
        return _parse_odd(raw)


def _parse_odd(raw: bytes) -> Line | Refused:
    """Read what the strict reader refuses: lone surrogates, a byte order mark, and what is really wrong."""
    try:
        value = _decode(raw.removeprefix(_BYTE_ORDER_MARK).decode("utf-8"))
        if not isinstance(value, dict):
            return Refused(_NO_ID, "not a JSON object")
        line_id = msgspec.Raw(to_json(value.get("id")))
    except (ValueError, RecursionError):
        return Refused(_NO_ID, "not a line of JSON in UTF-8" if raw.strip() else "an empty line")
    text = value.get("text")
    if not isinstance(text, str):
        return Refused(line_id, "the key 'text' is missing or not a string")
    return Line(text, line_id)


def _refuse_constant(name: str) -> None:
    message = f"{name} is not JSON"
    raise ValueError(message)


_read_plain = msgspec.json.Decoder(Line).decode
_encoder = msgspec.json.Encoder()
_decode = json.JSONDecoder(parse_constant=_refuse_constant).decode
_encode_ascii = json.JSONEncoder(allow_nan=False, check_circular=False).encode


def to_json(value: Any) -> bytes:
    """Return one line of JSON in UTF-8; where there are lone surrogates, all is written as escapes."""
    try:
        return _encoder.encode(value)
    except UnicodeEncodeError:
        return _encode_ascii(msgspec.to_builtins(value)).encode("ascii")


def _answer_line(answer: Any) -> bytes:
    """Return an answer as one line; its id stays as it was written."""
    try:
        return _encoder.encode(answer)
    except UnicodeEncodeError:
        body = dict(answer if isinstance(answer, dict) else asdict(answer))
        line_id = bytes(body.pop("id"))
        return b'{"id":' + line_id + b"," + to_json(body)[1:]


def _block(block: bytes, work: Callable[[Sequence[Line]], Sequence[Any]]) -> bytes:
    answers = _answers(block.removesuffix(b"\n").split(b"\n"), work)
    try:
        return _encoder.encode_lines(answers)
    except UnicodeEncodeError:
        return b"".join([_answer_line(answer) + b"\n" for answer in answers])


def _answers(lines: Iterable[bytes], work: Callable[[Sequence[Line]], Sequence[Any]]) -> list[Any]:
    parsed = list(map(parse_line, lines))
    good = iter(work([line for line in parsed if isinstance(line, Line)]))
    return [next(good) if isinstance(line, Line) else line for line in parsed]


def _masked(line_id: msgspec.Raw, masked: Masked) -> dict[str, Any]:
    spans = [{"start": span.start, "end": span.end, "type": span.type} for span in masked.spans]
    return {"id": line_id, "text": masked.text, "spans": spans}


def cluster_lines(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Answer each line, taken as one voice, with its topic (論点); null where it fits nowhere."""
    return map(_answer_line, _answers(lines, _topics))


def _topics(lines: Sequence[Line]) -> list[dict[str, Any]]:
    from nlp.topics import fit_unsorted  # scikit-learn takes seconds to load, and the other filters need none

    texts = [line.text for line in lines]
    voices = analyzer().read_many(texts)
    tokens = [list(voice.tokens) for voice in voices]
    phrases = [[phrase(item) for item in voice.expressions] for voice in voices]
    model = fit_unsorted(texts, tokens, phrases, seed=SEED)
    answers = []
    for line, place, near in zip(lines, model.topic.tolist(), model.similarity.tolist(), strict=True):
        topic = model.topics[place] if place >= 0 else None
        answers.append(
            {
                "id": line.id,
                "topic_id": f"T{place + 1:06d}" if topic else None,
                "parent_id": f"P{topic.theme + 1:06d}" if topic else None,
                "label": topic.label if topic else None,
                "similarity": round(near, 4),
            }
        )
    return answers
