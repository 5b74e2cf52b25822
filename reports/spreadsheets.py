"""Text on its way into CSV and Excel: what starts a formula there must stay text."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date

_STARTS = frozenset("=+-@\t\r\n＝＋－＠")
_BLANKS = " \u00a0\u3000\ufeff\u200b\u2060"
WORKBOOK_OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
"""For ``xlsxwriter.Workbook(path, WORKBOOK_OPTIONS)``: a text stays a text, whatever it begins with."""
LONGEST_CELL = 32_767


def safe_text(text: str) -> str:
    r"""Return a text that no spreadsheet takes for a formula, cut to what a cell holds.

    A quote is put before ``=``, ``+``, ``-``, ``@`` (also full-width, as Japanese Excel reads them), a
    tab or a line end, also behind blanks. Numbers are written as numbers, never through here.

    Examples
    --------
    >>> safe_text("=1+1"), safe_text("＝1+1"), safe_text("詰め替え")
    ("'=1+1", "'＝1+1", '詰め替え')
    """
    cleaned = clean_text(text)
    return (f"'{cleaned}" if starts_formula(cleaned) else cleaned)[:LONGEST_CELL]


def clean_text(text: str) -> str:
    """Return a text without control characters, cut to what a cell holds."""
    if text.isprintable():
        return text[:LONGEST_CELL]
    kept = (character for character in text if character.isprintable() or character in "\t\r\n")
    return "".join(kept)[:LONGEST_CELL]


def starts_formula(text: str) -> bool:
    """Whether a spreadsheet could take the text for a formula."""
    return not _STARTS.isdisjoint(text.lstrip(_BLANKS)[:1])


def csv_text(header: Sequence[str], rows: Iterable[Sequence[str | int | float | date | None]]) -> str:
    """Return a table as CSV that Excel opens (BOM, CRLF); texts go through `safe_text`, numbers stay."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([safe_text(name) for name in header])
    for row in rows:
        writer.writerow([safe_text(cell) if isinstance(cell, str) else cell for cell in row])
    return "\ufeff" + out.getvalue()
