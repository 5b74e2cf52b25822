"""The filters ``koe mask``, ``annotate`` and ``cluster``; every line gets an answer, in order."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Any

import msgspec

from nlp.expressions import phrase
from nlp.masking import Masked
from pipelines.answers import Answer, answer_of
from pipelines.resources import analyzer, masker

SEED = 20_260_101
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"  # at the head of a file, also where files were put together


class Line(msgspec.Struct, frozen=True, gc=False):
    """One line of input: its id as JSON and its text, or what is wrong with it."""

    id_json: bytes
    text: str
    error: str | None = None


class _Plain(msgspec.Struct):
    """A line as nearly all are."""

    text: str
    id: msgspec.Raw = msgspec.Raw(b"null")


def mask_block(block: bytes) -> bytes:
    """Answer each line with its text masked; spans are offsets in the input's text."""
    return _block(block, mask_lines)


def annotate_block(block: bytes, *, explain: bool = False) -> bytes:
    """Answer each line with the analysis of its text as a customer's, on request with what decided it."""
    return _block(block, partial(annotate_lines, explain=explain))


def mask_lines(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Answer each line with its text masked."""
    mask = masker().mask  # looked up once: a changed masking.yaml counts from the next block
    return _answer(lines, lambda texts: [_masked(mask(text)) for text in texts])


def annotate_lines(lines: Iterable[bytes], *, explain: bool = False) -> Iterator[bytes]:
    """Answer each line with the analysis of its text as a customer's, on request with what decided it."""

    def analyse(texts: Sequence[str]) -> list[Answer]:
        found = analyzer().analyse_many(texts, ["customer"] * len(texts), explain=explain)
        return [answer_of(item, explain=explain) for item in found]

    return _answer(lines, analyse)


def parse_line(raw: bytes) -> Line:
    """Parse ``{"id", "text"}``; a bad line keeps its id where it has one."""
    try:
        plain = _read_plain(raw)
    except (ValueError, RecursionError):
        return _parse_odd(raw)
    return Line(bytes(plain.id), plain.text)


def _parse_odd(raw: bytes) -> Line:
    """Read what the strict reader refuses: lone surrogates, a byte order mark, and what is really wrong."""
    try:
        value = _decode(raw.removeprefix(_BYTE_ORDER_MARK).decode("utf-8"))
        if not isinstance(value, dict):
            return Line(b"null", "", "not a JSON object")
        line_id = to_json(value.get("id"))
    except (ValueError, RecursionError):
        return Line(b"null", "", "not a line of JSON in UTF-8" if raw.strip() else "an empty line")
    text = value.get("text")
    if not isinstance(text, str):
        return Line(line_id, "", "the key 'text' is missing or not a string")
    return Line(line_id, text)


def _refuse_constant(name: str) -> None:
    message = f"{name} is not JSON"
    raise ValueError(message)


_read_plain = msgspec.json.Decoder(_Plain).decode
_write_plain = msgspec.json.Encoder().encode
_decode = json.JSONDecoder(parse_constant=_refuse_constant).decode
_encode_ascii = json.JSONEncoder(allow_nan=False, check_circular=False).encode


def to_json(value: Any) -> bytes:
    """Return one line of JSON in UTF-8; where there are lone surrogates, all is written as escapes."""
    try:
        return _write_plain(value)
    except UnicodeEncodeError:
        return _encode_ascii(msgspec.to_builtins(value)).encode("ascii")


def _block(block: bytes, answer: Callable[[Iterable[bytes]], Iterator[bytes]]) -> bytes:
    lines = block.removesuffix(b"\n").split(b"\n")
    return b"".join([line + b"\n" for line in answer(lines)])


def _answer(lines: Iterable[bytes], work: Callable[[Sequence[str]], Sequence[Any]]) -> Iterator[bytes]:
    parsed = [parse_line(raw) for raw in lines]
    good = iter(work([line.text for line in parsed if line.error is None]))
    return (_joined(line, {"error": line.error} if line.error else next(good)) for line in parsed)


def _joined(line: Line, body: Any) -> bytes:
    return b'{"id":' + line.id_json + b"," + to_json(body)[1:]


def _masked(masked: Masked) -> dict[str, Any]:
    spans = [{"start": span.start, "end": span.end, "type": span.type} for span in masked.spans]
    return {"text": masked.text, "spans": spans}


def cluster_lines(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Answer each line, taken as one voice, with its topic (論点); null where it fits nowhere."""
    return _answer(lines, _topics)


def _topics(texts: Sequence[str]) -> list[dict[str, Any]]:
    from nlp.topics import fit_topics  # scikit-learn takes seconds to load, and the other filters need none

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
