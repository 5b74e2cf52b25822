"""Cases (案件): contacts of one matter, linked whatever the order in which their days were loaded."""

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from warehouse.contract.mart import CASES
from warehouse.database import Database
from warehouse.sql import read_sql


def link_cases(database: Database, days: Sequence[date], *, case_days: int) -> set[date]:
    """Link the contacts of `days` into cases and return all days whose cases changed.

    Reads the contacts around `days` of the customers that occur there, and those with their case numbers; not
    the history. Call inside a transaction, after ``mart.voice_facts`` holds the days.
    """
    with database.given("cases_parted", _parted(database, days)):
        seeds = database.query(read_sql("cases/seeds"), {"days": list(days)})
    database.delete(CASES, "day", days)
    if not seeds.num_rows:
        return set(days)
    reached = _reach(database, seeds, case_days)
    span = _span(reached)
    with database.given("case_seeds", reached):
        members = database.query(read_sql("cases/members"), span)
        edges = database.query(read_sql("cases/edges"), {**span, "case_days": case_days})
        database.run(
            "DELETE FROM mart.cases WHERE day BETWEEN $first AND $last "
            "AND contact_id IN (SELECT contact_id FROM case_seeds)",
            span,
        )
    cases = _label(members, edges)
    database.insert(CASES, cases)
    return _changed_days(members, cases) | set(days)


def _parted(database: Database, days: Sequence[date]) -> pa.Table:
    """Return ``day``, ``contact_id`` of contacts that share a case with a contact of `days`.

    Of a case nobody knows how far back it goes, so all are looked through, but not for a day that is new.
    """
    held = database.query(
        "SELECT DISTINCT case_id FROM mart.cases WHERE day IN (SELECT unnest($days)) "
        "AND day BETWEEN $first AND $last",
        {"days": list(days), "first": min(days), "last": max(days)},
    )
    if not held.num_rows:
        return CASES.arrow_schema().empty_table().select(["day", "contact_id"])
    with database.given("cases_held", held):
        return database.query(
            "SELECT day, contact_id FROM mart.cases WHERE case_id IN (SELECT case_id FROM cases_held)"
        )


def _reach(database: Database, seeds: pa.Table, case_days: int) -> pa.Table:
    """Follow customers and case numbers until no further contact is found."""
    place = ["day", "contact_id"]
    reached = newest = seeds
    while newest.num_rows:
        around = {**_span(newest, margin=case_days), "case_days": case_days}
        with database.given("case_seeds", newest):
            found = database.query(read_sql("cases/reach"), around)
        newest = found.join(reached.select(place), place, join_type="left anti")
        reached = pa.concat_tables([reached, newest.select(reached.column_names)])
    return reached


def _span(contacts: pa.Table, *, margin: int = 0) -> dict[str, date]:
    """Return the first and last day of contacts, moved apart by `margin` days."""
    ends = pc.min_max(contacts.column("day"))
    away = timedelta(days=margin)
    return {"first": ends["min"].as_py() - away, "last": ends["max"].as_py() + away}


def _label(members: pa.Table, edges: pa.Table) -> pa.Table:
    """Return rows of ``mart.cases``; `members` are in order of time, so the first of a component names it."""
    ids = members.column("contact_id").to_pylist()
    position = {contact_id: index for index, contact_id in enumerate(ids)}
    left = np.array([position[item] for item in edges.column("contact_id").to_pylist()], dtype=np.int64)
    right = np.array([position[item] for item in edges.column("earlier_id").to_pylist()], dtype=np.int64)
    graph = coo_matrix((np.ones(len(left), dtype=np.int8), (left, right)), shape=(len(ids), len(ids)))
    _, component = connected_components(graph, directed=False)
    first: dict[int, str] = {}
    seen: dict[int, int] = {}
    case_ids, numbers = [], []
    for contact_id, label in zip(ids, component.tolist(), strict=True):
        case_ids.append(first.setdefault(label, contact_id))
        seen[label] = seen.get(label, 0) + 1
        numbers.append(seen[label])
    return pa.table(
        {
            "day": members.column("day"),
            "contact_id": members.column("contact_id"),
            "case_id": pa.array(case_ids, pa.string()),
            "contact_number": pa.array(numbers, pa.int64()),
        }
    )


def _changed_days(members: pa.Table, cases: pa.Table) -> set[date]:
    old = zip(
        members.column("old_case_id").to_pylist(), members.column("old_number").to_pylist(), strict=True
    )
    new = zip(cases.column("case_id").to_pylist(), cases.column("contact_number").to_pylist(), strict=True)
    days = cases.column("day").to_pylist()
    return {day for before, after, day in zip(old, new, days, strict=True) if before != after}
