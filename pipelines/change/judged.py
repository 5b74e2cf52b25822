"""What a week or a night says about every series: normal ranges, and which rise or fall beyond chance."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from pipelines.change.calendar import FloatArray
from pipelines.change.expect import HISTORY_DAYS
from pipelines.change.rising import (
    HELD_RATE,
    LEAST_CASES,
    Model,
    adjust,
    combine,
    find_rises,
    fit_model,
    weigh,
)
from pipelines.change.series import Cut, Events, History, SeriesKey, cut
from pipelines.change.windows import RANGE, Predicted

WEEK = 7
NIGHTS_OFFSET = 7
"""Nights of a week are judged by the model of the week before, so that no window lies in its history."""


@dataclass(frozen=True)
class Expected:
    """A series' figures of a window.

    Attributes
    ----------
    expected, low, high : mean and 90 % range of the cases
    seen : cases
    repeated : those of them that only repeat a sentence of the day and were not judged
    adjusted_p : of a rise; 1 where it is not tested
    began : day from which the window's last cases fit a rise best
    trend : "up", "down" or "" (neither is shown)
    """

    key: SeriesKey
    first_day: date
    last_day: date
    seen: int
    expected: float
    low: int
    high: int
    adjusted_p: float
    began: date
    trend: str
    repeated: int = 0


@dataclass(frozen=True)
class JudgedNight:
    """What rises on a night, and the p of every topic, not adjusted."""

    night: date
    chances: dict[SeriesKey, float]
    rising: list[Expected]


@dataclass(frozen=True)
class JudgedWeek:
    """All series of a week, and its nights."""

    series: list[Expected]
    nights: list[JudgedNight]


@dataclass(frozen=True)
class Learnt:
    """The model of one Monday: what the 26 weeks before let expect of its week and the next."""

    monday: date
    history: History
    part: Cut
    model: Model | None

    def place(self, day: date) -> int:
        """Return the place of a day in the arrays."""
        return self.history.position(day) - self.part.start

    @property
    def keys(self) -> list[SeriesKey]:
        """The series of the arrays."""
        return [self.history.keys[number] for number in self.part.series]


def learn(history: History, monday: date, events: Events) -> Learnt:
    """Fit all series on the 26 weeks before a Monday."""
    end = history.position(monday)
    start = max(end - HISTORY_DAYS, 0)
    part = cut(history, start, max(end - start, 0), end + WEEK + NIGHTS_OFFSET, events)
    model = fit_model(part.counts, part.exposure, part.calendar, end - start) if end > start else None
    return Learnt(monday, history, part, model)


def judge_week(learnt: Learnt, nights: Sequence[JudgedNight] = ()) -> list[Expected]:
    """Return every series of the week; none where the history is too short or the week has no day yet.

    A topic rises where the week's cases and the week's nights together say so (half the weight each), and the
    week leaves its range: what began on a Friday is seen by the nights before the week as a whole shows it.
    """
    first = learnt.place(learnt.monday)
    days = slice(first, min(first + WEEK, learnt.part.counts.shape[1]))
    if learnt.model is None or days.start >= days.stop:
        return []
    seen = learnt.part.counts[:, days].sum(axis=1)
    predicted = learnt.model.predict(days)
    keys = learnt.keys
    is_topic = _tested(learnt, days.stop)
    up, down = np.ones(len(keys)), np.ones(len(keys))
    if is_topic.any():
        weights = weigh(predicted.mean[is_topic])
        topics = [keys[number] for number in np.flatnonzero(is_topic)]
        up[is_topic] = adjust(_with_nights(predicted.chance_of(seen)[is_topic], topics, nights), weights)
        down[is_topic] = adjust(predicted.chance_below(seen)[is_topic], weights)
    is_up = (up <= HELD_RATE) & (seen >= LEAST_CASES) & (seen > predicted.quantile(RANGE[1]))
    is_down = (down <= HELD_RATE) & (predicted.mean >= LEAST_CASES)
    is_up &= ~_told_by_departments(keys, is_up, seen - predicted.mean)
    trend = np.where(is_up, "up", np.where(is_down, "down", ""))
    windows = [(days.start, days.stop)] * len(keys)
    began: dict[SeriesKey, list[date]] = {}
    for item in (item for night in nights for item in night.rising):
        began.setdefault(item.key, []).append(item.began)
    rows = _rows(learnt, range(len(keys)), windows, seen, predicted, up, trend.tolist())
    return [replace(row, began=min([row.began, *began.get(row.key, ())])) for row in rows]


def _with_nights(chances: FloatArray, keys: Sequence[SeriesKey], nights: Sequence[JudgedNight]) -> FloatArray:
    if not nights:
        return chances
    by_night = [[night.chances.get(key, 1.0) for key in keys] for night in nights]
    weights = np.array([0.5, *[0.5 / len(nights)] * len(nights)])
    return combine(np.array([chances, *by_night]), weights)


def judge_night(learnt: Learnt, night: date) -> JudgedNight:
    """Test the days up to `night`, which lies in the week after the model's."""
    last = learnt.place(night)
    topics = np.flatnonzero(_tested(learnt, last + 1))
    if learnt.model is None or not len(topics) or not learnt.part.exposure[topics, last].any():
        return JudgedNight(night, {}, [])
    found = find_rises(learnt.model.only(topics), learnt.part.counts[topics], last)
    keys = learnt.keys
    excess = found.seen - found.predicted.mean
    told = _told_by_departments([keys[number] for number in topics], found.is_rising, excess)
    rising = np.flatnonzero(found.is_rising & ~told)
    windows = [(last + 1 - int(found.window[number]), last + 1) for number in rising]
    rows = _rows(
        learnt,
        topics[rising].tolist(),
        windows,
        found.seen[rising],
        found.predicted.only(rising),
        found.adjusted[rising],
        ["up"] * len(rising),
    )
    chances = {keys[number]: float(p) for number, p in zip(topics.tolist(), found.chance, strict=True)}
    return JudgedNight(night, chances, list(rows))


def _tested(learnt: Learnt, end: int) -> NDArray[np.bool_]:
    """Return which series are topics heard before day `end`; all departments only where two or more are."""
    is_heard = learnt.part.counts[:, :end].sum(axis=1) > 0
    keys = learnt.keys
    heard = [key for key, is_one in zip(keys, is_heard.tolist(), strict=True) if is_one and key.is_topic]
    departments = Counter((key.kind, key.topic_id) for key in heard if not key.is_everywhere)
    spread = {key for key in heard if not key.is_everywhere or departments[key.kind, key.topic_id] > 1}
    return np.array([key in spread for key in keys], dtype=np.bool_)


def _told_by_departments(
    keys: Sequence[SeriesKey], is_up: NDArray[np.bool_], excess: FloatArray
) -> NDArray[np.bool_]:
    """Return which series of all departments rise by little more than departments whose alerts tell of it."""
    told: dict[tuple[str, str], float] = {}
    for number in np.flatnonzero(is_up).tolist():
        key = keys[number]
        if not key.is_everywhere:
            told[key.kind, key.topic_id] = told.get((key.kind, key.topic_id), 0.0) + float(excess[number])
    return np.array(
        [
            key.is_everywhere and told.get((key.kind, key.topic_id), 0.0) >= excess[number] / 2 > 0
            for number, key in enumerate(keys)
        ],
        dtype=np.bool_,
    )


def _rows(
    learnt: Learnt,
    series: Sequence[int],
    windows: Sequence[tuple[int, int]],
    seen: FloatArray,
    predicted: Predicted,
    adjusted: FloatArray,
    trend: Sequence[str],
) -> Iterator[Expected]:
    """Yield figures, rounded so that they do not depend on threads or machine."""
    low, high = (predicted.quantile(share) for share in RANGE)
    keys = learnt.keys
    for number, place in enumerate(series):
        first, end = windows[number]
        repeated = int(learnt.part.repeats[place, first:end].sum())
        yield Expected(
            keys[place],
            learnt.history.day(learnt.part.start + first),
            learnt.history.day(learnt.part.start + end - 1),
            seen=int(seen[number]) + repeated,
            expected=round(float(predicted.mean[number]), 3),
            low=int(low[number]),
            high=int(high[number]),
            adjusted_p=float(f"{adjusted[number]:.3g}"),
            began=learnt.history.day(learnt.part.start + _began(learnt, place, first, end)),
            trend=trend[number],
            repeated=repeated,
        )


def _began(learnt: Learnt, place: int, first: int, end: int) -> int:
    """Return the day from which cases exceed what was expected most, by Poisson likelihood (a scan).

    A night's window is short; its rise may have begun up to two weeks before.
    """
    if learnt.model is None:
        return first
    earliest = first if end - first == WEEK else max(learnt.place(learnt.monday), end - 2 * WEEK)
    starts = np.arange(earliest, end)
    seen = learnt.part.counts[place, earliest:end][::-1].cumsum()[::-1]
    mean = np.maximum(learnt.model.expectation.mean[place, earliest:end][::-1].cumsum()[::-1], 1e-9)
    gain = np.where(seen > mean, seen * np.log(np.maximum(seen, 1e-9) / mean) - (seen - mean), 0.0)
    return int(starts[gain.round(9).argmax()])
