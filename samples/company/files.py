"""Bytes of source files, the same for the same rows, and their delivery times."""

import csv
import gzip
import io
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter

_JST: Final = ZoneInfo("Asia/Tokyo")
_MADE: Final = datetime(2020, 1, 1)  # noqa: DTZ001 - XLSX properties know no time zone
DELIVERED_AT: Final = time(1, 10)

Row = Mapping[str, Any]


def csv_bytes(columns: Sequence[str], rows: Iterable[Row], *, encoding: str = "cp932") -> bytes:
    """Return a CSV with header and CRLF line ends; None is an empty cell.

    Raises
    ------
    UnicodeEncodeError
        A character does not exist in the encoding.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([row[column] for column in columns] for row in rows)
    return text.getvalue().encode(encoding)


def jsonl_bytes(rows: Iterable[Row]) -> bytes:
    """Return one JSON object a line, UTF-8."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def gzip_bytes(content: bytes) -> bytes:
    """Return the content gzipped without name and time."""
    return gzip.compress(content, compresslevel=6, mtime=0)


def parquet_bytes(schema: pa.Schema, rows: Sequence[Row]) -> bytes:
    """Return a Parquet file with one row group."""
    target = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(list(rows), schema=schema), target, compression="zstd")
    return target.getvalue()


def xlsx_bytes(sheet: str, columns: Sequence[str], rows: Sequence[Row]) -> bytes:
    """Return a workbook with one sheet; times are real date cells without zone."""
    target = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(target, options) as book:
        book.set_properties({"created": _MADE})
        page = book.add_worksheet(sheet)
        moment = book.add_format({"num_format": "yyyy/mm/dd hh:mm:ss"})
        page.write_row(0, 0, columns)
        for number, row in enumerate(rows, 1):
            for place, column in enumerate(columns):
                value = row[column]
                if isinstance(value, datetime):
                    page.write_datetime(number, place, value.replace(tzinfo=None), moment)
                elif value is not None:
                    page.write(number, place, value)
    return target.getvalue()


def delivery_time(day: date, *, delay_days: int = 0) -> datetime:
    """Return when the file of a day arrives: the morning after at 01:10 JST."""
    return datetime.combine(day + timedelta(days=1 + delay_days), DELIVERED_AT, _JST)


def deliver(path: Path, content: bytes, at: datetime) -> None:
    """Write a file with a modification time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    os.utime(path, (at.timestamp(), at.timestamp()))
