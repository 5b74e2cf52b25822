"""A delivered file's bytes to rows, whatever its format."""

import io
import json
from collections.abc import Iterator
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq
from python_calamine import CalamineError, CalamineWorkbook

from pipelines.config.sources_file import SourceSettings
from pipelines.sources.delimited import read_delimited
from pipelines.sources.encodings import UNDECODABLE, decode
from pipelines.sources.mapping import source_columns
from pipelines.sources.parquet_size import batch_rows, unpacked_size, without_dictionaries
from pipelines.sources.problems import BROKEN_FILE, UNKNOWN_COLUMNS, FileProblemError, Problem
from pipelines.sources.sheet_size import refuse_wide_sheets
from pipelines.sources.table import SourceRow, SourceTable
from pipelines.sources.unpack import Limits, check_size, refuse_big_archive, unpack
from pipelines.sources.values import column_name

_ENDINGS: Final = {
    ".csv": "csv",
    ".tsv": "tsv",
    ".txt": "tsv",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".parquet": "parquet",
}
_BATCH_ROWS: Final = 4096
# Arrow's own errors, and those of Python for values that it cannot hold (LookupError: unknown zones).
_PARQUET_ERRORS: Final = (pa.ArrowException, OSError, ValueError, OverflowError, LookupError)


def read_rows(data: bytes, name: str, source: SourceSettings, limits: Limits) -> SourceTable:
    """Return the rows of a delivered file.

    Parameters
    ----------
    data : bytes
        The bytes as delivered, perhaps gz or zip.
    name : str
        File name; its endings tell the format unless the settings do.
    source : SourceSettings
        Format, encoding and sheet.
    limits : Limits
        How much it may unpack to.

    Raises
    ------
    FileProblemError
        The file as a whole cannot be read; the lazy rows may raise it, too.
    """
    content, inner = unpack(data, name, limits)
    if not content.strip():
        return SourceTable(None, None, iter(()))
    form = source.format or _form_of(inner)
    if form == "xlsx":
        refuse_big_archive(content, limits)
        refuse_wide_sheets(content)
        return _read_xlsx(content, source.sheet)
    if form == "parquet":
        return _read_parquet(content, source_columns(source)[0], limits)
    text, encoding = decode(content, source.encoding)
    del content
    text = text.removeprefix("\ufeff")
    if form == "jsonl":
        return SourceTable(encoding, None, _json_rows(text))
    return read_delimited(text, "\t" if form == "tsv" else ",", encoding)


def _form_of(name: str) -> str:
    lower = name.lower()
    for ending, form in _ENDINGS.items():
        if lower.endswith(ending):
            return form
    message = "the file name does not tell the format; give format: in sources.yaml"
    raise FileProblemError(BROKEN_FILE, message)


def _json_rows(text: str) -> Iterator[SourceRow | Problem]:
    has_damage = UNDECODABLE.search(text) is not None
    for number, line in enumerate(io.StringIO(text, newline="\n"), start=1):
        if not line.strip():
            continue
        if has_damage and UNDECODABLE.search(line):
            yield Problem(number, "bad_encoding", "the row holds bytes that are not in the file's encoding")
            continue
        try:
            record = _DECODER.decode(line.strip())
        except (ValueError, RecursionError):
            yield Problem(number, "bad_json", "the line is not a JSON object")
            continue
        if isinstance(record, dict):
            yield SourceRow(number, record)
        else:
            yield Problem(number, "bad_json", "the line is not a JSON object")


def _normal_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    return {column_name(key): value for key, value in pairs}


# Not strict: raw control characters inside strings are cleaned later rather than refused.
_DECODER: Final = json.JSONDecoder(object_pairs_hook=_normal_keys, strict=False)


def _read_xlsx(content: bytes, sheet: str | None) -> SourceTable:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        names = {column_name(name): name for name in book.sheet_names}
        if sheet is not None and column_name(sheet) not in names:
            raise FileProblemError(UNKNOWN_COLUMNS, f"the workbook has no sheet {sheet!r}")
        chosen = names[column_name(sheet)] if sheet is not None else book.sheet_names[0]
        cells = book.get_sheet_by_name(chosen).to_python(skip_empty_area=False)
    except (CalamineError, IndexError, OSError, ValueError) as error:
        raise FileProblemError(BROKEN_FILE, f"not a readable workbook ({type(error).__name__})") from None
    start = next((n for n, row in enumerate(cells) if any(cell != "" for cell in row)), len(cells))
    header = tuple(column_name(str(cell)) for cell in cells[start]) if cells[start:] else ()
    return SourceTable(None, header, _sheet_rows(header, cells[start + 1 :]))


def _sheet_rows(header: tuple[str, ...], rows: list[list[Any]]) -> Iterator[SourceRow | Problem]:
    for number, row in enumerate(rows, start=1):
        if any(cell != "" for cell in row):
            yield SourceRow(number, dict(zip(header, row, strict=False)))


def _read_parquet(content: bytes, wanted: set[str], limits: Limits) -> SourceTable:
    try:
        # Arrow reads ahead in threads of its own; a buffer of Arrow's needs no interpreter there.
        file = pq.ParquetFile(pa.BufferReader(content), pre_buffer=False)
        check_size(unpacked_size(file), len(content), limits)
        names = tuple(file.schema_arrow.names)
    except _PARQUET_ERRORS as error:
        raise FileProblemError(BROKEN_FILE, f"not a readable Parquet file ({type(error).__name__})") from None
    # Columns that nobody reads may hold anything; they are not even looked at.
    used = [name for name in names if _is_wanted(column_name(name), wanted)]
    return SourceTable(None, tuple(map(column_name, names)), _parquet_rows(file, used or None, limits))


def _is_wanted(name: str, wanted: set[str]) -> bool:
    return any(path == name or path.split(".", 1)[0] == name for path in wanted)


def _parquet_rows(
    file: pq.ParquetFile, columns: list[str] | None, limits: Limits
) -> Iterator[SourceRow | Problem]:
    number = decoded = 0
    try:
        for batch in file.iter_batches(batch_size=batch_rows(file, _BATCH_ROWS), columns=columns):
            plain = without_dictionaries(pa.Table.from_batches([batch]))
            decoded += plain.nbytes
            if decoded > limits.unpacked_bytes:
                detail = f"unpacks to more than {limits.unpacked_bytes} bytes"
                raise FileProblemError(BROKEN_FILE, detail, rows=number)
            table = _without_nanoseconds(plain.rename_columns([column_name(n) for n in plain.column_names]))
            for record in table.to_pylist():
                number += 1
                yield SourceRow(number, record)
    except _PARQUET_ERRORS as error:
        detail = f"not a readable Parquet file ({type(error).__name__})"
        raise FileProblemError(BROKEN_FILE, detail, rows=number) from None


def _without_nanoseconds(table: pa.Table) -> pa.Table:
    # Python's datetime has microseconds; Arrow refuses to convert finer times without pandas.
    for n, field in enumerate(table.schema):
        if pa.types.is_timestamp(field.type) and field.type.unit == "ns":
            column = table.column(n).cast(pa.timestamp("us", field.type.tz), safe=False)
            table = table.set_column(n, field.name, column)
    return table
