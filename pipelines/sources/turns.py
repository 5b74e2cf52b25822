"""Compiles ``text:`` of a source into functions from a record to turns."""

import json
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pipelines.config.source_columns import ColumnText, LinesText, SpeakerFrom, TextPart, TurnsText
from pipelines.sources.values import clean_field, column_name, lookup, said_words
from warehouse.contract import SPEAKERS

Turn = tuple[str, str]
"""Speaker and words (**not masked**)."""


class BadTurnsError(ValueError):
    """A cell that should hold a list of turns holds something else."""


def turn_getters(parts: Sequence[TextPart]) -> list[Callable[[Mapping[str, Any]], list[Turn]]]:
    """Return one function a part, each from a record to its turns (empty ones left out)."""
    return [_getter(part) for part in parts]


def text_columns(part: TextPart) -> list[str]:
    """Return the source columns that a part reads."""
    if isinstance(part, TurnsText):
        return [part.turns]
    if isinstance(part, LinesText):
        return [part.lines]
    return [part.column, *([part.speaker.column] if isinstance(part.speaker, SpeakerFrom) else [])]


def _getter(part: TextPart) -> Callable[[Mapping[str, Any]], list[Turn]]:
    if isinstance(part, ColumnText):
        return _column_getter(part)
    if isinstance(part, TurnsText):
        return _turns_getter(part)
    return _lines_getter(part)


def _column_getter(part: ColumnText) -> Callable[[Mapping[str, Any]], list[Turn]]:
    path = column_name(part.column)
    speaker_of = _speaker_getter(part.speaker)

    def get(record: Mapping[str, Any]) -> list[Turn]:
        text = said_words(lookup(record, path))
        return [(speaker_of(record), text)] if text else []

    return get


def _speaker_getter(speaker: str | SpeakerFrom) -> Callable[[Mapping[str, Any]], str]:
    if isinstance(speaker, str):
        return lambda _: speaker
    path, known = column_name(speaker.column), _speakers(speaker.values)
    fallback = speaker.default
    return lambda record: known.get(column_name(clean_field(lookup(record, path)) or ""), fallback)


def _turns_getter(part: TurnsText) -> Callable[[Mapping[str, Any]], list[Turn]]:
    path, known = column_name(part.turns), _speakers(part.speakers)
    speaker_field, text_field = column_name(part.speaker_field), column_name(part.text_field)

    def get(record: Mapping[str, Any]) -> list[Turn]:
        turns = []
        for item in _list_of(lookup(record, path)):
            if not isinstance(item, Mapping):
                raise BadTurnsError
            text = said_words(lookup(item, text_field))
            speaker = column_name(clean_field(lookup(item, speaker_field)) or "")
            if text:
                turns.append((known.get(speaker, "unknown"), text))
        return turns

    return get


def _list_of(value: Any) -> list[Any]:
    if isinstance(value, str):
        try:
            value = json.loads(value, strict=False) if value.strip() else []
        except (ValueError, RecursionError):
            raise BadTurnsError from None
    if value is None:
        return []
    if not isinstance(value, list):
        raise BadTurnsError
    return value


def _lines_getter(part: LinesText) -> Callable[[Mapping[str, Any]], list[Turn]]:
    path, known = column_name(part.lines), _speakers(part.speakers)
    # A full-width separator is often typed half-width, and the other way round.
    separators = {part.separator, unicodedata.normalize("NFKC", part.separator)}
    split = re.compile("|".join(re.escape(item) for item in sorted(separators, key=len, reverse=True)))

    def get(record: Mapping[str, Any]) -> list[Turn]:
        turns: list[Turn] = []
        for line in said_words(lookup(record, path)).split("\n"):
            head, *rest = split.split(line, maxsplit=1)
            speaker = known.get(column_name(head)) if rest else None
            if speaker is not None:
                turns.append((speaker, rest[0].strip()))
            elif turns:
                turns[-1] = (turns[-1][0], f"{turns[-1][1]}\n{line}".strip())
            else:
                turns.append(("unknown", line.strip()))
        return [(speaker, text) for speaker, text in turns if text]

    return get


def _speakers(named: Mapping[str, str]) -> dict[str, str]:
    return {**{name: name for name in SPEAKERS}, **{column_name(key): value for key, value in named.items()}}
