"""Where a rise concentrates: a product, lot, store, desk or channel that holds more of it than before."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

import pyarrow as pa
from scipy.stats import binom

from pipelines.change.alerts import Row
from warehouse.contract.mart import ALERTS
from warehouse.database import Database
from warehouse.sql import read_sql

PLACE = ("dimension", "value", "value_cases", "known_cases")
BEFORE_DAYS = 91
USUAL_DAYS = 28
LEAST_BEFORE = 20
"""With fewer cases before, the topic's own places are not known, and those of all contacts count."""
LEAST_SHARE = 0.6
LEAST_GROWTH = 0.2
RARE = 0.002
"""Of a few cases most have the same desk by chance; so many values are looked at that 1 in 500 is little."""


def find_places(database: Database, alerts: Sequence[Row], *, least_cases: int) -> dict[str, Row]:
    """Return alert id → dimension, value, value_cases, known_cases for rows of ``mart.alerts``.

    They are a function of the days up to the alert's, whatever came after.

    Parameters
    ----------
    least_cases : int
        A place with fewer cases could single someone out and is not named.
    """
    if not alerts:
        return {}
    first, last = min(row["first_day"] for row in alerts), max(row["day"] for row in alerts)
    window = {"first": first, "last": last, "least_cases": least_cases, "least_share": LEAST_SHARE}
    before = {
        "before_days": BEFORE_DAYS,
        "first": first - timedelta(days=BEFORE_DAYS),
        "last": last,
        "usual_days": USUAL_DAYS,
        "usual_first": min(row["day"] for row in alerts) - timedelta(days=USUAL_DAYS - 1),
    }
    with database.given("rising", pa.Table.from_pylist(list(alerts), schema=ALERTS.arrow_schema())):
        concentrated = database.query(read_sql("change/concentrations"), window)
        if not concentrated.num_rows:
            return {}
        with database.given("concentrated", concentrated):
            rows = database.query(read_sql("change/places_before"), before).to_pylist()
    found: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
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
