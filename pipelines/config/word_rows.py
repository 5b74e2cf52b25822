"""Rows of the word lists in CSV: UTF-8 or CP932, header in any order, comments; problems with their lines."""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipelines.config.model import closest

_NO_CHARACTERS = re.compile("[\uf8f0-\uf8f3]")  # what Python's CP932 makes of other encodings
_LINE_END = re.compile(rb"\r\n|\r|\n")  # in both encodings never a part of a character
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_OTHER_SEPARATOR = re.compile("[\t;、，]")
_JAPANESE = re.compile("[ぁ-ヿ一-鿿]")
_LONGEST_SHOWN = 30


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


def shown(cell: str) -> str:
    """Quote a cell for a message, a long one by its length: it may be a sentence that a customer wrote."""
    return repr(cell) if len(cell) <= _LONGEST_SHOWN else f"of {len(cell)} characters"


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
    for number, line in _lines(path, problems):
        if not line.strip(" ,\t\u3000") or line.lstrip().startswith("#"):
            continue
        cells = _cells(line)
        if cells is None:
            problems.add(
                number,
                "a quotation mark is not closed in its line; "
                'put text with a comma or " in "…", and no line end in it',
            )
        elif header is None:
            header = _header(cells, columns, needed, number, problems)
            if header is None:
                return
        elif [cell.lower() for cell in cells] != header:  # else the header, pasted along
            row = _row(cells, header, needed, number, problems)
            if row is not None:
                yield row


def _lines(path: Path, problems: Problems) -> Iterator[tuple[int, str]]:
    """Yield the lines with their numbers; a line in another encoding than the file is named and left out."""
    data = _content(path, problems).removeprefix(_BYTE_ORDER_MARK)
    lines = _LINE_END.split(data)
    beyond_ascii = [line for line in lines if not line.isascii()]
    as_utf8 = sum(_decoded(line, "utf-8") is not None for line in beyond_ascii)
    as_cp932 = sum(_decoded(line, "cp932") is not None for line in beyond_ascii)
    if data.count(b"\x00") > len(lines) or (beyond_ascii and not max(as_utf8, as_cp932)):  # UTF-16, EUC-JP
        problems.add(1, "the file is neither UTF-8 nor CP932 (Shift_JIS); save it as CSV in UTF-8")
        return
    # UTF-8 can mostly be read as CP932, too, but hardly ever the other way round
    encoding, name = (
        ("utf-8", "UTF-8") if as_utf8 * 2 >= len(beyond_ascii) else ("cp932", "CP932 (Shift_JIS)")
    )
    for number, line in enumerate(lines, start=1):
        text = _decoded(line, encoding)
        if text is None or (encoding == "cp932" and _JAPANESE.search(_decoded(line, "utf-8") or "")):
            problems.add(number, f"the line is not in {name} as the rest of the file is; type it in again")
        elif "\x00" in text:
            problems.add(number, "the line holds a NUL character; type it in again")
        else:
            yield number, text


def _content(path: Path, problems: Problems) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""
    except OSError as error:  # no right to read, a folder of this name, a link in a circle
        problems.add(
            1, f"the file cannot be read ({error.strerror}) and counts as empty; put a readable file there"
        )
        return b""


def _decoded(line: bytes, encoding: str) -> str | None:
    try:
        text = line.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if _NO_CHARACTERS.search(text) else text


def _cells(line: str) -> list[str] | None:
    if line.count('"') % 2:  # also the end of a cell that was begun in a line before
        return None
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
        only = len(cells) == 1 and _OTHER_SEPARATOR.search(cells[0])
        remedy = (
            "separate the columns by commas" if only else f"begin the file with the line {','.join(columns)}"
        )
        problems.add(line, f"the header lacks the column {', '.join(missing)}, so no row is read; {remedy}")
        return None
    for name in header:
        if name not in columns:
            hint = closest(name, columns)
            problems.add(
                line, f"unknown column {shown(name)}{hint} is not read; columns: {', '.join(columns)}"
            )
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
