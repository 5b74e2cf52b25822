import contextlib
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.sources.delimited import read_delimited
from pipelines.sources.encodings import decode
from pipelines.sources.problems import FileProblemError, Problem
from pipelines.sources.table import SourceRow
from pipelines.sources.unpack import Limits
from tests.pipelines.sources.reading import rows_of

HARD = "㈱髙島屋①～ﾊﾝｶｸ、詰め替えの注ぎ口から漏れました"
SMALL = Limits(unpacked_bytes=10_000)


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
