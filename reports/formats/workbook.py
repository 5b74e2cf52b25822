"""The Excel workbook of a department's week; the same report gives the same bytes."""

import io
from collections.abc import Iterable
from datetime import date
from typing import Any

import xlsxwriter

from reports.formats.tables import (
    Sheet,
    channels_table,
    notes_table,
    summary_rows,
    topics_table,
    voices_table,
)
from reports.model.labels import JST, format_moment
from reports.model.rows import RowsPage
from reports.model.weekly import WeeklyReport
from reports.spreadsheets import WORKBOOK_OPTIONS, clean_text, starts_formula

_OPTIONS = {**WORKBOOK_OPTIONS, "in_memory": True, "default_date_format": "m/d"}


def make_workbook(report: WeeklyReport, pages: Iterable[RowsPage]) -> bytes:
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
    for sheet in (topics_table(report), channels_table(report), voices_table(pages), notes_table(report)):
        _write_sheet(book, styles, sheet)
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
    page = book.add_worksheet(sheet.name)
    for column, (name, width) in enumerate(zip(sheet.header, sheet.widths, strict=True)):
        page.set_column(column, column, width)
        _put(page, styles, 0, column, name, styles["header"])
    for number, cells in enumerate(sheet.rows, start=1):
        for column, cell in enumerate(cells):
            _put(page, styles, number, column, cell)
    page.autofilter(0, 0, max(1, len(sheet.rows)), len(sheet.header) - 1)
    page.freeze_panes(1, 0)
    page.repeat_rows(0)
    if sheet.note:
        _put(page, styles, len(sheet.rows) + 2, 0, sheet.note, styles["note"])
    _fit(page)


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
