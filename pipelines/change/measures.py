"""Reads what counts are set against, and stores it week by week for the reports' 「出荷1万個あたり」."""

import logging
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pyarrow as pa

from pipelines.change.denominators import Denominator, lay_out
from pipelines.change.series import History
from pipelines.config.denominators_file import read_denominators
from pipelines.settings import Settings
from warehouse.contract.mart import WEEKLY_DENOMINATORS
from warehouse.database import Database
from warehouse.sql import read_sql

log = logging.getLogger(__name__)
DIGITS = 6


def load_denominators(
    database: Database, settings: Settings, first: date, length: int
) -> dict[str, Denominator]:
    """Return department → level on `length` days; none where denominators.csv has no row."""
    known = [department.id for department in settings.departments.departments]
    file = read_denominators(settings.config_dir, known)
    for problem in file.problems:
        log.warning("%s; the row is skipped", problem)
    if not file.measures:
        return {}
    daily: dict[str, dict[date, float]] = {}
    for row in database.query(read_sql("change/denominators"), {"first": first}).to_pylist():
        daily.setdefault(row["measure"], {})[row["day"]] = row["value"]
    for item in file.measures:
        if not item.spans and item.measure not in daily:
            log.warning(
                "denominators.csv: no source delivers %s; give days and values, or a source with "
                "'table: daily_denominators'",
                item.measure,
            )
    days = [first + timedelta(days=number) for number in range(length)]
    return lay_out(file.measures, daily, days)


def set_against(history: History, denominators: dict[str, Denominator]) -> History:
    """Return the history with denominators; a day's digest tells its level, so that a changed one is seen."""
    if not denominators:
        return history
    told = [
        f"{digest} | {_levels(denominators, place)}" if digest else ""
        for place, digest in enumerate(history.digests)
    ]
    return replace(history, digests=tuple(told), denominators=denominators)


def _levels(denominators: dict[str, Denominator], place: int) -> str:
    return " ".join(
        f"{department}:{item.measure}={item.level[place]:.{DIGITS}g}"
        for department, item in sorted(denominators.items())
    )


def weekly_denominators(history: History | None, weeks: Iterable[date]) -> pa.Table:
    """Return the rows of ``mart.weekly_denominators``: of departments with counts, where all is known."""
    rows = []
    if history is not None and history.denominators:
        is_counted = np.array([bool(digest) for digest in history.digests])
        departments = sorted({key.department for key in history.keys})
        for week in weeks:
            place = history.position(week)
            for department in departments:
                found = history.denominators.get(department, history.denominators.get(""))
                value = found.of_days(is_counted, slice(place, place + 7)) if found else None
                if found and value is not None:
                    told = {"measure": found.measure, "value": float(f"{value:.{DIGITS}g}")}
                    rows.append({"week": week, "department": department or None, **told})
    return pa.Table.from_pylist(rows, schema=WEEKLY_DENOMINATORS.arrow_schema())
