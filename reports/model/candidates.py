"""【新しい話題の候補】: groups of voices that no topic holds, with what stands behind their numbers."""

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from reports.keys import WeekKey
from reports.model.context import SiteContext
from reports.model.labels import format_date, shorten
from reports.model.paths import name_candidate_page
from reports.model.rows import NumberRows
from reports.model.small_cells import LEAST_CASES, withhold_small_cells, without_days
from reports.model.topics import pick_quotes
from reports.model.weekly import Department, TopicCandidate
from reports.queries import fetch_rows, fetch_table

if TYPE_CHECKING:
    from warehouse.published import Reader

MIN_CANDIDATE_CASES = 3
MAX_CANDIDATES = 5


def load_candidates(
    reader: "Reader", site: SiteContext, week: WeekKey, department: Department
) -> tuple[TopicCandidate, ...]:
    """Return the department's candidates, most cases first.

    They are found over the newest days, so only the newest week's report shows them.
    """
    if not site.weeks or week != site.weeks[-1]:
        return ()
    rows = fetch_rows(reader, "department_candidates", department=department.department)
    grouped = [list(group) for _, group in groupby(rows, key=itemgetter("position"))]
    found = [_candidate(group, site.least_cases) for group in grouped]
    kept = [candidate for candidate in found if candidate.cases >= MIN_CANDIDATE_CASES]
    return tuple(sorted(kept, key=lambda each: (-each.cases, each.position))[:MAX_CANDIDATES])


def _candidate(rows: list[dict[str, Any]], least_cases: int) -> TopicCandidate:
    days = [row["day"] for row in rows]
    first = rows[0]
    cases = max(row["case_number"] for row in rows)
    quotes = [row for row in rows if row["sentence"]]
    return TopicCandidate(
        position=first["position"],
        label=shorten(first["label"]),
        kind=first["kind"],
        cases=cases,
        voices=len(rows),
        first_day=min(days),
        last_day=max(days),
        quotes=pick_quotes(without_days(quotes) if cases < least_cases else quotes),
        page=name_candidate_page(first["position"]),
    )


def list_candidate_rows(
    reader: "Reader",
    week: WeekKey,
    department: Department,
    candidates: tuple[TopicCandidate, ...],
    *,
    least_cases: int = LEAST_CASES,
) -> Iterator[NumberRows]:
    """Yield the sentences behind each candidate's number of cases."""
    if not candidates:
        return
    table = fetch_table(reader, "department_candidates", department=department.department)
    positions = table.column("position").to_pylist()
    for candidate in candidates:
        rows = table.slice(positions.index(candidate.position), candidate.voices)
        yield NumberRows(
            department, week, candidate.label, candidate.kind, candidate.cases, candidate.voices,
            file=candidate.page, rows=withhold_small_cells(rows, least_cases),
            period=format_date(candidate.first_day)
            if candidate.first_day == candidate.last_day
            else f"{format_date(candidate.first_day)}から{format_date(candidate.last_day)}まで",
        )  # fmt: skip
