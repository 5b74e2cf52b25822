"""Worlds in which nothing rises: how many nights have an alert all the same."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from benchmarks.alerts.worlds import Nuisance, World, history_of, make_world, reassign
from pipelines.change.judged import WEEK, Learnt, judge_night, judge_week, learn

HISTORY = 189
BLOCK = 20
"""Nights share their windows: the error is estimated from the means of blocks of nights."""
WORLDS: dict[str, tuple[str, Nuisance]] = {
    "plain": ("曜日だけ", Nuisance()),
    "holidays": ("祝日は半分、翌日は 1.4 倍", Nuisance(holidays=True)),
    "shocks": ("20 日に 1 日、全体が 1.5〜3 倍", Nuisance(shocks=True)),
    "missing": ("ひとつの経路が 1 週間ずつ何度も未着", Nuisance(missing_channel=True)),
    "dispersed": ("話題ごとに多い日と少ない日がある(a = 0.3)", Nuisance(overdispersion=0.3)),
    "wandering": ("水準が週に数 % ずつ揺れて戻る", Nuisance(wandering_levels=True)),
    "trend": ("水準が半年で最大 5 割ほど上下する", Nuisance(trends=True)),
    "campaigns": ("ほかの用件で全体だけが数週間 1.5 倍", Nuisance(shocks_of_others=True)),
    "refit": ("4 週ごとに話題を分け直す", Nuisance(holidays=True)),
    "all": (
        "祝日・急増・経路の未着・水準の揺れのすべて",
        Nuisance(True, True, True, True, overdispersion=0.2),
    ),
    "departments": ("100 話題 × 3 部署と、全部署の合計の 100 系列", Nuisance(holidays=True, departments=3)),
}


@dataclass(frozen=True)
class FalseAlarms:
    """Share of nights (weeks) with an alert; where nothing is real that is the false-discovery rate.

    `worst` is the share in the worst of the seeds.
    """

    nights: int
    rate: float
    error: float
    worst: float
    alerts: int
    weeks: int
    week_rate: float


def measure(name: str, *, nights: int, topics: int, seeds: Sequence[int]) -> FalseAlarms:
    """Judge every night of every seed's world."""
    _, nuisance = WORLDS[name]
    found: list[int] = []
    weekly: list[int] = []
    worst = 0.0
    for seed in seeds:
        before = len(found)
        world = make_world(HISTORY + nights, topics, seed, nuisance)
        version = _versions(world, seed) if name == "refit" else lambda _, world=world: world
        for night_alerts, week_alerts in _judge(world, version, nuisance.departments):
            found += night_alerts
            weekly.append(week_alerts)
        worst = max(worst, float((np.array(found[before:]) > 0).mean()))
    is_alarm = np.array(found) > 0
    blocks = [block.mean() for block in np.array_split(is_alarm, max(len(is_alarm) // BLOCK, 1))]
    return FalseAlarms(
        nights=len(found),
        rate=float(is_alarm.mean()),
        error=float(np.std(blocks, ddof=1) / len(blocks) ** 0.5) if len(blocks) > 1 else float("nan"),
        worst=worst,
        alerts=int(sum(found)),
        weeks=len(weekly),
        week_rate=float((np.array(weekly) > 0).mean()),
    )


def _judge(
    world: World, version: Callable[[int], World], departments: int
) -> Iterator[tuple[list[int], int]]:
    """Yield a week at a time, as the nightly step judges it: alerts of its nights, and of the week."""
    learnt: dict[tuple[date, int], Learnt] = {}
    for place, week in enumerate(world.days):
        if week.weekday() or place < HISTORY or place + WEEK > len(world.days):
            continue
        counted = version(place)
        history = history_of(counted, departments)
        models = []
        for monday in (week - timedelta(days=WEEK), week):
            key = (monday, id(counted))
            learnt[key] = learnt[key] if key in learnt else learn(history, monday, {})
            models.append(learnt[key])
        found = [judge_night(models[0], world.days[place + number]) for number in range(WEEK)]
        rising = judge_week(models[1], found)
        yield [len(night.rising) for night in found], sum(item.trend == "up" for item in rising)
        learnt = {key: model for key, model in learnt.items() if key[0] == week}


def _versions(world: World, seed: int) -> Callable[[int], World]:
    """Return the world as it is counted on a day: also the past is on that day's version of topics."""
    kept: dict[int, World] = {}

    def version(place: int) -> World:
        number = place // 28
        return kept.setdefault(number, reassign(world, 100 * seed + number))

    return version
