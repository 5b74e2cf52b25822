"""Planted rises of topics with five cases a day: how many days until they are found."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from benchmarks.alerts.null_worlds import HISTORY
from benchmarks.alerts.worlds import Nuisance, history_of, make_world, multiply
from pipelines.change.judged import WEEK, judge_night, learn
from warehouse.weeks import monday_of

FOLLOWED = 14
PLANTED = 6
SIZE = 5.0
NEVER = 99
DAYS = (1, 2, 3, 5, 7, 14)


@dataclass(frozen=True)
class Detection:
    """Days to the first alert (1 = on the first evening) of planted topics; false share of all alerts."""

    topics: int
    median: float
    within: dict[int, float]
    false_share: float


def measure(factor: float, departments: int = 1, *, topics: int, seeds: Sequence[int]) -> Detection:
    """Plant six rises in each seed's world; the day of the week on which they begin differs.

    With several departments the five cases a day are those of all of them, and all of them rise.
    """
    delays: list[int] = []
    false = alerts = 0
    for seed in seeds:
        start = HISTORY + 7 + seed % 7
        nuisance = Nuisance(holidays=True)
        world = make_world(start + FOLLOWED, topics, seed, nuisance)
        size = world.mean.sum(axis=1)[:, :HISTORY].mean(axis=1).reshape(-1, departments).sum(axis=1)
        chosen = np.argsort(np.abs(np.log(size / SIZE)))[:PLANTED]
        rise = np.ones(world.counts.shape)
        rise.reshape(-1, departments, len(world.days))[chosen, :, start:] = factor
        world = multiply(world, rise, seed, nuisance.overdispersion)
        history = history_of(world, departments)
        first: dict[str, int] = {}
        models = {}
        planted = {f"T{number:06d}" for number in chosen.tolist()}
        for waited in range(FOLLOWED):
            night = world.days[start + waited]
            monday = monday_of(night) - timedelta(days=WEEK)
            if monday not in models:
                models[monday] = learn(history, monday, {})
            for item in judge_night(models[monday], night).rising:
                alerts += 1
                false += item.key.topic_id not in planted
                first.setdefault(item.key.topic_id, waited + 1)
        delays += [first.get(topic, NEVER) for topic in sorted(planted)]
    waits = np.array(delays)
    return Detection(
        topics=len(delays),
        median=float(np.median(waits)),
        within={days: float((waits <= days).mean()) for days in DAYS},
        false_share=false / max(alerts, 1),
    )
