"""Workbooks, Parquet files and archives: what is in them, and what would fill the memory or the disk."""

import collections
import contextlib
import gzip
import io
import json
import zipfile
from datetime import datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from pipelines.sources.problems import FileProblemError
from pipelines.sources.readers import read_rows
from pipelines.sources.sheet_size import refuse_wide_sheets
from pipelines.sources.table import SourceRow
from pipelines.sources.unpack import Limits, unpack
from tests.pipelines.sources.reading import rows_of, source

HARD = "㈱髙島屋①～ﾊﾝｶｸ、詰め替えの注ぎ口から漏れました"
SMALL = Limits(unpacked_bytes=10_000)


def workbook(rows: list[list[object]], sheet: str = "問い合わせ") -> bytes:
    sink = io.BytesIO()
    book = xlsxwriter.Workbook(sink, {"in_memory": True, "default_date_format": "yyyy-mm-dd hh:mm"})
    book.add_worksheet("表紙").write(0, 0, "表紙です")
    page = book.add_worksheet(sheet)
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            page.write(number, column, cell)
    book.close()
    return sink.getvalue()


def test_a_sheet_is_read_with_its_row_numbers():
    when = datetime(2026, 11, 21, 9, 5)  # noqa: DTZ001
    data = workbook([[], ["番号", "本文", "日時"], [12, "a", when], [], ["x3", "b", ""]])
    got = rows_of(data, "a.xlsx", sheet="問い合わせ")
    assert got == [
        SourceRow(1, {"番号": 12.0, "本文": "a", "日時": when}),
        SourceRow(3, {"番号": "x3", "本文": "b", "日時": ""}),
    ]
    with pytest.raises(FileProblemError, match="no sheet '別'"):
        rows_of(data, "a.xlsx", sheet="別")
    with pytest.raises(FileProblemError, match="broken_file"):
        rows_of(data[: len(data) // 2], "a.xlsx")


def test_parquet_with_nested_turns_and_nanoseconds():
    sink = io.BytesIO()
    when = pa.array([1_763_700_000_123_456_789], pa.timestamp("ns"))
    pq.write_table(pa.table({"番号": [1], "会話": [[{"s": "客", "t": "あ"}]], "日時": when}), sink)
    (got,) = rows_of(sink.getvalue(), "a.parquet", text=["会話", "日時"])
    assert got.record["会話"] == [{"s": "客", "t": "あ"}]
    assert got.record["日時"].microsecond == 123_456
    with pytest.raises(FileProblemError, match="not a readable Parquet file"):
        rows_of(sink.getvalue()[:-20], "a.parquet")


def parquet_of(**columns: pa.Array) -> bytes:
    sink = io.BytesIO()
    pq.write_table(pa.table({"番号": [1], **columns}), sink)
    return sink.getvalue()


NO_UTF8 = pa.Array.from_buffers(
    pa.string(), 1, [None, pa.py_buffer(b"\x00\x00\x00\x00\x02\x00\x00\x00"), pa.py_buffer(b"\xff\xfe")]
)


@pytest.mark.parametrize("cells", [pa.array([2**53], pa.timestamp("ms")), NO_UTF8], ids=["far", "utf8"])
def test_parquet_cells_that_python_cannot_hold_break_the_file_if_they_are_read(cells):
    data = parquet_of(本文=cells)
    with pytest.raises(FileProblemError, match="broken_file: not a readable Parquet file"):
        rows_of(data, "a.parquet")
    assert rows_of(data, "a.parquet", text=["番号"]) == [SourceRow(1, {"番号": 1})]


def test_parquet_columns_that_nobody_reads_are_not_looked_at():
    data = parquet_of(本文=pa.array(["あ"]), 余り=pa.array([1], pa.duration("ns")))
    assert rows_of(data, "a.parquet") == [SourceRow(1, {"番号": 1, "本文": "あ"})]


def with_cell(place: str, data: bytes, *, filled: bool = True) -> bytes:
    """Return a workbook with one more cell in its last sheet, at the right place of its XML or not."""
    cell = f'<c r="{place}"><v>1</v></c>' if filled else f'<c r="{place}" s="1"/>'
    row = f'<row r="{place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")}">{cell}</row></sheetData>'.encode()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [(info.filename, archive.read(info)) for info in archive.infolist()]
    return zipped(*((name, part.replace(b"</sheetData>", row)) for name, part in parts))


@pytest.mark.parametrize("place", ["XFD1048576", "U1000000", "xfd2000"])
def test_a_cell_far_from_the_table_breaks_the_file(place):
    data = with_cell(place, workbook([["番号", "本文"], [1, "a"]]))
    with pytest.raises(FileProblemError, match="broken_file: a sheet reaches to row"):
        rows_of(data, "a.xlsx", sheet="問い合わせ")


def test_a_format_far_from_the_table_does_no_harm():
    data = with_cell("XFD1048576", workbook([["番号", "本文"], [1, "a"]]), filled=False)
    assert rows_of(data, "a.xlsx", sheet="問い合わせ") == [SourceRow(1, {"番号": 1.0, "本文": "a"})]


def test_cells_that_do_not_say_where_they_are_follow_the_one_before():
    sheet = b'<sheetData><row r="1048576">' + b"<c><v>1</v></c>" * 20 + b"</row></sheetData>"
    with pytest.raises(FileProblemError, match="row 1048576, column 20;"):
        refuse_wide_sheets(zipped(("xl/worksheets/sheet1.xml", sheet)))


def zipped(*files: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", method) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return sink.getvalue()


def test_archives_are_looked_through():
    line = json.dumps({"番号": 1}).encode()
    assert unpack(gzip.compress(line), "a.jsonl.gz", SMALL) == (line, "a.jsonl")
    assert unpack(zipped(("d/a.jsonl", line), ("__MACOSX/._a", b"")), "b.zip", SMALL) == (line, "a.jsonl")


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (gzip.compress(HARD.encode() * 50, mtime=0)[:-12], "a.csv.gz", "truncated or damaged"),
        (gzip.compress(HARD.encode(), mtime=0)[:-8] + b"\x00" * 8, "a.csv.gz", "truncated or damaged"),
        (b"not gzip at all", "a.csv.gz", "not gzip"),
        (zipped(("a.csv", HARD.encode() * 50))[:200], "a.zip", "truncated or damaged"),
        (zipped(("a.csv", b"1"), ("b.csv", b"2")), "a.zip", "holds 2 files"),
        (zipped(("a.csv", bytes(10_001))), "a.zip", "unpacks to more than 10000 bytes"),
        (gzip.compress(bytes(10_001), mtime=0), "a.csv.gz", "unpacks to more than 10000 bytes"),
    ],
)
def test_archives_that_cannot_be_used_break_the_file(data, name, said):
    with pytest.raises(FileProblemError, match=said) as caught:
        unpack(data, name, SMALL)
    assert caught.value.reason == "broken_file"


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
@pytest.mark.parametrize("form", ["a.zip", "a.xlsx"])
def test_a_damaged_byte_anywhere_in_a_zip_breaks_the_file_and_nothing_else(method, form):
    whole = zipped(("xl/a.csv", "番号,本文\n1,漏れました\n".encode() * 9), method=method)
    for place in range(len(whole)):
        data = whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :]
        with contextlib.suppress(FileProblemError):
            rows_of(data, form)


def test_a_bomb_is_refused_by_its_ratio():
    bomb = gzip.compress(bytes(70 << 20), compresslevel=1)
    with pytest.raises(FileProblemError, match="more than 200 times"):
        unpack(bomb, "a.csv.gz", Limits())


def test_a_parquet_text_that_every_row_repeats_is_refused_before_it_fills_the_memory():
    texts = pa.DictionaryArray.from_arrays(pa.array([0] * 5_000, pa.int32()), pa.array(["あ" * 300_000]))
    out = io.BytesIO()
    pq.write_table(pa.table({"番号": pa.array(range(5_000)), "本文": texts}), out, compression="zstd")
    assert out.tell() < 100_000
    limits = Limits(unpacked_bytes=50 << 20)
    rows = read_rows(out.getvalue(), "a.parquet", source(), limits).rows
    with pytest.raises(FileProblemError, match="unpacks to more than 52428800 bytes"):
        collections.deque(rows, maxlen=1)


def test_a_parquet_bomb_is_refused_by_its_ratio():
    out = io.BytesIO()
    rows = pa.table({"本文": pa.array(["あ" * (24 << 20)])})
    pq.write_table(rows, out, compression="zstd", use_dictionary=False)
    with pytest.raises(FileProblemError, match="more than 200 times"):
        rows_of(out.getvalue(), "a.parquet")
