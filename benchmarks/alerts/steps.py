"""Planted steps and placebo actions: coverage of the range, verdicts, and claims where nothing was done."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.alerts.worlds import Nuisance, make_world, multiply
from pipelines.change.effects import Verdict, judge_effect
from pipelines.change.exposure import channel_rates, exposures

DAYS, AFTER, TOPICS, PLANTED, CONTROLS = 182, 42, 60, 6, 12
WORLDS = {
    "holidays": ("曜日と祝日", Nuisance(holidays=True)),
    "all": ("祝日・急増・経路の未着・水準の揺れ", Nuisance(True, True, True, True)),
}


@dataclass(frozen=True)
class Steps:
    """Over all actions: share of 90 % ranges that hold the truth, of claims, and of 判定できません."""

    actions: int
    covered: float
    claimed: float
    undecided: float
    unchanged: float


def measure(world_name: str, change: float, *, seeds: Sequence[int]) -> Steps:
    """Let six topics of about five cases a day step by `change`, six weeks before the end."""
    _, nuisance = WORLDS[world_name]
    verdicts: Counter[Verdict] = Counter()
    covered: list[bool] = []
    for seed in seeds:
        world = make_world(DAYS, TOPICS, seed, nuisance)
        start = DAYS - AFTER
        nearest = np.argsort(np.abs(np.log(world.mean.sum(axis=1).mean(axis=1) / 5)))
        own, others = nearest[:PLANTED], nearest[PLANTED : PLANTED + CONTROLS]
        step = np.ones(world.counts.shape)
        step[own, start:] = 1 + change
        world = multiply(world, step, seed, nuisance.overdispersion)
        rates = channel_rates(world.cases[:, :, :start].sum(axis=2), world.volumes[:start])
        exposure = exposures(rates, world.volumes)
        controls = [(world.counts[number], exposure[number]) for number in others]
        for number in own:
            effect = judge_effect(
                world.counts[number], exposure[number], world.calendar, start, controls=controls
            )
            verdicts[effect.verdict] += 1
            if effect.low is not None and effect.high is not None:
                covered.append(effect.low <= change <= effect.high)
    total = sum(verdicts.values())
    return Steps(
        actions=total,
        covered=float(np.mean(covered)) if covered else float("nan"),
        claimed=(verdicts[Verdict.DECREASE] + verdicts[Verdict.INCREASE]) / total,
        undecided=verdicts[Verdict.UNDECIDED] / total,
        unchanged=verdicts[Verdict.UNCHANGED] / total,
    )
