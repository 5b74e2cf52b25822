"""The Excel workbook of a department's week; the same report gives the same bytes."""

import io
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import xlsxwriter

from reports.columns import as_array
from reports.formats.tables import (
    Sheet,
    channels_table,
    notes_table,
    summary_rows,
    topics_table,
)
from reports.formats.voices import HEADER, Voices
from reports.model.labels import JST, format_moment
from reports.model.weekly import WeeklyReport
from reports.spreadsheets import WORKBOOK_OPTIONS, clean_text, find_odd, starts_formula

_OPTIONS = {**WORKBOOK_OPTIONS, "in_memory": True, "default_date_format": "m/d"}
_FIRST_DAY = 25_569
"""1970-01-01 in a workbook."""


def make_workbook(report: WeeklyReport, voices: Voices) -> bytes:
    """Return the workbook: summary, topics, topic by channel, sentences that may be shown, notes."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, _OPTIONS)
    book.set_properties(
        {
            "title": f"{report.department.name} お客様の声 週報 {report.week.label}",
            "author": "Koe",
            "comments": "社外秘",
            "created": report.made_at.astimezone(JST).replace(tzinfo=None),
        }
    )
    styles = _styles(book)
    _write_summary(book, styles, report)
    _write_sheet(book, styles, topics_table(report))
    _write_sheet(book, styles, channels_table(report))
    _write_voices(book, styles, voices)
    _write_sheet(book, styles, notes_table(report))
    book.close()
    return out.getvalue()


def _styles(book: Any) -> dict[str, Any]:
    plain = {"valign": "top", "font_size": 10}
    return {
        "text": book.add_format({**plain, "text_wrap": True}),
        # What Excel would take for a formula when somebody edits the cell stays a text.
        "quoted": book.add_format({**plain, "text_wrap": True, "quote_prefix": True}),
        "number": book.add_format({**plain, "num_format": "#,##0"}),
        "date": book.add_format({**plain, "num_format": "m/d(aaa)", "align": "left"}),
        "header": book.add_format(
            {"bold": True, "font_size": 10, "bg_color": "#E8EEF4", "bottom": 1, "valign": "top"}
        ),
        "title": book.add_format({"bold": True, "font_size": 14}),
        "note": book.add_format({"font_size": 9, "font_color": "#4D5B69"}),
    }


def _write_summary(book: Any, styles: dict[str, Any], report: WeeklyReport) -> None:
    page = book.add_worksheet("要約")
    page.set_column(0, 0, 24)
    page.set_column(1, 1, 8)
    page.set_column(2, 2, 100)
    _put(page, styles, 0, 0, f"{report.department.name} お客様の声 週報", styles["title"])
    state = f"{report.week.label} {report.completeness.state} {format_moment(report.made_at)}作成 社外秘"
    _put(page, styles, 1, 0, state, styles["note"])
    for column, name in enumerate(("項目", "件", "内容")):
        _put(page, styles, 3, column, name, styles["header"])
    for number, cells in enumerate(summary_rows(report), start=4):
        for column, cell in enumerate(cells):
            _put(page, styles, number, column, cell)
    page.freeze_panes(4, 0)
    _fit(page)


def _write_sheet(book: Any, styles: dict[str, Any], sheet: Sheet) -> None:
    page = _start(book, styles, sheet.name, sheet.header, sheet.widths)
    for number, cells in enumerate(sheet.rows, start=1):
        for column, cell in enumerate(cells):
            _put(page, styles, number, column, cell)
    _finish(page, styles, len(sheet.rows), len(sheet.header), sheet.note)


def _write_voices(book: Any, styles: dict[str, Any], voices: Voices) -> None:
    """Write the sentences column by column: thousands of cells of one kind."""
    page = _start(book, styles, "お客様の声", HEADER, (16, 34, 8, 12, 12, 24, 80))
    table = voices.newest()
    for place, column in enumerate(table.columns):
        if pa.types.is_string(column.type):
            _put_texts(page, styles, place, column)
        else:
            style = styles["date" if pa.types.is_date(column.type) else "number"]
            values = _as_numbers(column).to_pylist()
            for number, value in enumerate(values, start=1):
                if value is not None:
                    page.write_number(number, place, value, style)
    _finish(page, styles, table.num_rows, len(HEADER), voices.say_limits())


def _put_texts(page: Any, styles: dict[str, Any], place: int, column: pa.ChunkedArray) -> None:
    plain = styles["text"]
    odd = find_odd(as_array(column)).to_pylist()
    for number, (text, is_odd) in enumerate(zip(column.to_pylist(), odd, strict=True), start=1):
        if is_odd:
            _put(page, styles, number, place, text)
        elif text is not None:
            page.write_string(number, place, text, plain)


def _as_numbers(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return days as a workbook counts them, from the end of 1899."""
    if pa.types.is_date(column.type):
        return pc.add(column.cast(pa.int32()), _FIRST_DAY)
    return column


def _start(
    book: Any, styles: dict[str, Any], name: str, header: tuple[str, ...], widths: tuple[int, ...]
) -> Any:
    page = book.add_worksheet(name)
    for column, (title, width) in enumerate(zip(header, widths, strict=True)):
        page.set_column(column, column, width)
        _put(page, styles, 0, column, title, styles["header"])
    page.freeze_panes(1, 0)
    page.repeat_rows(0)
    _fit(page)
    return page


def _finish(page: Any, styles: dict[str, Any], rows: int, columns: int, note: str) -> None:
    page.autofilter(0, 0, max(1, rows), columns - 1)
    if note:
        _put(page, styles, rows + 2, 0, note, styles["note"])


def _fit(page: Any) -> None:
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.set_footer("&L社外秘&R&P / &N")


def _put(page: Any, styles: dict[str, Any], row: int, column: int, cell: object, style: Any = None) -> None:
    """Write a cell by its type: a text always as text."""
    if cell is None:
        return
    if isinstance(cell, str):
        text = clean_text(cell)
        page.write_string(row, column, text, style or styles["quoted" if starts_formula(text) else "text"])
    elif isinstance(cell, date):
        page.write_datetime(row, column, cell, styles["date"])
    else:
        page.write_number(row, column, cell, styles["number"])
