"""``denominators.csv``: what counts are set against, such as shipments; wrong rows are named."""

import math
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from pipelines.config.calendar_file import read_day
from pipelines.config.model import closest
from pipelines.config.word_rows import Problems, WordProblem, WordRow, read_rows, shown

DENOMINATORS_FILE: Final = "denominators.csv"
COLUMNS: Final = ("measure", "first_day", "last_day", "value", "department")
FLOWS: Final = frozenset({"shipments", "visitors"})
"""Measures whose value is the total of a time; of the others it is how many there are on each of its days."""
MEASURES: Final = ("shipments", "visitors", "subscribers", "users")
_JAPANESE: Final = {
    "出荷": "shipments",
    "来訪者": "visitors",
    "来店者": "visitors",
    "会員": "subscribers",
    "利用者": "users",
}


@dataclass(frozen=True, slots=True)
class Span:
    """A time with what one day of it has: 12,903.2 pieces, or 41,200 members."""

    first_day: date
    last_day: date
    a_day: float


@dataclass(frozen=True, slots=True)
class DepartmentMeasure:
    """What a department is set against; `spans` empty = the daily figures of the sources.

    `department` "" = every department that is not named itself.
    """

    department: str
    measure: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class DenominatorsFile:
    """What can be used of the file, and what cannot, in the order of the lines."""

    measures: tuple[DepartmentMeasure, ...]
    problems: tuple[WordProblem, ...]


def read_denominators(folder: Path, departments: Iterable[str] = ()) -> DenominatorsFile:
    """Read the denominators of a configuration folder; a file that is not there is an empty list.

    A row with a value, ``出荷,2026-10-01,2026-10-31,412000,product``, is a month's total of a
    department; ``出荷,,,,product`` takes the sources' daily figures (table ``daily_denominators``).

    Parameters
    ----------
    departments
        Ids that a row may name; none = any.
    """
    path = folder / DENOMINATORS_FILE
    problems = Problems(str(path))
    known = tuple(departments)
    measures: dict[str, tuple[str, int]] = {}
    spans: dict[str, list[tuple[Span, int]]] = {}
    for row in read_rows(path, COLUMNS, needed=("measure",), problems=problems):
        measure = _measure(row, problems)
        department = row.cells.get("department", "")
        if measure is None or not _is_department(department, known, row.line, problems):
            continue
        given, line = measures.get(department, (measure, row.line))
        if given != measure:
            problems.add(
                row.line,
                f"the department is set against {given} in line {line}; delete one of the rows",
            )
            continue
        span = _span(row, measure, problems)
        if isinstance(span, Span) and _is_free(span, spans.get(department, []), row.line, problems):
            spans.setdefault(department, []).append((span, row.line))
        elif span is not None:
            continue
        measures.setdefault(department, (measure, row.line))
    return DenominatorsFile(
        tuple(
            DepartmentMeasure(department, measure, _in_order(spans.get(department, [])))
            for department, (measure, _) in sorted(measures.items())
        ),
        tuple(sorted(problems.found, key=lambda item: item.line)),
    )


def _in_order(found: Iterable[tuple[Span, int]]) -> tuple[Span, ...]:
    return tuple(sorted((span for span, _ in found), key=lambda span: span.first_day))


def _measure(row: WordRow, problems: Problems) -> str | None:
    given = unicodedata.normalize("NFKC", row.cells["measure"]).lower()
    measure = _JAPANESE.get(given, given)
    if measure in MEASURES:
        return measure
    known = (*MEASURES, *_JAPANESE)
    problems.add(
        row.line, f"measure {shown(given)} is not known{closest(given, known)}; measures: {', '.join(known)}"
    )
    return None


def _is_department(given: str, known: tuple[str, ...], line: int, problems: Problems) -> bool:
    if not given or not known or given in known:
        return True
    problems.add(
        line,
        f"department {shown(given)} is not in departments.yaml{closest(given, known)}; "
        "write its id, or nothing for all",
    )
    return False


def _span(row: WordRow, measure: str, problems: Problems) -> Span | bool | None:
    """Return the time of a row, None where the sources are meant, False where it cannot be used."""
    cells = [row.cells.get(name, "") for name in ("first_day", "last_day", "value")]
    if not any(cells):
        return None
    if not all(cells):
        problems.add(
            row.line,
            "first_day, last_day and value go together; fill in all three, "
            "or none for the sources' daily figures",
        )
        return False
    first, last = (read_day(row.cells[name], name, row.line, problems) for name in ("first_day", "last_day"))
    value = _value(row.cells["value"], row.line, problems)
    if first is None or last is None or value is None:
        return False
    if last < first:
        problems.add(row.line, "last_day lies before first_day; exchange them")
        return False
    return Span(first, last, value / ((last - first).days + 1) if measure in FLOWS else value)


def _value(cell: str, line: int, problems: Problems) -> float | None:
    try:
        value = float(unicodedata.normalize("NFKC", cell).replace(",", ""))
    except ValueError:
        value = math.nan
    if math.isfinite(value) and value > 0:
        return value
    problems.add(line, f"value {shown(cell)} is no number above 0; write it as 412000")
    return None


def _is_free(span: Span, others: Iterable[tuple[Span, int]], line: int, problems: Problems) -> bool:
    for other, before in others:
        if span.first_day <= other.last_day and other.first_day <= span.last_day:
            problems.add(line, f"its days are in line {before}, too, which counts; give each day once")
            return False
    return True
