"""``keep.json`` of a build: from what each part was made, and the digests of its pages."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

FILE = "keep.json"
FORMAT = 1


@dataclass(frozen=True)
class KeptPage:
    """A page: SHA-256 and size, rows with a customer's words, and whether it is a first page."""

    digest: str
    size: int
    sentences: int = 0
    is_report: bool = False


@dataclass(frozen=True)
class KeptUnit:
    """A part of a site that is made as a whole.

    Attributes
    ----------
    made_at : datetime
        When its content was made; its pages carry it.
    inputs : str
        Digest of what was handed to the renderer.
    answers : mapping
        Name of each question that was asked of the published copy to the digest of its answer.
    pages : mapping
        Path below the build to the page.
    """

    made_at: datetime
    inputs: str
    answers: Mapping[str, str]
    pages: Mapping[str, KeptPage]


@dataclass(frozen=True)
class Question:
    """A query and its values; days stand apart, because JSON has none."""

    sql: int
    values: Mapping[str, str | int | float | bool | None]
    days: Mapping[str, date]


@dataclass(frozen=True)
class Record:
    """Content of the file; `queries` are texts that `questions` name by position."""

    code: str
    units: Mapping[str, KeptUnit] = field(default_factory=dict)
    queries: tuple[str, ...] = ()
    questions: Mapping[str, Question] = field(default_factory=dict)
    format: int = FORMAT


def read_record(build: Path) -> Record | None:
    """Return the record of a build; None where there is none that this version can use."""
    try:
        record: Record = _adapter().validate_json((build / FILE).read_bytes())
    except (OSError, ValidationError):
        return None
    return record if record.format == FORMAT else None


def dump_record(record: Record) -> bytes:
    """Return the file's content; the same record gives the same bytes."""
    return bytes(_adapter().dump_json(record)) + b"\n"


@cache
def _adapter() -> TypeAdapter[Any]:
    return TypeAdapter(Record)
