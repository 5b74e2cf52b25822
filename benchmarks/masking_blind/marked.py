"""Texts with personal data marked inline, as in ``⟦name:山田⟧です``."""

import re
from dataclasses import dataclass

import yaml

from benchmarks.masking_blind.sets import SETS

TYPES = (
    "name",
    "phone",
    "email",
    "url",
    "postcode",
    "address",
    "card",
    "bank",
    "my_number",
    "birth_date",
    "member_id",
    "licence",
    "passport",
    "plate",
    "handle",
    "ip",
)
_MARK = re.compile(r"⟦(?P<type>[a-z_]+):(?P<value>[^⟦⟧]+)⟧")


@dataclass(frozen=True)
class Truth:
    """Personal data in a text; `start` and `end` count characters."""

    type: str
    start: int
    end: int


@dataclass(frozen=True)
class MarkedText:
    """A text without its marks, and what they marked; turns of one `contact` belong together."""

    text: str
    speaker: str
    file: str
    spans: tuple[Truth, ...]
    contact: int = 0


def parse_marked(marked: str, *, speaker: str, file: str, contact: int = 0) -> MarkedText:
    """Take the marks out of a text; ValueError when one is of no known type or not closed."""
    text, spans, end = "", [], 0
    for mark in _MARK.finditer(marked):
        if mark["type"] not in TYPES:
            raise ValueError(f"{file}: {mark['type']!r} is no type of mark; write one of {', '.join(TYPES)}")
        text += marked[end : mark.start()]
        spans.append(Truth(mark["type"], len(text), len(text) + len(mark["value"])))
        text += mark["value"]
        end = mark.end()
    text += marked[end:]
    if "⟦" in text or "⟧" in text:
        raise ValueError(f"{file}: a mark is not closed: {marked}")
    return MarkedText(text, speaker, file, tuple(spans), contact)


def read_texts(chosen: str = "first") -> list[MarkedText]:
    """Return the texts of one of the SETS that hold personal data."""
    return [
        parse_marked(row["text"], speaker=row["speaker"], file=path.stem, contact=row.get("contact", -number))
        for path in sorted(SETS[chosen].folder.glob("*.yaml"))
        if path.stem != "decoys"
        for number, row in enumerate(yaml.safe_load(path.read_text("utf-8")))
    ]


def read_decoys(chosen: str = "first") -> list[str]:
    """Return the texts of one of the SETS that hold none and must come back as they are."""
    decoys: list[str] = yaml.safe_load((SETS[chosen].folder / "decoys.yaml").read_text("utf-8"))
    return decoys
