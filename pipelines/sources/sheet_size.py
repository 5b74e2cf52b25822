"""How far the cells of a workbook reach; the reader of workbooks would make room for all in between."""

import io
import re
import zipfile
from collections.abc import Iterator
from functools import lru_cache
from typing import IO, Final

from pipelines.sources.problems import BROKEN_FILE, FileProblemError
from pipelines.sources.unpack import ARCHIVE_ERRORS

MOST_CELLS: Final = 20_000_000
_CHUNK: Final = 1 << 20
_LONGEST_TAG: Final = 1 << 16
_TAG: Final = re.compile(rb"<(?:[\w.-]+:)?(row|c)((?:\s[^<>]*)?/?)>")
_CELL_STARTS: Final = re.compile(rb"<(?:[\w.-]+:)?(?:row|c)\s")
_PLACE: Final = re.compile(rb"\sr\s*=\s*[\"']([A-Za-z]{0,8})(\d{1,10})")


def refuse_wide_sheets(content: bytes) -> None:
    """Refuse an XLSX in which rows × columns up to its last filled cell are more than `MOST_CELLS`.

    Raises
    ------
    FileProblemError
        Too many cells, or the container is damaged.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for info in archive.infolist():
                with archive.open(info) as part:
                    _refuse_wide_part(part)
    except ARCHIVE_ERRORS as error:
        raise FileProblemError(BROKEN_FILE, f"not a readable workbook ({type(error).__name__})") from None


def _refuse_wide_part(part: IO[bytes]) -> None:
    rows = columns = 0
    for row, column in _filled_cells(part):
        rows, columns = max(rows, row), max(columns, column)
        if rows * columns > MOST_CELLS:
            detail = f"a sheet reaches to row {rows}, column {columns}; clear the cells far from the table"
            raise FileProblemError(BROKEN_FILE, detail)


def _filled_cells(part: IO[bytes]) -> Iterator[tuple[int, int]]:
    """Yield row and column, from 1, of the cells that are not just a format (``<c …/>``)."""
    row = column = 0
    for name, rest in _tags(part):
        letters, number = _place(rest)
        if name == b"row":
            row, column = number or row + 1, 0
            continue
        # Cells may leave out where they are; they then follow the one before.
        row, column = number or row, _column_number(letters) or column + 1
        if not rest.endswith(b"/"):
            yield row, column


def _tags(part: IO[bytes]) -> Iterator[tuple[bytes, bytes]]:
    rest = b""
    while chunk := part.read(_CHUNK):
        text = rest + chunk
        for found in _TAG.finditer(text):
            yield found[1], found[2]
        start = text.rfind(b"<")
        rest = text[start:] if start > text.rfind(b">") else b""
        if len(rest) > _LONGEST_TAG:
            if _CELL_STARTS.match(rest):
                raise FileProblemError(BROKEN_FILE, "a cell of a sheet cannot be read")
            rest = b""


def _place(rest: bytes) -> tuple[bytes, int]:
    found = _PLACE.search(rest)
    return (found[1], int(found[2])) if found else (b"", 0)


@lru_cache(maxsize=4096)
def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
