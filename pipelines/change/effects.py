"""Whether an improvement action moved a number: before and after, beside what others did at the same time.

Segmented regression of daily cases on calendar, trend and a step at the action, with the volume as offset
(statsmodels, quasi-Poisson with errors robust to what stays from day to day). The same step is estimated for
comparable topics without an action: their mean is taken off (difference in differences), and what they
scatter beyond chance is added to the error. Steps at placebo dates before the action say how often such a
step is seen where nothing was done.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from scipy.stats import t as student
from statsmodels.genmod.families import Poisson  # type: ignore[import-untyped]
from statsmodels.genmod.generalized_linear_model import GLM  # type: ignore[import-untyped]

FloatArray = NDArray[np.float64]

LEAST_DAYS_BEFORE = 28
LEAST_DAYS_AFTER = 14
LEAST_EXPECTED = 10.0
"""Cases that the time after would have held without the action; with fewer nothing can be told."""
RANGE_SHARE = 0.90
CLAIM_SHARE = 0.95
"""A change is claimed when a wider range than the printed one excludes none."""
NO_CHANGE = 0.20
"""A range inside ±20 % is 「変化なし」."""
POWER = 0.80
LEAST_EXPOSURE = 1e-9
TREND_DAYS = 56
"""A trend is fitted where there is so much before; with less it would be taken for the step."""
LAGS = 7
LEAST_CONTROLS = 3
"""The mean of fewer topics is their own chance rather than what happened to all."""
PLACEBO_STEP = 14


class Verdict(StrEnum):
    """What may be said of an action."""

    DECREASE = "decreased"
    INCREASE = "increased"
    UNCHANGED = "unchanged"
    UNDECIDED = "undecidable"


class Doubt(StrEnum):
    """Why a verdict is undecided."""

    NONE = ""
    FUTURE = "future"
    SHORT_BEFORE = "short_before"
    SHORT_AFTER = "short_after"
    FEW_CASES = "few_cases"
    WIDE = "wide"
    PLACEBO = "placebo"
    OTHER_ACTION = "other_action"


@dataclass(frozen=True)
class Sides:
    """Cases a day before and after, as counted, on so many days with volume."""

    before: float
    after: float
    days_before: int
    days_after: int


@dataclass(frozen=True)
class Effect:
    """Change of a topic's cases after an action, as shares (−0.3 = 30 % fewer than without it).

    Attributes
    ----------
    change, low, high : estimate and its 90 % range; None where nothing was estimated
    smallest : the smallest change that would have been seen four times in five
    controls : comparable topics used
    """

    verdict: Verdict
    doubt: Doubt
    sides: Sides
    change: float | None = None
    low: float | None = None
    high: float | None = None
    smallest: float | None = None
    controls: int = 0


@dataclass(frozen=True)
class _Step:
    """Step on the log scale, its variance and degrees of freedom."""

    size: float
    variance: float
    freedom: int


def judge_effect(
    counts: FloatArray,
    exposure: FloatArray,
    calendar: FloatArray,
    start: int,
    *,
    controls: Sequence[tuple[FloatArray, FloatArray]] = (),
) -> Effect:
    """Judge an action that took effect on day `start` (position in the arrays).

    Parameters
    ----------
    counts, exposure : (T,) cases of the topic, and what the volume lets expect
    calendar : (T, K) of `calendar_features`
    controls : counts and exposure of comparable topics on the same days
    """
    usable = exposure > LEAST_EXPOSURE
    before, after = _sides(len(counts), start, usable)
    facts = Sides(_mean(counts, before), _mean(counts, after), int(before.sum()), int(after.sum()))
    if start >= len(counts):
        return Effect(Verdict.UNDECIDED, Doubt.FUTURE, facts)
    if facts.days_before < LEAST_DAYS_BEFORE:
        return Effect(Verdict.UNDECIDED, Doubt.SHORT_BEFORE, facts)
    if facts.days_after < LEAST_DAYS_AFTER:
        return Effect(Verdict.UNDECIDED, Doubt.SHORT_AFTER, facts)
    if _expected(counts, exposure, before, after) < LEAST_EXPECTED:
        return Effect(Verdict.UNDECIDED, Doubt.FEW_CASES, facts)
    own = _step(counts, exposure, calendar, start)
    others = [
        _step(cases, share, calendar, start) for cases, share in controls if _is_fit(cases, share, start)
    ]
    used = len(others) if len(others) >= LEAST_CONTROLS else 0
    step = _beside(own, others) if used else own
    return _judge(step, _placebo_ratios(counts, exposure, calendar, start), facts, used)


def _sides(days: int, start: int, usable: NDArray[np.bool_]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    position = np.arange(days)
    return usable & (position < start), usable & (position >= start)


def _expected(
    counts: FloatArray, exposure: FloatArray, before: NDArray[np.bool_], after: NDArray[np.bool_]
) -> float:
    """Return the cases that the time after would have held, at the level of all days before or of the last.

    The lower level counts: a topic that was already dying away leaves nothing to be measured.
    """
    lately = before.copy()
    lately[np.flatnonzero(before)[: -max(int(after.sum()), LEAST_DAYS_BEFORE)]] = False
    rates = (counts[days].sum() / max(exposure[days].sum(), LEAST_EXPOSURE) for days in (before, lately))
    return float(min(rates) * exposure[after].sum())


def _mean(counts: FloatArray, chosen: NDArray[np.bool_]) -> float:
    return float(counts[chosen].mean()) if chosen.any() else 0.0


def _is_fit(counts: FloatArray, exposure: FloatArray, start: int) -> bool:
    before, after = _sides(len(counts), start, exposure > LEAST_EXPOSURE)
    return bool(counts[before].sum() >= LEAST_EXPECTED and counts[after].sum() >= 1)


def _step(counts: FloatArray, exposure: FloatArray, calendar: FloatArray, start: int) -> _Step:
    usable = exposure > LEAST_EXPOSURE
    position = np.arange(len(counts))
    after = (position >= start).astype(float)
    columns = [np.ones(len(counts)), after]
    if start >= TREND_DAYS:
        columns.append((position - start) / len(counts))
    # The first weekday is the one that others are compared with; columns that never differ say nothing.
    columns += [column for column in calendar[:, 1:].T if 1 < column[usable].sum() < usable.sum() - 1]
    design = np.column_stack(columns)[usable]
    cases = _with_half_a_case(counts[usable], exposure[usable], after[usable] > 0)
    model = GLM(cases, design, family=Poisson(), offset=np.log(exposure[usable]))
    found = model.fit(cov_type="HAC", cov_kwds={"maxlags": LAGS})
    freedom = max(int(found.df_resid), 1)
    spread = max(float(found.pearson_chi2) / freedom, 1.0)
    # Robust errors are too small in short series, plain ones where days hang together: the larger holds.
    variance = max(spread * float(found.normalized_cov_params[1, 1]), float(found.bse[1]) ** 2)
    return _Step(float(found.params[1]), variance, freedom)


def _with_half_a_case(counts: FloatArray, exposure: FloatArray, after: NDArray[np.bool_]) -> FloatArray:
    """Return the counts with half a case spread over a side that has none, so that its step is finite."""
    cases = counts.astype(np.float64)
    for side in (after, ~after):
        if side.any() and cases[side].sum() == 0:
            cases[side] = 0.5 * exposure[side] / exposure[side].sum()
    return cases


def _beside(own: _Step, others: Sequence[_Step]) -> _Step:
    """Take off what comparable topics did; add what they scatter beyond their own errors."""
    sizes = np.array([step.size for step in others])
    variances = np.array([step.variance for step in others])
    weights = 1 / variances
    common = float((weights * sizes).sum() / weights.sum())
    heterogeneity = float((weights * (sizes - common) ** 2).sum()) - (len(others) - 1)
    scatter = max(heterogeneity / (weights.sum() - (weights**2).sum() / weights.sum()), 0.0)
    weights = 1 / (variances + scatter)
    common = float((weights * sizes).sum() / weights.sum())
    return _Step(own.size - common, own.variance + scatter + float(1 / weights.sum()), own.freedom)


def _placebo_ratios(
    counts: FloatArray, exposure: FloatArray, calendar: FloatArray, start: int
) -> list[float]:
    """Return step over error at dates before the action, the days after it left out."""
    dates = range(LEAST_DAYS_BEFORE, start - LEAST_DAYS_AFTER + 1, PLACEBO_STEP)
    ratios = []
    for date in dates:
        before, after = (counts[:start], exposure[:start])
        if _is_fit(before, after, date):
            step = _step(before, after, calendar[:start], date)
            ratios.append(abs(step.size) / step.variance**0.5)
    return ratios


def _judge(step: _Step, placebo: list[float], facts: Sides, controls: int) -> Effect:
    error = step.variance**0.5
    reach = float(student.ppf(0.5 + RANGE_SHARE / 2, step.freedom)) * error
    claim = float(student.ppf(0.5 + CLAIM_SHARE / 2, step.freedom)) * error
    smallest = claim + float(student.ppf(POWER, step.freedom)) * error
    low, high = (float(np.expm1(step.size + sign * reach)) for sign in (-1, 1))
    verdict, doubt = Verdict.UNDECIDED, Doubt.WIDE
    if abs(step.size) > claim:
        is_common = sum(ratio >= abs(step.size) / error for ratio in placebo) > len(placebo) * (
            1 - CLAIM_SHARE
        )
        if is_common:
            doubt = Doubt.PLACEBO
        else:
            verdict, doubt = (Verdict.DECREASE if step.size < 0 else Verdict.INCREASE), Doubt.NONE
    elif low >= -NO_CHANGE and high <= NO_CHANGE:
        verdict, doubt = Verdict.UNCHANGED, Doubt.NONE
    return Effect(
        verdict,
        doubt,
        facts,
        change=float(np.expm1(step.size)),
        low=low,
        high=high,
        smallest=-float(np.expm1(-smallest)),
        controls=controls,
    )
