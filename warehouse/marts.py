"""Brings the marts up to date with the days that were loaded since."""

import hashlib
from datetime import date, timedelta

from warehouse.cases import link_cases
from warehouse.contract import business, core, mart
from warehouse.database import Database
from warehouse.hashes import hash_rows

_COUNTED_HASH = "CASE WHEN verdict = 'fail' THEN NULL ELSE md5(input_hash || $ownership) END"
_WEEKLY = (mart.WEEKLY_TOPIC_COUNTS, mart.WEEKLY_DEPARTMENT_COUNTS, mart.WEEKLY_CASE_ARRIVALS)


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
    _fill_arrivals(database, owner_from)
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
    mondays = sorted({day - timedelta(days=day.weekday()) for day in touched})
    week_days = [monday + timedelta(days=offset) for monday in mondays for offset in range(7)]
    for table in _WEEKLY:
        database.delete(table, "week", mondays)
        params: dict[str, object] = {"days": week_days}
        if table is mart.WEEKLY_CASE_ARRIVALS:
            params |= {"owner_from": owner_from}
        database.insert_select(table, f"mart/{table.name}", params)


def _fill_arrivals(database: Database, owner_from: str) -> None:
    """Count the weeks of a warehouse that an earlier version of Koe wrote without this table."""
    rows = database.query(
        "SELECT DISTINCT week FROM mart.weekly_department_counts "
        "WHERE week NOT IN (SELECT week FROM mart.weekly_case_arrivals) ORDER BY week"
    )
    mondays: list[date] = rows.column("week").to_pylist()
    if mondays:
        week_days = [monday + timedelta(days=offset) for monday in mondays for offset in range(7)]
        params = {"days": week_days, "owner_from": owner_from}
        database.insert_select(mart.WEEKLY_CASE_ARRIVALS, "mart/weekly_case_arrivals", params)


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
