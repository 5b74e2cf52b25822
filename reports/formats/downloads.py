"""The files beside a weekly report: what there is, under which names, and their content."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from reports.formats.fonts import Font, find_font
from reports.formats.pdf import PdfError, make_pdf
from reports.formats.tables import topics_table
from reports.formats.voices import collect_voices
from reports.formats.workbook import make_workbook
from reports.keys import WeekKey
from reports.model.labels import format_moment
from reports.model.rows import NumberRows
from reports.model.weekly import Department, WeeklyReport
from reports.spreadsheets import csv_text


@dataclass(frozen=True)
class Download:
    """A file beside a page: what readers call it, and its name."""

    label: str
    file: str


def list_downloads(department: Department, week: WeekKey) -> tuple[Download, ...]:
    """Return the files of a department's week; no PDF where no Japanese font was found."""
    stem = f"{department.folder}-{week}"
    pdf = (Download("PDF", f"{stem}.pdf"),) if find_font() else ()
    return (
        Download("Excel", f"{stem}.xlsx"),
        *pdf,
        Download("CSV(話題の表)", f"{stem}.csv"),
        Download("CSV(お客様の声)", f"{stem}-voices.csv"),
    )


def make_downloads(report: WeeklyReport, page: str, rows: Iterable[NumberRows]) -> dict[str, bytes]:
    """Return the content of each file by name; `page` is the report as HTML."""
    topics, voices = topics_table(report), collect_voices(rows)
    found: dict[str, bytes] = {}
    for download in list_downloads(report.department, report.week):
        suffix = download.file.rpartition(".")[2]
        if suffix == "xlsx":
            found[download.file] = make_workbook(report, voices)
        elif download.file.endswith("-voices.csv"):
            found[download.file] = voices.as_csv()
        elif suffix == "csv":
            found[download.file] = csv_text(topics.header, topics.rows).encode("utf-8")
        elif font := find_font():
            title = f"{report.department.name} お客様の声 週報 {report.week.label}"
            found[download.file] = _pdf(page, title, font, report.made_at)
    return found


def list_executive_downloads() -> tuple[Download, ...]:
    """Return the files beside 経営サマリー."""
    return (Download("PDF", "executive.pdf"),) if find_font() else ()


def make_executive_pdf(page: str, week: str, *, made_at: datetime) -> bytes:
    """Return 経営サマリー as PDF; ReportError where there is no Japanese font."""
    font = find_font()
    if font is None:
        message = "経営サマリー cannot be set as PDF without a Japanese font; see reports.formats.fonts"
        raise PdfError(message)
    return _pdf(page, f"お客様の声 経営サマリー {week}", font, made_at)


def _pdf(page: str, title: str, font: Font, made_at: datetime) -> bytes:
    footer = f"{title} {format_moment(made_at)}作成 社外秘"
    return make_pdf(page, title=title, footer=footer, font=font, made_at=made_at)
