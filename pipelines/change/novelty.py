"""Groups of voices without topic: whether a group is new, or has been there all four weeks.

A group is found by its words, not by its days. Were it as old as the others, its cases would lie on the days
as all voices without topic of its kind do, or as all of its kind where these are few; a binomial test says
how far the last days have more (SciPy).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
from scipy.stats import binom

from pipelines.candidates import CANDIDATE_DAYS
from pipelines.change.alerts import Row, alert_id
from pipelines.change.rising import FALSE_DISCOVERY_RATE, LEAST_CASES, adjust, combine
from pipelines.change.windows import RANGE
from warehouse.database import Database
from warehouse.sql import read_sql

GROUP_WINDOWS = (1, 2, 4, 7)
"""Days of a group that are set against the four weeks."""
LEAST_DAYS = 21
"""Days with voices to be compared with; with fewer nobody can say that a group is new."""


@dataclass(frozen=True)
class Group:
    """Cases of a group and of what it is compared with, on the last 28 days (28,)."""

    position: int
    kind: str
    department: str | None
    first_voice: str
    cases: np.ndarray
    all_cases: np.ndarray


def find_new_groups(database: Database, newest: date) -> list[Row]:
    """Return alerts for the groups of ``core.topic_candidates`` that are new, not finished yet."""
    groups = _load(database, newest)
    usable = [group for group in groups if (group.all_cases > 0).sum() >= LEAST_DAYS]
    if not usable:
        return []
    chances = np.array([_chances(group) for group in usable]).T
    adjusted = adjust(combine(chances))
    rows = []
    for number, group in enumerate(usable):
        window = GROUP_WINDOWS[int(chances[:, number].argmin())]
        row = _row(group, newest, window, float(f"{adjusted[number]:.3g}"))
        if (
            adjusted[number] <= FALSE_DISCOVERY_RATE
            and row["seen"] >= LEAST_CASES
            and row["seen"] > row["high"]
        ):
            rows.append(row)
    return rows


def _chances(group: Group) -> list[float]:
    total = group.cases.sum()
    found = []
    for window in GROUP_WINDOWS:
        share = group.all_cases[-window:].sum() / group.all_cases.sum()
        found.append(float(binom.sf(group.cases[-window:].sum() - 1, total, share)))
    return found


def _row(group: Group, newest: date, window: int, adjusted: float) -> Row:
    share = group.all_cases[-window:].sum() / group.all_cases.sum()
    before = group.cases[:-window].sum()
    # What the days before let expect, as in all other alerts: not what the whole group would.
    expected = float(before * share / max(1 - share, 1e-9))
    low, high = (int(binom.ppf(quantile, group.cases.sum(), share)) for quantile in RANGE)
    days = np.flatnonzero(group.cases[-window:])
    first = newest - timedelta(days=window - 1)
    return {
        "alert_id": alert_id("night", newest, group.kind, group.first_voice, group.department or ""),
        "scope": "night",
        "day": newest,
        "kind": group.kind,
        "topic_id": None,
        "department": group.department,
        "window_days": window,
        "first_day": first,
        "seen": int(group.cases[-window:].sum()),
        "repeated_cases": 0,
        "expected": round(expected, 3),
        "low": low,
        "high": high,
        "adjusted_p": adjusted,
        "began": first + timedelta(days=int(days[0])) if len(days) else first,
        "candidate": group.position,
    }


def _load(database: Database, newest: date) -> list[Group]:
    after = {"after": newest - timedelta(days=CANDIDATE_DAYS)}
    candidates = database.query(
        "SELECT position, kind, list_min(voice_ids) AS first_voice FROM core.topic_candidates "
        "ORDER BY position"
    ).to_pylist()
    members = database.query(read_sql("change/candidate_days"), after).to_pylist()
    around = database.query(read_sql("change/without_topic"), after).to_pylist()
    by_kind = _usual_days(around, newest)
    groups = []
    for candidate in candidates:
        own = [row for row in members if row["position"] == candidate["position"]]
        cases = np.zeros(CANDIDATE_DAYS)
        for row in own:
            cases[_place(row["day"], newest)] += row["cases"]
        all_cases = by_kind.get(candidate["kind"], np.zeros(CANDIDATE_DAYS))
        groups.append(
            Group(
                candidate["position"],
                candidate["kind"],
                _owner(own),
                candidate["first_voice"] or "",
                cases,
                np.maximum(all_cases, cases),
            )
        )
    return groups


def _usual_days(around: Sequence[Mapping[str, Any]], newest: date) -> dict[str, np.ndarray]:
    """Return kind → cases a day: of voices without topic, or of all where too few days have such."""
    counts: dict[str, np.ndarray] = {}
    for row in around:
        days = counts.setdefault(row["kind"], np.zeros((2, CANDIDATE_DAYS)))
        days[:, _place(row["day"], newest)] += (row["cases"], row["cases_of_kind"])
    return {kind: days[0] if (days[0] > 0).sum() >= LEAST_DAYS else days[1] for kind, days in counts.items()}


def _place(day: date, newest: date) -> int:
    return CANDIDATE_DAYS - 1 - (newest - day).days


def _owner(rows: Sequence[Mapping[str, Any]]) -> str | None:
    """Return the one department that all voices have; None = 未割当."""
    names = {name for row in rows for name in (row["first_department"], row["last_department"])}
    return names.pop() if len(names) == 1 and not any(row["is_unowned"] for row in rows) else None
