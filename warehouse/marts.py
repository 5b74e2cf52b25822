"""Brings the marts up to date with the days that were loaded since."""

import hashlib
from datetime import date, timedelta

from warehouse.cases import link_cases
from warehouse.contract import Table, business, core, mart
from warehouse.database import Database
from warehouse.hashes import hash_rows
from warehouse.weeks import monday_of

_COUNTED_HASH = "CASE WHEN verdict = 'fail' THEN NULL ELSE md5(input_hash || $ownership) END"
_SEEN = "SELECT DISTINCT week FROM mart.weekly_department_counts"
_COUNTED_WEEKS = "SELECT DISTINCT date_trunc('week', day)::DATE FROM core.days WHERE counted_hash IS NOT NULL"
_ADDED = {mart.WEEKLY_CASE_ARRIVALS: _SEEN, mart.WEEKLY_CASES: _COUNTED_WEEKS}
"""Tables that an earlier version of Koe wrote no rows into, and the weeks that they should have."""
_WEEKLY = {
    mart.WEEKLY_TOPIC_COUNTS: ("days",),
    mart.WEEKLY_DEPARTMENT_COUNTS: ("days",),
    mart.WEEKLY_CASES: ("days", "first", "last"),
    mart.WEEKLY_CASE_ARRIVALS: ("days", "first", "last", "owner_from"),
}
"""Tables of weeks, and the parameters of their statements."""


def stale_days(database: Database, *, owner_from: str) -> list[date]:
    """Return the days whose marts do not reflect what was loaded or who owns which topic, in order."""
    rows = database.query(
        f"SELECT day FROM core.days WHERE counted_hash IS DISTINCT FROM {_COUNTED_HASH} ORDER BY day",  # noqa: S608
        {"ownership": _ownership_hash(database, owner_from)},
    )
    days: list[date] = rows.column("day").to_pylist()
    return days


def refresh_marts(database: Database, *, owner_from: str, case_days: int) -> list[date]:
    """Recompute the marts of stale days, and of what their cases touch; return the stale days.

    A day whose checks failed leaves the marts. Call inside a transaction.
    """
    _fill_added(database, owner_from)
    days = stale_days(database, owner_from=owner_from)
    if not days:
        return []
    database.run(
        f"UPDATE core.days SET counted_hash = {_COUNTED_HASH} WHERE day IN (SELECT unnest($days))",  # noqa: S608
        {"days": days, "ownership": _ownership_hash(database, owner_from)},
    )
    counted = _counted(database, days)
    for table in (mart.VOICE_FACTS, mart.DAILY_CONTACT_COUNTS):
        database.delete(table, "day", days)
    facts_of = {"days": counted, "first": min(days), "last": max(days), "owner_from": owner_from}
    database.insert_select(mart.VOICE_FACTS, "mart/voice_facts", facts_of)
    database.insert_select(mart.DAILY_CONTACT_COUNTS, "mart/daily_contact_counts", {"days": counted})
    touched = sorted(link_cases(database, days, case_days=case_days))
    _recount(database, touched, owner_from)
    return days


def _recount(database: Database, touched: list[date], owner_from: str) -> None:
    database.delete(mart.DAILY_TOPIC_COUNTS, "day", touched)
    database.insert_select(mart.DAILY_TOPIC_COUNTS, "mart/daily_topic_counts", {"days": touched})
    mondays = sorted({monday_of(day) for day in touched})
    for table in _WEEKLY:
        database.delete(table, "week", mondays)
        _count_weeks(database, table, mondays, owner_from)


def _fill_added(database: Database, owner_from: str) -> None:
    """Count the weeks of a warehouse that an earlier version of Koe wrote without these tables."""
    for table, weeks in _ADDED.items():
        missing = f"{weeks} EXCEPT SELECT week FROM {table.full_name} ORDER BY 1"  # noqa: S608
        mondays: list[date] = database.query(missing).column(0).to_pylist()
        if mondays:
            _count_weeks(database, table, mondays, owner_from)


def _count_weeks(database: Database, table: Table, mondays: list[date], owner_from: str) -> None:
    days = [monday + timedelta(days=offset) for monday in mondays for offset in range(7)]
    given = {"days": days, "first": days[0], "last": days[-1], "owner_from": owner_from}
    params = {name: given[name] for name in _WEEKLY[table]}
    database.insert_select(table, f"mart/{table.name}", params)


def _counted(database: Database, days: list[date]) -> list[date]:
    rows = database.query(
        "SELECT day FROM core.days WHERE counted_hash IS NOT NULL AND day IN (SELECT unnest($days)) "
        "ORDER BY day",
        {"days": days},
    )
    found: list[date] = rows.column("day").to_pylist()
    return found


def _ownership_hash(database: Database, owner_from: str) -> str:
    """Return a hash of what decides a voice's owner beside its day: routes, merges, departments."""
    digest = hashlib.sha256(owner_from.encode())
    for table in (core.ROUTES, business.DEPARTMENTS):
        digest.update(hash_rows(table, database.query(f"SELECT * FROM {table.full_name}"))[0].encode())  # noqa: S608
    merges = database.query("SELECT topic_id, merged_into FROM core.topics ORDER BY topic_id")
    digest.update(repr(merges.to_pylist()).encode())
    return digest.hexdigest()
