"""What every reader returns: records with their row numbers, and the rows that cannot be read."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from pipelines.sources.problems import Problem


class SourceRow(NamedTuple):
    """A row of a file: its number (from 1, header not counted) and column name → cell."""

    number: int
    record: dict[str, Any]


@dataclass(frozen=True)
class SourceTable:
    """The rows of one file, read lazily.

    Attributes
    ----------
    encoding : str or None
        None for binary formats.
    names : tuple of str or None
        Columns of the header; None for JSONL, whose rows each have their own.
    rows : iterator
        Rows in file order, and problems in place of those that cannot be read.
    """

    encoding: str | None
    names: tuple[str, ...] | None
    rows: Iterator[SourceRow | Problem]
