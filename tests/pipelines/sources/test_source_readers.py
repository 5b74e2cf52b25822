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
from hypothesis import given
from hypothesis import strategies as st

from pipelines.config import SourceSettings
from pipelines.sources.delimited import read_delimited
from pipelines.sources.encodings import decode
from pipelines.sources.problems import FileProblemError, Problem
from pipelines.sources.readers import read_rows
from pipelines.sources.sheet_size import refuse_wide_sheets
from pipelines.sources.table import SourceRow
from pipelines.sources.unpack import Limits, unpack

HARD = "㈱髙島屋①～ﾊﾝｶｸ、詰め替えの注ぎ口から漏れました"
SMALL = Limits(unpacked_bytes=10_000)


def source(**settings) -> SourceSettings:
    columns = {"contact_id": "番号", "channel": {"value": "mail"}}
    return SourceSettings.model_validate(
        {"path": "/x", "day": "2026-01-01", "columns": columns, "text": ["本文"], **settings}
    )


def rows_of(data: bytes, name: str, **settings) -> list[SourceRow | Problem]:
    return list(read_rows(data, name, source(**settings), Limits()).rows)


@pytest.mark.parametrize(
    "codec", ["utf-8", "utf-8-sig", "cp932", "utf-16", "utf-16-le", "iso2022_jp", "euc_jp"]
)
def test_encodings_of_japanese_systems_are_recognised(codec):
    text = "番号,本文\r\n1,詰め替えの注ぎ口から漏れました\r\n2,サポートの電話がつながりません\r\n"
    read, found = decode(text.encode(codec), "auto")
    assert read.removeprefix("\ufeff") == text
    assert found == ("euc_jis_2004" if codec == "euc_jp" else codec) or found.startswith(codec.split("_")[0])


def test_cp932_with_its_own_letters_is_not_taken_for_shift_jis():
    assert decode(HARD.encode("cp932"), "auto") == (HARD, "cp932")


@given(st.text(alphabet="あいうえおかきくけこアイウエオ漢字電話①㈱髙ｱｲｳｴｵ、。,\r\n0123abc", min_size=1))
def test_what_cp932_and_utf8_can_write_is_read_back(text):
    assert decode(text.encode("utf-8"), "auto")[0] == text
    assert decode(text.encode("cp932"), "cp932")[0] == text


def test_a_named_encoding_that_is_wrong_breaks_the_file():
    with pytest.raises(FileProblemError, match="not in the encoding utf-8"):
        decode(HARD.encode("cp932"), "utf-8")


def test_bytes_that_are_no_text_break_the_file():
    with pytest.raises(FileProblemError, match="encoding"):
        decode(bytes(range(128, 256)) * 20, "auto")


@pytest.mark.parametrize("codec", ["utf-8", "cp932"])
def test_a_few_damaged_bytes_cost_their_row_only(codec):
    lines = ["番号,本文", *(f"{n},お電話がなかなかつながりませんでした" for n in range(9))]
    encoded = [line.encode(codec) for line in lines]
    encoded[4] = encoded[4][:-1] + b"\xff\xfe"[: 1 if codec == "utf-8" else 2] + b"\x80"
    got = rows_of(b"\n".join(encoded), "a.csv")
    assert [(item.row, item.reason) for item in got if isinstance(item, Problem)] == [(4, "bad_encoding")]
    assert len(got) == 9


def test_quotes_newlines_and_blank_lines_of_csv():
    text = '番号, 本文 ,余り\r\n1,"一行目\r\n二行目, ""引用""",\r\n\r\n,,\r\n4,最後,x,,\r\n'
    got = list(read_delimited(text, ",", "utf-8").rows)
    assert got == [
        SourceRow(1, {"番号": "1", "本文": '一行目\r\n二行目, "引用"', "余り": ""}),
        SourceRow(4, {"番号": "4", "本文": "最後", "余り": "x"}),
    ]


def test_an_open_quote_costs_its_own_row_and_not_the_rest():
    text = '番号,本文\n1,良い\n2,"閉じない\n3,"閉じた"\n4,普通\n5,"また閉じない\n6,終わり\n'
    got = list(read_delimited(text, ",", "utf-8").rows)
    assert [item.number for item in got if isinstance(item, SourceRow)] == [1, 3, 4, 6]
    assert [(item.row, item.reason) for item in got if isinstance(item, Problem)] == [
        (2, "broken_quote"),
        (5, "broken_quote"),
    ]


def test_careless_but_closed_quotes_are_read():
    got = list(read_delimited('番号,本文\n1,"A"さん\n', ",", "utf-8").rows)
    assert got == [SourceRow(1, {"番号": "1", "本文": "Aさん"})]


def test_rows_with_too_few_or_too_many_cells_are_named():
    got = list(read_delimited("番号\t本文\n1\n2\ta\tb\n", "\t", "utf-8").rows)
    assert [(item.row, item.reason) for item in got] == [(1, "column_count"), (2, "column_count")]


csv_cells = st.text(alphabet='あ漢ｱ,"\n\r;a ', max_size=8)


@given(st.lists(st.tuples(csv_cells, csv_cells), min_size=1, max_size=8))
def test_csv_that_python_writes_is_read_back(rows):
    import csv

    sink = io.StringIO(newline="")
    csv.writer(sink, quoting=csv.QUOTE_ALL).writerows([("番号", "本文"), *rows])
    got = list(read_delimited(sink.getvalue(), ",", "utf-8").rows)
    assert [tuple(item.record.values()) for item in got] == [row for row in rows if any(map(str.strip, row))]


def test_jsonl_rows_that_are_no_objects_are_named():
    lines = [
        '{"番号": "1", "本文": "あ\\ud83d\\ude00"}',
        "",
        "[1]",
        "{broken",
        '{"a": "\x00"}',
        "[" * 100_000,
    ]
    got = rows_of("\n".join(lines).encode(), "a.jsonl")
    assert [item.number for item in got if isinstance(item, SourceRow)] == [1, 5]
    assert [(item.row, item.reason) for item in got if isinstance(item, Problem)] == [
        (3, "bad_json"),
        (4, "bad_json"),
        (6, "bad_json"),
    ]


def test_column_names_match_after_nfkc():
    got = rows_of('{" ＩＤ ": 1, "ﾒﾓ": {"本文\u3000": "x"}}'.encode(), "a.jsonl")
    assert got == [SourceRow(1, {"ID": 1, "メモ": {"本文": "x"}})]


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


def test_a_format_that_the_name_does_not_tell_is_asked_for():
    with pytest.raises(FileProblemError, match="give format:"):
        rows_of(b"x", "a.dat")
    assert rows_of('{"番号": 1}'.encode(), "a.dat", format="jsonl") == [SourceRow(1, {"番号": 1})]


@given(
    st.binary(max_size=300), st.sampled_from(["a.csv", "a.jsonl", "a.xlsx", "a.parquet", "a.csv.gz", "a.zip"])
)
def test_any_bytes_give_rows_problems_or_a_broken_file(data, name):
    with contextlib.suppress(FileProblemError):
        assert all(isinstance(item, (SourceRow, Problem)) for item in rows_of(data, name))


def test_damage_far_into_a_file_does_not_change_its_encoding():
    line = "番号,お電話がなかなかつながりませんでした\n"
    for codec in ("utf-8", "cp932"):
        data = (line * 4000).encode(codec) + b"\x80\xff\n" + line.encode(codec)
        assert decode(data, "auto")[1] == codec
    ascii_first = b"1,a\n" * 20_000 + line.encode("cp932")
    assert decode(ascii_first, "auto")[1] == "cp932"


def test_bytes_that_only_look_like_utf_16_break_the_file_and_nothing_else():
    with pytest.raises(FileProblemError, match="not in the encoding utf-16"):
        decode(b"\x00\xdc\x00\xdc\x00a\x00" * 3, "auto")


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
