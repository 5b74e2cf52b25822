"""CSV and TSV to records; a quote that is never closed costs its own row, not the rest of the file."""

import csv
import io
from collections.abc import Iterator
from typing import Any, Final

from pipelines.sources.encodings import UNDECODABLE
from pipelines.sources.problems import BROKEN_FILE, UNKNOWN_COLUMNS, FileProblemError, Problem
from pipelines.sources.table import SourceRow, SourceTable
from pipelines.sources.values import column_name

# The csv module refuses cells over 128 KiB; too long texts are for the receiver to judge, row by row.
csv.field_size_limit(16 << 20)
_MOST_RECOVERIES: Final = 1000


class _Lines:
    """Lines of a text, of which those that a record wrongly swallowed can be given back."""

    def __init__(self, text: str) -> None:
        self._source = io.StringIO(text, newline="")
        self._returned: list[str] = []
        self.taken: list[str] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._returned.pop() if self._returned else next(self._source)
        self.taken.append(line)
        return line

    def keep_first(self) -> None:
        """Give back all lines of the record but its first."""
        self._returned.extend(reversed(self.taken[1:]))
        del self.taken[1:]


def read_delimited(text: str, delimiter: str, encoding: str) -> SourceTable:
    """Return the rows below the header.

    Raises
    ------
    FileProblemError
        The header cannot be read or names a column twice.
    """
    records = _records(_Lines(text), delimiter)
    header = next((cells for _, cells in records if cells is None or any(map(str.strip, cells))), [])
    if header is None:
        raise FileProblemError(BROKEN_FILE, "the first row (the header) cannot be read")
    names = [column_name(name) for name in header]
    has_damage = UNDECODABLE.search(text) is not None
    return SourceTable(encoding, tuple(names), _rows(names, records, delimiter, has_damage=has_damage))


def refuse_doubles(names: tuple[str, ...], wanted: set[str]) -> None:
    """Refuse a header in which a column that the mapping uses stands twice."""
    doubled = sorted(name for name in wanted if names.count(name) > 1)
    if doubled:
        raise FileProblemError(UNKNOWN_COLUMNS, f"the header has these columns twice: {', '.join(doubled)}")


def _records(lines: _Lines, delimiter: str) -> Iterator[tuple[_Lines, list[str] | None]]:
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        lines.taken.clear()
        try:
            cells: list[str] | None = next(reader)
        except StopIteration:
            return
        except csv.Error:
            cells = None
        yield lines, cells


def _rows(
    names: list[str], records: Iterator[tuple[_Lines, list[str] | None]], delimiter: str, *, has_damage: bool
) -> Iterator[SourceRow | Problem]:
    width, recoveries = len(names), 0
    for number, (lines, found) in enumerate(records, start=1):
        cells = found
        if cells is not None and len(cells) != width:
            if not any(map(str.strip, cells)):
                continue
            if len(cells) > width and not any(cells[width:]):
                cells = cells[:width]
        if cells is None or len(cells) != width:
            cells = _again(lines, width, delimiter)
        if cells is None:
            recoveries += len(lines.taken) > 1
            if recoveries > _MOST_RECOVERIES:
                raise FileProblemError(BROKEN_FILE, "too many quotes that are never closed", rows=number)
            lines.keep_first()
            yield _problem(number, found, width)
        elif has_damage and any(map(UNDECODABLE.search, cells)):
            yield Problem(number, "bad_encoding", "the row holds bytes that are not in the file's encoding")
        elif any(map(str.strip, cells)):
            record: dict[str, Any] = dict(zip(names, cells, strict=True))
            yield SourceRow(number, record)


def _again(lines: _Lines, width: int, delimiter: str) -> list[str] | None:
    """Read one line with closed but careless quotes (``"a"b``) again, leniently."""
    line = lines.taken[0]
    if len(lines.taken) > 1 or line.count('"') % 2:
        return None
    cells = next(csv.reader([line], delimiter=delimiter), None)
    return cells if cells is not None and len(cells) == width else None


def _problem(number: int, cells: list[str] | None, width: int) -> Problem:
    if cells is None:
        return Problem(number, "broken_quote", "a quote is not closed or stands inside a quoted cell")
    return Problem(number, "column_count", f"the row has {len(cells)} cells, the header {width}")
