"""Text on its way into CSV and Excel: what starts a formula there must stay text."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from reports.columns import PLAIN, as_array, join_lines, rewrite

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


def csv_table(table: pa.Table) -> bytes:
    """Return a table as `csv_text` would, column by column: texts, whole numbers and days, nulls empty."""
    cells = [_csv_cells(column) for column in table.columns]
    head = ",".join(_quote(safe_text(name)) for name in table.column_names)
    return f"\ufeff{head}\r\n".encode() + join_lines(pc.binary_join_element_wise(*cells, ","), "\r\n")


def find_odd(texts: pa.Array) -> pa.Array:
    """Return for each text whether it could be one to clean or to quote; null is not."""
    is_odd = pc.match_substring_regex(texts, f"[^{PLAIN}]|^[ =+@＝＋－＠-]")
    return pc.or_(is_odd, pc.greater_equal(pc.utf8_length(texts), LONGEST_CELL)).fill_null(False)


def _csv_cells(column: pa.ChunkedArray) -> pa.Array:
    if not pa.types.is_string(column.type):
        return as_array(column).cast(pa.string()).fill_null("")
    # Names of topics, channels and products come again and again: each is looked at once.
    encoded = as_array(column).fill_null("").dictionary_encode()
    texts = rewrite(encoded.dictionary, find_odd(encoded.dictionary), safe_text)
    quoted = pc.binary_join_element_wise('"', pc.replace_substring(texts, '"', '""'), '"', "")
    cells = pc.if_else(pc.match_substring_regex(texts, '[",\r\n]'), quoted, texts)
    return pc.take(cells, encoded.indices)


def _quote(text: str) -> str:
    escaped = text.replace('"', '""')
    return f'"{escaped}"' if any(character in text for character in '",\r\n') else text
