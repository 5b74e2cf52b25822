"""The counts that actions are judged on: cases and contacts by day and channel, with the calendar."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from pipelines.change.calendar import FloatArray, calendar_features
from pipelines.change.exposure import channel_rates, exposures
from warehouse.contract.mart import ALL_DEPARTMENTS
from warehouse.database import Database
from warehouse.sql import read_sql

HISTORY_DAYS = 182
"""Half a year on each side of an action; what lies further off is another matter."""


@dataclass(frozen=True)
class Centre:
    """Everything on one line of days without gaps.

    Attributes
    ----------
    is_counted : (T,) whether a day is counted with the topics in force
    volumes : (T, C) contacts
    cases : topic id to (T, C) cases, each on the day and channel of its first voice in the week
    calendar : (T, K) of `calendar_features`
    is_recounting : whether days of this time are still counted with earlier topics
    """

    days: tuple[date, ...]
    is_counted: NDArray[np.bool_]
    volumes: FloatArray
    cases: Mapping[str, FloatArray]
    calendar: FloatArray
    is_recounting: bool = False

    def position(self, day: date) -> int:
        """Return the place of a day in the arrays; below 0 or beyond the end where it lies outside."""
        return (day - self.days[0]).days

    def series(self, topics: Iterable[str]) -> FloatArray:
        """Return the cases (T, C) of some topics together."""
        found = [self.cases[topic] for topic in topics if topic in self.cases]
        return np.asarray(np.sum(found, axis=0)) if found else np.zeros_like(self.volumes)

    def exposure(self, cases: FloatArray, history: slice, usable: NDArray[np.bool_]) -> FloatArray:
        """Return the cases that each day's volumes let expect (T,), 0 on days that are not to be used.

        The channels are mixed as in the days of `history`.
        """
        known = usable[history]
        rates = channel_rates(cases[history][known].sum(axis=0)[None, :], self.volumes[history][known])
        return np.where(usable, exposures(rates, self.volumes)[0], 0.0)


def load_centre(database: Database, *, since: date) -> Centre | None:
    """Read the days from `since` on; None where nothing is counted."""
    counted = [
        day for day in database.query(read_sql("change/days")).column("day").to_pylist() if day >= since
    ]
    if not counted:
        return None
    first, last = counted[0], counted[-1]
    days = tuple(first + timedelta(days=number) for number in range((last - first).days + 1))
    volumes = database.query(read_sql("change/volumes"), {"first": first})
    arrivals = database.query(read_sql("change/arrivals"), {"first": first})
    # What all departments say together is said by each of them already.
    arrivals = arrivals.filter(pc.fill_null(pc.not_equal(arrivals["department"], ALL_DEPARTMENTS), True))
    kinds = _kinds(database)
    channels = sorted(set(volumes["channel"].to_pylist()) | set(arrivals["channel"].to_pylist()))
    return Centre(
        days=days,
        is_counted=np.isin(np.array(days, dtype="datetime64[D]"), np.array(counted, dtype="datetime64[D]")),
        volumes=_spread(volumes, "contacts", days, channels),
        cases=_cases(arrivals, kinds, days, channels),
        calendar=calendar_features(days, _events(database, first, last)),
        is_recounting=_count_days(database, since) > len(counted),
    )


def _count_days(database: Database, since: date) -> int:
    sql = "SELECT count(*) AS days FROM core.days WHERE counted_hash IS NOT NULL AND day >= $since"
    return int(database.query(sql, {"since": since}).column("days")[0].as_py())


def _kinds(database: Database) -> dict[str, str]:
    rows = database.query("SELECT topic_id, kind FROM core.topics ORDER BY topic_id").to_pylist()
    return {row["topic_id"]: row["kind"] for row in rows}


def _events(database: Database, first: date, last: date) -> dict[str, frozenset[date]]:
    """Return campaigns of several days; a release of one day is what actions are, not what disturbs them."""
    lasting: dict[str, set[date]] = {}
    for row in database.query(read_sql("change/events")).to_pylist():
        span = (min(row["until_day"], last) - max(row["day"], first)).days
        if span >= 1:
            days = (max(row["day"], first) + timedelta(days=number) for number in range(span + 1))
            lasting.setdefault(row["name"], set()).update(days)
    return {name: frozenset(days) for name, days in lasting.items()}


def _spread(rows: pa.Table, name: str, days: tuple[date, ...], channels: list[str]) -> FloatArray:
    """Return the values of rows with day and channel as (T, C)."""
    table = np.zeros((len(days), len(channels)))
    place = {channel: number for number, channel in enumerate(channels)}
    offsets = (rows["day"].to_numpy() - np.datetime64(days[0])).astype("timedelta64[D]").astype(int)
    columns = np.array([place[channel] for channel in rows["channel"].to_pylist()], dtype=int)
    inside = (offsets >= 0) & (offsets < len(days))
    values = rows[name].to_numpy().astype(float)
    np.add.at(table, (offsets[inside], columns[inside]), values[inside])
    return table


def _cases(
    arrivals: pa.Table, kinds: Mapping[str, str], days: tuple[date, ...], channels: list[str]
) -> dict[str, FloatArray]:
    """Return (T, C) of each topic, of voices of the topic's own kind: those that reports count for it."""
    positions: dict[str, list[int]] = {}
    pairs = zip(arrivals["topic_id"].to_pylist(), arrivals["kind"].to_pylist(), strict=True)
    for number, (topic, kind) in enumerate(pairs):
        if topic is not None and kinds.get(topic) == kind:
            positions.setdefault(topic, []).append(number)
    columns: Any = arrivals.select(["day", "channel", "cases"])
    return {topic: _spread(columns.take(rows), "cases", days, channels) for topic, rows in positions.items()}
