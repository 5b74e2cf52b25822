"""One labelled text."""

import gzip
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nlp.normalise import normalise


@dataclass(frozen=True, slots=True)
class Example:
    """A normalised text, its label, source and weight, and the group that must not be split."""

    text: str
    label: str
    source: str
    weight: float = 1.0
    group: str = ""

    @property
    def key(self) -> str:
        """What makes two texts the same."""
        return self.text.strip("。 ")


def clean(text: str) -> str:
    """Give a text as the model sees it, in one line."""
    return normalise(" ".join(text.split())).text


def read_rows(path: Path) -> Iterator[dict[str, Any]]:
    """Rows of a gzipped JSON-lines file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def drawn(name: str, share: float) -> bool:
    """Whether a row belongs to a sample; hangs on its name alone, so runs agree."""
    return zlib.crc32(name.encode()) / 2**32 < share
