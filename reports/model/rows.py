"""The sentences behind a number: paged lists, checked against the number they stand for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from reports.errors import CountMismatchError
from reports.keys import WeekKey
from reports.model.figures import TopicFigure
from reports.model.labels import name_channel
from reports.model.marking import Span, find_spans, stems
from reports.model.paths import RISK_PAGE, number_page
from reports.model.small_cells import LEAST_CASES, withhold_small_cells
from reports.model.topics import TopicKey, key_of
from reports.model.weekly import Department
from reports.queries import fetch_table

if TYPE_CHECKING:
    from warehouse.published import Reader

PAGE_ROWS = 200


@dataclass(frozen=True)
class VoiceRow:
    """One sentence; None = it must not be shown. `case_number` counts 案件 from 1.

    `day` None = withheld, because the number has too few cases. `spans` are the places of the topic's words
    in the sentence; `contact_id` leads to the thread, None where there must be none.
    """

    case_number: int
    day: date | None
    channel: str
    product: str | None
    sentence: str | None
    spans: tuple[Span, ...] = ()
    contact_id: str | None = None


@dataclass(frozen=True)
class RowsPage:
    """One page of the sentences behind a number, with the addresses of its neighbours.

    `period` is given where the sentences are not those of the week.
    """

    department: Department
    week: WeekKey
    title: str
    kind: str | None
    cases: int
    voices: int
    number: int
    pages: int
    file: str
    older: str | None
    newer: str | None
    rows: tuple[VoiceRow, ...]
    period: str = ""


def list_topic_pages(
    reader: "Reader",
    week: WeekKey,
    department: Department,
    figures: list[TopicFigure],
    *,
    least_cases: int = LEAST_CASES,
    keywords: Mapping[str, Sequence[str]] | None = None,
) -> Iterator[RowsPage]:
    """Yield the pages behind every figure of a department and week.

    `keywords` are the words that a topic is known by, marked in its sentences.

    Raises
    ------
    CountMismatchError
        A figure differs from the cases or sentences found behind it, or rows have no figure.
    """
    table = fetch_table(
        reader, "department_rows", monday=week.monday, sunday=week.sunday, department=department.department
    )
    slices = _slice_by_topic(table)
    wanted = {key_of(figure): figure for figure in figures}
    for key in sorted(set(slices) | set(wanted), key=str):
        rows = table.slice(*slices.get(key, (0, 0)))
        figure = wanted.get(key)
        _check_counts(week, department, key, figure, rows)
        if figure is not None and figure.page is not None:
            first = RowsPage(
                department, week, figure.label, figure.kind, figure.change.cases, figure.voices,
                number=1, pages=1, file=figure.page, older=None, newer=None, rows=(),
            )  # fmt: skip
            shown = withhold_small_cells(rows, least_cases)
            yield from paginate(first, shown, words=stems((keywords or {}).get(figure.topic_id or "", ())))


def list_risk_pages(reader: "Reader", week: WeekKey, department: Department) -> Iterator[RowsPage]:
    """Yield the pages behind the number of risk cases; none where there is no risk."""
    rows = fetch_table(
        reader, "department_risks", monday=week.monday, sunday=week.sunday, department=department.department
    )
    if rows.num_rows:
        cases = pc.max(rows["case_number"]).as_py()
        first = RowsPage(
            department, week, "至急ご確認いただきたいお申し出", None, cases, rows.num_rows,
            number=1, pages=1, file=RISK_PAGE, older=None, newer=None, rows=(),
        )  # fmt: skip
        yield from paginate(first, rows)


def _slice_by_topic(table: pa.Table) -> dict[TopicKey, tuple[int, int]]:
    """Return offset and length of each topic's rows; they stand together in the result."""
    keys = zip(*(table[name].to_pylist() for name in ("kind", "topic_id", "role")), strict=True)
    slices: dict[TopicKey, tuple[int, int]] = {}
    for position, key in enumerate(keys):
        offset, length = slices.get(key, (position, 0))
        slices[key] = (offset, length + 1)
    return slices


def _check_counts(
    week: WeekKey, department: Department, key: TopicKey, figure: TopicFigure | None, rows: pa.Table
) -> None:
    found = (pc.max(rows["case_number"]).as_py() or 0, rows.num_rows)
    printed = (figure.change.cases, figure.voices) if figure else (0, 0)
    if found != printed:
        cell = f"{week} {department.folder} {'/'.join(map(str, key))}"
        message = (
            f"{cell}: the report says {printed} cases and sentences, published.voices holds {found}; "
            "publish again (koe publish), then check mart.weekly_topic_counts"
        )
        raise CountMismatchError(message)


def paginate(first: RowsPage, rows: pa.Table, *, words: Sequence[str] = ()) -> Iterator[RowsPage]:
    """Yield `rows` in pages that are like `first`; `words` are marked in the sentences."""
    pages = max(1, -(-rows.num_rows // PAGE_ROWS))
    for number in range(1, pages + 1):
        chunk = rows.slice((number - 1) * PAGE_ROWS, PAGE_ROWS).to_pylist()
        yield replace(
            first,
            number=number,
            pages=pages,
            file=number_page(first.file, number),
            older=number_page(first.file, number - 1) if number > 1 else None,
            newer=number_page(first.file, number + 1) if number < pages else None,
            rows=tuple(_make_row(row, words) for row in chunk),
        )


def _make_row(row: dict[str, Any], words: Sequence[str]) -> VoiceRow:
    return VoiceRow(
        row["case_number"],
        row["day"],
        name_channel(row["channel"]),
        row["product"],
        row["sentence"],
        find_spans(row["sentence"] or "", words),
        row.get("contact_id"),
    )
