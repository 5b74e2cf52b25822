"""Rows of the word lists in CSV: UTF-8 or CP932, header in any order, comments; problems with their lines."""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipelines.config.model import closest

_NO_CHARACTERS = re.compile("[\x00\uf8f0-\uf8f3]")  # what Python's CP932 makes of other encodings
_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class WordProblem:
    """Something in a word list that is not used as it stands.

    Attributes
    ----------
    file, line
        Where, with lines counted from 1.
    message
        What is wrong and what to do.
    """

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


@dataclass(frozen=True, slots=True)
class WordRow:
    """One row: its line, and its cells by column, without blanks around them."""

    line: int
    cells: dict[str, str]


@dataclass
class Problems:
    """Collects what is wrong with one file."""

    file: str
    found: list[WordProblem] = field(default_factory=list)

    def add(self, line: int, message: str) -> None:
        """Note a problem."""
        self.found.append(WordProblem(self.file, line, message))


def read_rows(
    path: Path, columns: Sequence[str], *, needed: Sequence[str], problems: Problems
) -> Iterator[WordRow]:
    """Yield the rows of a word list that have all `needed` cells; nothing when there is no such file.

    Blank lines and lines that begin with ``#`` are skipped.

    Parameters
    ----------
    path
        The file.
    columns
        Names that the header may hold, in any order.
    needed
        Columns without which the file, or a row, cannot be used.
    problems
        Gets what is wrong.
    """
    header: list[str] | None = None
    for number, line in enumerate(_lines(path, problems), start=1):
        if not line.strip(" ,\t\u3000") or line.lstrip().startswith("#"):
            continue
        cells = _cells(line)
        if cells is None:
            problems.add(number, 'a quotation mark is not closed; put text with a comma or " in "…"')
        elif header is None:
            header = _header(cells, columns, needed, number, problems)
            if header is None:
                return
        elif [cell.lower() for cell in cells] != header:  # else the header, pasted along
            row = _row(cells, header, needed, number, problems)
            if row is not None:
                yield row


def _lines(path: Path, problems: Problems) -> list[str]:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return []
    for encoding in ("utf-8-sig", "cp932"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _NO_CHARACTERS.search(text):
            return _LINE_END.split(text)
    problems.add(1, "the file is neither UTF-8 nor CP932 (Shift_JIS); save it as CSV in UTF-8")
    return []


def _cells(line: str) -> list[str] | None:
    try:
        return [cell.strip() for cell in next(csv.reader([line], strict=True))]
    except csv.Error:
        return None


def _header(
    cells: list[str], columns: Sequence[str], needed: Sequence[str], line: int, problems: Problems
) -> list[str] | None:
    header = [cell.lower() for cell in cells]
    missing = [name for name in needed if name not in header]
    if missing:
        problems.add(
            line,
            f"the header lacks the column {', '.join(missing)}; the file begins with {','.join(columns)}",
        )
        return None
    for name in header:
        if name not in columns:
            hint = closest(name, columns)
            problems.add(line, f"unknown column {name!r}{hint} is not read; columns: {', '.join(columns)}")
        elif header.count(name) > 1:
            problems.add(line, f"the column {name} is there twice; the last one is read")
    return header


def _row(
    cells: list[str], header: list[str], needed: Sequence[str], line: int, problems: Problems
) -> WordRow | None:
    if len(cells) > len(header) and any(cells[len(header) :]):
        problems.add(
            line,
            f'{len(cells)} cells under {len(header)} columns; put text with a comma in quotation marks "…"',
        )
        return None
    found = dict(zip(header, cells + [""] * (len(header) - len(cells)), strict=False))
    empty = [name for name in needed if not found[name]]
    if empty:
        problems.add(line, f"{' and '.join(empty)} is empty; fill it in, or delete the row")
        return None
    return WordRow(line, found)
