"""Brings the marts up to date with the days that were loaded since."""

from datetime import date, timedelta

from warehouse.cases import link_cases
from warehouse.contract import mart
from warehouse.database import Database

_WEEKLY = (mart.WEEKLY_TOPIC_COUNTS, mart.WEEKLY_DEPARTMENT_COUNTS)


def stale_days(database: Database) -> list[date]:
    """Return the days whose marts do not reflect what was loaded, in order."""
    rows = database.query(
        "SELECT day FROM core.days WHERE counted_hash IS DISTINCT FROM "
        "CASE WHEN verdict = 'fail' THEN NULL ELSE input_hash END ORDER BY day"
    )
    days: list[date] = rows.column("day").to_pylist()
    return days


def refresh_marts(database: Database, *, owner_from: str, case_days: int) -> list[date]:
    """Recompute the marts of stale days, and of what their cases touch; return the stale days.

    A day whose checks failed leaves the marts. Call inside a transaction.
    """
    days = stale_days(database)
    if not days:
        return []
    database.run(
        "UPDATE core.days SET counted_hash = CASE WHEN verdict = 'fail' THEN NULL ELSE input_hash END "
        "WHERE day IN (SELECT unnest($days))",
        {"days": days},
    )
    counted = _counted(database, days)
    for table in (mart.VOICE_FACTS, mart.DAILY_CONTACT_COUNTS):
        database.delete(table, "day", days)
    database.insert_select(mart.VOICE_FACTS, "mart/voice_facts", {"days": counted, "owner_from": owner_from})
    database.insert_select(mart.DAILY_CONTACT_COUNTS, "mart/daily_contact_counts", {"days": counted})
    touched = sorted(link_cases(database, days, case_days=case_days))
    _recount(database, touched)
    return days


def _recount(database: Database, touched: list[date]) -> None:
    database.delete(mart.DAILY_TOPIC_COUNTS, "day", touched)
    database.insert_select(mart.DAILY_TOPIC_COUNTS, "mart/daily_topic_counts", {"days": touched})
    mondays = sorted({day - timedelta(days=day.weekday()) for day in touched})
    week_days = [monday + timedelta(days=offset) for monday in mondays for offset in range(7)]
    for table in _WEEKLY:
        database.delete(table, "week", mondays)
        database.insert_select(table, f"mart/{table.name}", {"days": week_days})


def _counted(database: Database, days: list[date]) -> list[date]:
    rows = database.query(
        "SELECT day FROM core.days WHERE counted_hash IS NOT NULL AND day IN (SELECT unnest($days)) "
        "ORDER BY day",
        {"days": days},
    )
    found: list[date] = rows.column("day").to_pylist()
    return found
