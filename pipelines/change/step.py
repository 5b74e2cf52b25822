"""Part of publish: normal ranges and alerts of the weeks and nights whose counts have changed."""

import hashlib
import logging
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import pyarrow as pa

from pipelines.change.alerts import Row, alert_row, with_runs
from pipelines.change.expect import HISTORY_DAYS
from pipelines.change.judged import JudgedWeek, Learnt, judge_night, judge_week, learn
from pipelines.change.measures import load_denominators, set_against, weekly_denominators
from pipelines.change.novelty import find_new_groups
from pipelines.change.series import Events, History, make_history
from pipelines.change.where import find_places
from pipelines.config.calendar_file import read_calendar
from pipelines.manifest import code_hash
from pipelines.settings import Settings
from warehouse.contract import mart
from warehouse.database import Database
from warehouse.sql import read_sql
from warehouse.weeks import monday_of

log = logging.getLogger(__name__)
WEEKS = 26
"""Weeks whose reports have a normal range, and whose nights have alerts."""
WEEK = timedelta(days=7)


def refresh_changes(database: Database, settings: Settings) -> None:
    """Bring ``mart.weekly_expectations`` and ``mart.alerts`` up to date; call inside a transaction.

    A week's rows are a function of the days up to its end, so those that stand on unchanged days stay as they
    are; the order in which days came plays no part.
    """
    events = load_events(database, settings)
    history = load_history(database, settings)
    wanted = _wanted(history, events, least_cases=settings.general.min_cell_cases)
    stored = database.query("SELECT week, digest FROM mart.change_inputs").to_pylist()
    kept = {row["week"] for row in stored if wanted.get(row["week"]) == row["digest"]}
    stale = [week for week in wanted if week not in kept]
    judged = _judge(history, events, stale) if history is not None else {}
    database.run(
        "DELETE FROM mart.weekly_expectations WHERE week NOT IN (SELECT unnest($weeks))",
        {"weeks": sorted(kept)},
    )
    database.insert(mart.WEEKLY_EXPECTATIONS, _week_rows(judged, _shared(database, settings)))
    alerts = [row for row in _stored_alerts(database) if monday_of(row["day"]) in kept]
    fresh = [row for week, one in judged.items() for row in _alert_rows(week, one)]
    places = find_places(database, fresh, least_cases=settings.general.min_cell_cases)
    alerts += [row | places.get(row["alert_id"], {}) for row in fresh]
    if history is not None:
        alerts = _finish(database, alerts, history.day(history.length - 1))
    database.replace_all(mart.ALERTS, _table(mart.ALERTS, alerts))
    database.replace_all(mart.WEEKLY_DENOMINATORS, weekly_denominators(history, wanted))
    inputs = [{"week": week, "digest": digest} for week, digest in wanted.items()]
    database.replace_all(mart.CHANGE_INPUTS, _table(mart.CHANGE_INPUTS, inputs))


def load_history(database: Database, settings: Settings) -> History | None:
    """Read what the ranges of the newest weeks stand on; None where no day is counted."""
    days = database.query(read_sql("change/days")).to_pylist()
    if not days:
        return None
    newest: date = max(row["day"] for row in days)
    first = monday_of(newest) - WEEKS * WEEK - timedelta(days=HISTORY_DAYS)
    usable = {row["day"]: row["digest"] for row in days if row["day"] >= first}
    rows = [database.query(read_sql(f"change/{name}"), {"first": first}) for name in ("arrivals", "volumes")]
    history = make_history(rows[0], rows[1], usable, newest)
    return set_against(history, load_denominators(database, settings, history.first, history.length))


def load_events(database: Database, settings: Settings) -> Events:
    """Return events of calendar.csv and of sources: those of one type and name are one influence."""
    file = read_calendar(settings.config_dir)
    for problem in file.problems:
        log.warning("%s; the row is skipped", problem)
    spans = [(f"{event.event_type} {event.name}", event.first_day, event.last_day) for event in file.events]
    spans += [
        (f"{row['event_type']} {row['name']}", row["day"], row["until_day"])
        for row in database.query(read_sql("change/events")).to_pylist()
    ]
    events: dict[str, set[date]] = {}
    for name, first, last in spans:
        length = (last - first).days + 1
        events.setdefault(name, set()).update(first + timedelta(days=number) for number in range(length))
    return {name: frozenset(days) for name, days in sorted(events.items())}


def _wanted(history: History | None, events: Events, *, least_cases: int) -> dict[date, str]:
    """Return the weeks to have, with hashes of all that decides their rows."""
    if history is None:
        return {}
    newest = monday_of(history.day(history.length - 1))
    mondays = [newest - number * WEEK for number in reversed(range(WEEKS))]
    settled = f"{code_hash()} {least_cases}"
    return {week: _digest(history, events, week, settled) for week in mondays if history.position(week) > 0}


def _digest(history: History, events: Events, week: date, settled: str) -> str:
    """Hash the days that the week stands on; its nights are judged by the model of the week before."""
    first = max(history.position(week - WEEK) - HISTORY_DAYS, 0)
    days = range(first, min(history.position(week + WEEK), history.length))
    told = [f"{history.day(day)}={history.digests[day]}" for day in days]
    span = {history.day(day) for day in days}
    happening = [f"{name}:{sorted(span & lasting)}" for name, lasting in events.items() if span & lasting]
    return hashlib.sha256("\n".join([settled, *told, *happening]).encode()).hexdigest()


def _judge(history: History, events: Events, weeks: Sequence[date]) -> dict[date, JudgedWeek]:
    judged: dict[date, JudgedWeek] = {}
    models: dict[date, Learnt] = {}
    for week in weeks:
        # A week's own model is that of the next week's nights: no more than two are held.
        models = {
            day: models[day] if day in models else learn(history, day, events) for day in (week - WEEK, week)
        }
        days = [week + timedelta(days=number) for number in range(7)]
        nights = [
            judge_night(models[week - WEEK], night)
            for night in days
            if 0 <= history.position(night) < history.length
        ]
        judged[week] = JudgedWeek(judge_week(models[week], nights), nights)
    return judged


def _alert_rows(week: date, judged: JudgedWeek) -> list[Row]:
    rows = [alert_row("week", week, item) for item in judged.series if item.trend == "up"]
    return rows + [alert_row("night", one.night, item) for one in judged.nights for item in one.rising]


def _stored_alerts(database: Database) -> list[Row]:
    names = ", ".join(column.name for column in mart.ALERTS.columns)
    statement = f"SELECT {names} FROM mart.alerts WHERE topic_id IS NOT NULL"  # noqa: S608
    rows: list[Row] = database.query(statement).to_pylist()
    return rows


def _finish(database: Database, alerts: list[Row], newest: date) -> list[Row]:
    """Return the alerts with new groups, runs and outcomes."""
    outcomes = {
        row["alert_id"]: row["outcome"]
        for row in database.query("SELECT alert_id, outcome FROM core.alert_outcomes").to_pylist()
    }
    return with_runs([*alerts, *find_new_groups(database, newest)], outcomes)


def _shared(database: Database, settings: Settings) -> dict[str, list[str]]:
    """Return topic → departments that share it; none where departments follow the contacts."""
    shared: dict[str, list[str]] = {}
    if settings.departments.owner_from != "department_hint":
        for row in database.query(read_sql("change/shared")).to_pylist():
            shared.setdefault(row["topic_id"], []).append(row["department"])
    return shared


def _week_rows(judged: Mapping[date, JudgedWeek], shared: Mapping[str, Sequence[str]]) -> pa.Table:
    rows = []
    for week, one in judged.items():
        for item in one.series:
            key = item.key
            if key.is_everywhere:  # reports show counts of departments beside the ranges
                continue
            row = {
                "week": week,
                "kind": key.kind or None,
                "topic_id": key.topic_id or None,
                "department": key.department or None,
                "role": "owner" if key.kind else None,
                "expected": item.expected,
                "low": item.low,
                "high": item.high,
                "trend": item.trend or None,
            }
            rows.append(row)
            # Who shares a topic sees the same cases, so the range is the owner's.
            others = shared.get(key.topic_id, ()) if key.is_topic else ()
            rows += [
                row | {"department": name, "role": "shared"} for name in others if name != key.department
            ]
    return _table(mart.WEEKLY_EXPECTATIONS, rows)


def _table(table: Any, rows: Sequence[Row]) -> pa.Table:
    return pa.Table.from_pylist(list(rows), schema=table.arrow_schema())
