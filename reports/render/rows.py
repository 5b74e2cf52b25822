"""Pages with the sentences behind a number: whole columns are escaped and joined, not row by row."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime

import pyarrow as pa
import pyarrow.compute as pc
from markupsafe import Markup, escape

from reports.columns import PLAIN, as_array, rewrite, say_values
from reports.model.labels import format_day, name_channel
from reports.model.paths import number_page
from reports.model.rows import NumberRows
from reports.model.wording import HIDDEN_SENTENCE
from reports.render.html import clean_value, render_template

PAGE_ROWS = 200
_START, _END = "\x02", "\x03"
"""Stand for the tags of marked words until all is escaped; `clean_value` leaves neither in a text."""
_ESCAPES = (("&", "&amp;"), (">", "&gt;"), ("<", "&lt;"), ("'", "&#39;"), ('"', "&#34;"))


def render_rows(
    number: NumberRows, *, made_at: datetime, threads: Mapping[str, str] | None = None
) -> Iterator[tuple[str, str, int]]:
    """Yield file, page and number of sentences shown on it; `threads` maps contacts to addresses."""
    table = number.rows
    with_products = "product" in table.column_names and table["product"].null_count < table.num_rows
    lines = _join_lines(number, threads or {}, with_products=with_products)
    pages = max(1, -(-table.num_rows // PAGE_ROWS))
    for page in range(1, pages + 1):
        first = (page - 1) * PAGE_ROWS
        rows = "\n".join(lines.slice(first, PAGE_ROWS).to_pylist())
        sentences = table["sentence"].slice(first, PAGE_ROWS)
        html = render_template(
            "rows.html",
            number=number,
            rows=Markup(rows),  # noqa: S704 - joined from escaped columns
            page=page,
            pages=pages,
            older=number_page(number.file, page - 1) if page > 1 else None,
            newer=number_page(number.file, page + 1) if page < pages else None,
            with_products=with_products,
            is_withheld=table["day"].null_count > 0,
            made_at=made_at,
        )
        yield number_page(number.file, page), html, len(sentences) - sentences.null_count


def _join_lines(number: NumberRows, threads: Mapping[str, str], *, with_products: bool) -> pa.Array:
    """Return each row as a line of the table."""
    table = number.rows
    case = as_array(table["case_number"]).cast(pa.string())
    sentences = as_array(table["sentence"]).fill_null("")
    said = mark_sentences(sentences, number.words)
    shown = pc.binary_join_element_wise(said, _links(as_array(number.contacts), case, threads), "")
    products = say_values(table["product"], _escaped).fill_null("") if with_products else ""
    return pc.binary_join_element_wise(
        '<tr><td class="n">',
        case,
        '</td><td class="when">',
        say_values(table["day"], format_day).fill_null("—"),
        '</td><td class="where">',
        say_values(table["channel"], lambda name: _escaped(name_channel(name))).fill_null(""),
        '</td><td class="what">' if with_products else "",
        products,
        '</td><td class="said">',
        pc.if_else(pc.equal(sentences, ""), f'<span class="hidden">{HIDDEN_SENTENCE}</span>', shown),
        "</td></tr>",
        "",
    )


def mark_sentences(texts: pa.Array, words: tuple[str, ...]) -> pa.Array:
    """Return sentences as HTML, each place of one of the words in ``mark``."""
    texts = rewrite(texts, pc.match_substring_regex(texts, f"[^{PLAIN}\n]"), clean_value)
    if words:
        pattern = "|".join(map(re.escape, words))
        texts = pc.replace_substring_regex(texts, f"(?i)({pattern})", f"{_START}\\1{_END}")
    for character, entity in _ESCAPES:
        texts = pc.replace_substring(texts, character, entity)
    if words:
        texts = pc.replace_substring(texts, _START, "<mark>")
        texts = pc.replace_substring(texts, _END, "</mark>")
    return texts


def _links(contacts: pa.Array, case: pa.Array, threads: Mapping[str, str]) -> pa.Array:
    """Return the link to each row's thread, "" where there is none."""
    known, addresses = pa.array(threads.keys(), pa.string()), pa.array(threads.values(), pa.string())
    address = pc.take(addresses, pc.index_in(contacts, value_set=known))
    link = pc.binary_join_element_wise(
        ' <a class="thread" href="', address, '">やりとり<span class="unseen">:案件', case, "</span></a>", ""
    )
    return link.fill_null("")


def _escaped(text: str) -> str:
    return str(escape(clean_value(text)))
