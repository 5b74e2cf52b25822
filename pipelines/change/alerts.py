"""Rows of ``mart.alerts``: ids that stay, since when a topic rises, and what readers said of it."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from pipelines.change.judged import Expected

Row = dict[str, Any]
LONGEST_GAP = 3
"""Nights without an alert that do not end a run: a Sunday's few cases are no return to normal."""


def alert_row(scope: str, day: date, item: Expected) -> Row:
    """Return an alert of a topic; `day` is what its id is made from: the night, or the week's Monday."""
    key = item.key
    return {
        "alert_id": alert_id(scope, day, key.kind, key.topic_id, key.department),
        "scope": scope,
        "day": item.last_day,
        "kind": key.kind,
        "topic_id": key.topic_id,
        "department": key.department or None,
        "window_days": (item.last_day - item.first_day).days + 1,
        "first_day": item.first_day,
        "seen": item.seen,
        "repeated_cases": item.repeated,
        "expected": item.expected,
        "low": item.low,
        "high": item.high,
        "adjusted_p": item.adjusted_p,
        "began": item.began,
        "candidate": None,
    }


def alert_id(scope: str, day: date, *parts: str) -> str:
    """Return a short id that is the same in every build, as ``A7f3c09d41b2e``."""
    text = "\x1f".join((scope, day.isoformat(), *parts))
    return "A" + hashlib.sha256(text.encode()).hexdigest()[:12]


def with_runs(rows: Iterable[Row], outcomes: Mapping[str, str]) -> list[Row]:
    """Return all alerts in order with `since` and `outcome`.

    Alerts of a topic on nights at most three days apart, or in weeks that follow each other, are one run.
    What readers said last of one of them is said of the run.
    """
    finished: list[Row] = []
    by_topic: dict[tuple[str, ...], list[Row]] = {}
    for row in sorted(rows, key=lambda row: (row["day"], row["alert_id"])):
        same = (row["scope"], row["kind"], row["topic_id"] or row["alert_id"], row["department"] or "")
        by_topic.setdefault(same, []).append(row)
    for alerts in by_topic.values():
        for run in _runs(alerts):
            said = [outcomes[row["alert_id"]] for row in run if row["alert_id"] in outcomes]
            told = {"since": run[0]["began"], "outcome": said[-1] if said else None}
            finished += [row | told for row in run]
    return sorted(finished, key=lambda row: (row["scope"], row["day"], row["alert_id"]))


def _runs(alerts: Sequence[Row]) -> list[list[Row]]:
    runs: list[list[Row]] = []
    for row in alerts:
        gap = timedelta(days=LONGEST_GAP if row["scope"] == "night" else 7)
        if runs and row["day"] - runs[-1][-1]["day"] <= gap:
            runs[-1].append(row)
        else:
            runs.append([row])
    return runs
