"""Stored counts as arrays: which series there are, what each day held of them, and what it let expect."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from pipelines.change.calendar import FloatArray, calendar_features
from pipelines.change.denominators import Denominator, relative_volume
from pipelines.change.exposure import (
    SURGE_WEIGHT,
    channel_rates,
    exposures,
    follow_volume,
    volume_surge,
)
from warehouse.contract.mart import ALL_DEPARTMENTS

Events = Mapping[str, frozenset[date]]
_KEY = ("kind", "topic_id", "department")


@dataclass(frozen=True, order=True)
class SeriesKey:
    """What a series counts: a topic of its owner ("" = none, "*" = all departments together).

    `kind` "" = all that concerns a department.
    """

    kind: str
    topic_id: str
    department: str

    @property
    def is_everywhere(self) -> bool:
        """Whether it counts all departments together."""
        return self.department == ALL_DEPARTMENTS

    @property
    def is_topic(self) -> bool:
        """Whether it is a topic, so that it is tested; totals and voices without topic have a range only."""
        return bool(self.kind and self.topic_id)


@dataclass(frozen=True)
class History:
    """Cases of all series day by day.

    Attributes
    ----------
    first : day of position 0; the days after it are dense
    keys : S series, sorted
    cases : (S, C, T) on the channel of their first voice, without those that only repeat a sentence
    volumes : (T, C) contacts; a day that is not counted has none
    digests : T texts that change with anything a day says
    repeats : (S, T) cases that only repeat what another of the day said; they are shown and not judged
    denominators : department → what its counts are set against; "" = those that are not named
    """

    first: date
    keys: tuple[SeriesKey, ...]
    cases: FloatArray
    volumes: FloatArray
    digests: tuple[str, ...]
    repeats: FloatArray
    denominators: Mapping[str, Denominator] = field(default_factory=dict)

    @property
    def length(self) -> int:
        """Number of days."""
        return len(self.volumes)

    def position(self, day: date) -> int:
        """Return the place of a day, which may lie outside."""
        return (day - self.first).days

    def day(self, position: int) -> date:
        """Return the day at a place."""
        return self.first + timedelta(days=position)


@dataclass(frozen=True)
class Cut:
    """A stretch of days with the series that were heard in it, ready to be judged.

    Attributes
    ----------
    start : position of its first day in the history
    series : positions of its series in the history
    counts, exposure : (s, t)
    repeats : (s, t) cases beside the counts that only repeat a sentence
    calendar : (t, K)
    """

    start: int
    series: tuple[int, ...]
    counts: FloatArray
    exposure: FloatArray
    repeats: FloatArray
    calendar: FloatArray


def make_history(arrivals: pa.Table, volumes: pa.Table, days: Mapping[date, str], newest: date) -> History:
    """Lay out the rows of ``change/arrivals`` and ``change/volumes``; `days` are usable, with digests."""
    first = min(days)
    arrivals, volumes = (rows.filter(pc.field("day") >= first) for rows in (arrivals, volumes))
    length = (newest - first).days + 1
    channels = sorted({*arrivals.column("channel").to_pylist(), *volumes.column("channel").to_pylist()})
    contacts = np.zeros((length, len(channels)))
    contacts[_places(volumes, first), _codes(volumes.column("channel"), channels)] = volumes["contacts"]
    keys, rows = _keys(arrivals)
    cases = np.zeros((len(keys), len(channels), length))
    repeats = np.zeros((len(keys), length))
    places = rows, _codes(arrivals.column("channel"), channels), _places(arrivals, first)
    cases[places] = arrivals["separate_cases"]
    np.add.at(repeats, (places[0], places[2]), pc.subtract(arrivals["cases"], arrivals["separate_cases"]))
    digests = tuple(days.get(first + timedelta(days=place), "") for place in range(length))
    is_used = np.array([bool(digest) for digest in digests])
    contacts[~is_used] = 0
    cases[:, :, ~is_used] = 0
    repeats[:, ~is_used] = 0
    return History(first, keys, cases, contacts, digests, repeats)


def cut(history: History, start: int, learn: int, end: int, events: Events) -> Cut:
    """Return days `start` to `end`, with exposures from what is known of the first `learn` of them."""
    start, end = max(start, 0), min(end, history.length)
    stretch = history.cases[:, :, start:end]
    heard = np.flatnonzero(stretch.sum(axis=(1, 2)))
    volumes = history.volumes[start:end]
    cases = stretch[heard]
    days = [history.day(position) for position in range(start, end)]
    near = {name: lasting for name, lasting in events.items() if not lasting.isdisjoint(days)}
    calendar = calendar_features(days, near)
    counts = np.asarray(cases.sum(axis=1))
    surge = volume_surge(volumes, calendar[:, :7], learn)
    exposure = np.zeros_like(counts)
    for denominator, places in _by_denominator(history, heard):
        offset, steady = volumes, volumes
        if denominator is not None:
            offset, steady = (
                volumes * part[start:end, None] for part in relative_volume(denominator, history.volumes)
            )
        rates = channel_rates(cases[places][:, :, :learn].sum(axis=2), offset[:learn])
        keys = [history.keys[number] for number in heard[places]]
        topics = [row for row, key in enumerate(keys) if key.is_topic and not key.is_everywhere]
        own_surge = volume_surge(steady, calendar[:, :7], learn)
        exposure[places] = follow_volume(
            counts[places], exposures(rates, offset), topics, calendar, own_surge, learn
        )
    return Cut(
        start,
        tuple(heard.tolist()),
        counts,
        exposure,
        history.repeats[heard, start:end],
        np.column_stack([calendar, SURGE_WEIGHT * surge]),
    )


def _by_denominator(
    history: History, heard: NDArray[np.int64]
) -> Iterator[tuple[Denominator | None, NDArray[np.int64]]]:
    """Yield what series are set against (None = contacts alone), with their places."""
    found = [
        department if (department := history.keys[number].department) in history.denominators else ""
        for number in heard
    ]
    for department in sorted(set(found)):
        places = np.flatnonzero([name == department for name in found])
        yield history.denominators.get(department), places


def _places(rows: pa.Table, first: date) -> np.ndarray:
    days = pc.cast(rows.column("day"), pa.int32()).to_numpy()
    return np.asarray(days - (first - date(1970, 1, 1)).days)


def _codes(column: pa.ChunkedArray, values: list[str]) -> np.ndarray:
    return np.asarray(pc.index_in(column, pa.array(values, pa.string())).to_numpy())


def _keys(arrivals: pa.Table) -> tuple[tuple[SeriesKey, ...], np.ndarray]:
    """Return the series in order and the series of each row."""
    columns = [pc.fill_null(arrivals.column(name), "") for name in _KEY]
    joined = pc.binary_join_element_wise(*columns, "\x1f").combine_chunks().dictionary_encode()
    names: list[str] = joined.dictionary.to_pylist()
    order = sorted(range(len(names)), key=lambda code: names[code].split("\x1f"))
    place = np.empty(len(names), dtype=np.int64)
    place[order] = np.arange(len(names))
    keys = tuple(SeriesKey(*names[code].split("\x1f")) for code in order)
    return keys, place[joined.indices.to_numpy()] if names else np.zeros(0, dtype=np.int64)
