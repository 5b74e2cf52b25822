"""Where a rise concentrates: a product, lot, store, desk or channel that holds more of it than before."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from scipy.stats import binom

from pipelines.change.alerts import Row
from warehouse.database import Database
from warehouse.sql import read_sql

PLACE = ("dimension", "value", "value_cases", "known_cases")
BEFORE_DAYS = 91
LEAST_BEFORE = 20
"""With fewer cases before, the topic's own places are not known, and those of all contacts count."""
LEAST_SHARE = 0.6
LEAST_GROWTH = 0.2
RARE = 0.002
"""Of a few cases most have the same desk by chance; so many values are looked at that 1 in 500 is little."""


def find_places(database: Database, newest: date, *, least_cases: int) -> dict[str, Row]:
    """Return alert id → dimension, value, value_cases, known_cases for the alerts in ``mart.alerts``.

    Parameters
    ----------
    least_cases : int
        A place with fewer cases could single someone out and is not named.
    """
    first = database.query("SELECT min(first_day) AS day FROM mart.alerts").column("day")[0].as_py()
    if first is None:
        return {}
    params = {
        "before_days": BEFORE_DAYS,
        "oldest": first - timedelta(days=BEFORE_DAYS),
        "newest": newest,
        "least_share": LEAST_SHARE,
    }
    found: dict[str, list[Mapping[str, Any]]] = {}
    for row in database.query(read_sql("change/concentrations"), params).to_pylist():
        found.setdefault(row["alert_id"], []).append(row)
    places = {alert: choose_place(rows, least_cases=least_cases) for alert, rows in found.items()}
    return {alert: place for alert, place in places.items() if place is not None}


def choose_place(rows: Iterable[Mapping[str, Any]], *, least_cases: int) -> Row | None:
    """Return the place that holds 60 % of the cases or more, and 20 points more than before, if any."""
    chosen = [
        (growth, row)
        for row in rows
        if row["value_cases"] >= least_cases
        and (share := row["value_cases"] / row["known_cases"]) >= LEAST_SHARE
        and (growth := share - _share_before(row)) >= LEAST_GROWTH
        and binom.sf(row["value_cases"] - 1, row["known_cases"], _share_before(row)) <= RARE
    ]
    if not chosen:
        return None
    _, best = min(chosen, key=lambda pair: (-round(pair[0], 6), pair[1]["dimension"], pair[1]["value"]))
    return {name: best[name] for name in PLACE}


def _share_before(row: Mapping[str, Any]) -> float:
    if row["known_before"] >= LEAST_BEFORE:
        return float(row["value_before"] / row["known_before"])
    return float(row["usual_share"])
