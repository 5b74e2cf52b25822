"""The sentences behind a number, checked against the number they stand for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from reports.errors import CountMismatchError
from reports.keys import WeekKey
from reports.model.figures import TopicFigure
from reports.model.marking import stems
from reports.model.paths import RISK_PAGE
from reports.model.risks import say_cases
from reports.model.small_cells import LEAST_CASES, withhold_small_cells
from reports.model.topics import TopicKey, key_of
from reports.model.weekly import Department
from reports.queries import fetch_table

if TYPE_CHECKING:
    from warehouse.published import Reader

_KEY = ("kind", "topic_id", "role")


@dataclass(frozen=True)
class NumberRows:
    """The sentences behind one number, in the order in which they are shown.

    Attributes
    ----------
    file : str
        First of the pages that show them.
    rows : Table
        `case_number` (案件 from 1), `day`, `channel`, `product`, `sentence`, and `contact_id` where the rows
        lead to threads; null = it must not be shown.
    words : tuple of str
        Stems of the words that the topic is known by, marked in the sentences.
    period : str
        Given where the sentences are not those of the week.
    states : tuple of str
        Of urgent cases: whom each was passed on to, and what came back.
    """

    department: Department
    week: WeekKey
    title: str
    kind: str | None
    cases: int
    voices: int
    file: str
    rows: pa.Table
    words: tuple[str, ...] = ()
    period: str = ""
    states: tuple[str, ...] = ()

    @property
    def contacts(self) -> pa.ChunkedArray:
        """The contacts that the rows lead to, null where there must be no way."""
        if "contact_id" in self.rows.column_names:
            return self.rows["contact_id"]
        return pa.chunked_array([pa.nulls(self.rows.num_rows, pa.string())])


def list_topic_rows(
    reader: "Reader",
    week: WeekKey,
    department: Department,
    figures: list[TopicFigure],
    *,
    least_cases: int = LEAST_CASES,
    keywords: Mapping[str, Sequence[str]] | None = None,
) -> Iterator[NumberRows]:
    """Yield the sentences behind every figure of a department and week.

    `keywords` are the words that a topic is known by, marked in its sentences.

    Raises
    ------
    CountMismatchError
        A figure differs from the cases or sentences found behind it, or rows have no figure.
    """
    table = fetch_table(
        reader, "department_rows", monday=week.monday, sunday=week.sunday, department=department.department
    )
    places = _find_topics(table)
    wanted = {key_of(figure): figure for figure in figures}
    for key in sorted(set(places) | set(wanted), key=str):
        _check_counts(week, department, key, wanted.get(key), places.get(key, _Place(0, 0, 0)))
    lengths = (pa.repeat(number, place.voices) for number, place in enumerate(places.values()))
    numbers = pa.chunked_array([*lengths], pa.int64())
    shown = withhold_small_cells(table, least_cases, numbers=numbers)
    for key in sorted(wanted, key=str):
        figure, place = wanted[key], places.get(key, _Place(0, 0, 0))
        if figure.page is not None:
            yield NumberRows(
                department, week, figure.label, figure.kind, figure.change.cases, figure.voices,
                file=figure.page, rows=shown.slice(place.first, place.voices),
                words=stems((keywords or {}).get(figure.topic_id or "", ())),
            )  # fmt: skip


def list_risk_rows(reader: "Reader", week: WeekKey, department: Department) -> Iterator[NumberRows]:
    """Yield the sentences behind the number of risk cases; none where there is no risk."""
    rows = fetch_table(
        reader, "department_risks", monday=week.monday, sunday=week.sunday, department=department.department
    )
    if rows.num_rows:
        cases = pc.max(rows["case_number"]).as_py()
        title = "至急ご確認いただきたいお申し出"
        states = say_cases(reader, rows.to_pylist())
        yield NumberRows(
            department, week, title, None, cases, rows.num_rows, file=RISK_PAGE, rows=rows, states=states
        )


@dataclass(frozen=True)
class _Place:
    """Where the rows of a topic stand in the table, and how many cases they are."""

    first: int
    voices: int
    cases: int


def _find_topics(table: pa.Table) -> dict[TopicKey, _Place]:
    """Return each topic's place; its rows stand together, and so do the groups, in one thread."""
    groups = table.group_by([*_KEY], use_threads=False).aggregate([([], "count_all"), ("case_number", "max")])
    places: dict[TopicKey, _Place] = {}
    first = 0
    for row in groups.to_pylist():
        place = _Place(first, row["count_all"], row["case_number_max"])
        places[(row["kind"], row["topic_id"], row["role"])] = place
        first += place.voices
    return places


def _check_counts(
    week: WeekKey, department: Department, key: TopicKey, figure: TopicFigure | None, place: _Place
) -> None:
    found = (place.cases, place.voices)
    printed = (figure.change.cases, figure.voices) if figure else (0, 0)
    if found != printed:
        cell = f"{week} {department.folder} {'/'.join(map(str, key))}"
        message = (
            f"{cell}: the report says {printed} cases and sentences, published.voices holds {found}; "
            "publish again (koe publish), then check mart.weekly_topic_counts"
        )
        raise CountMismatchError(message)
