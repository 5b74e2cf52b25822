"""Normal ranges, rises and effects of actions, on counts whose truth is known."""

from datetime import date, timedelta

import numpy as np
import pytest

from pipelines.change.calendar import FloatArray, calendar_features, is_day_off
from pipelines.change.dispersion import estimate_dispersion
from pipelines.change.effects import Doubt, Verdict, judge_effect
from pipelines.change.expect import expect
from pipelines.change.exposure import channel_rates, exposures
from pipelines.change.rising import Rises, find_rises, fit_model
from pipelines.change.windows import Predicted, predict

DAYS = 189
CALENDAR = calendar_features([date(2026, 5, 1) + timedelta(days=number) for number in range(DAYS)])
WEEK = np.array([1.4, 1.2, 1.0, 1.0, 1.0, 0.6, 0.5])


def draw(mean: FloatArray, seed: int = 1) -> FloatArray:
    return np.random.default_rng(seed).poisson(mean).astype(np.float64)


def rises_of(counts: FloatArray, exposure: FloatArray) -> Rises:
    model = fit_model(counts, exposure, CALENDAR, DAYS - 7)
    assert model is not None
    return find_rises(model, counts, DAYS - 1)


def flat(series: int, a_day: float) -> FloatArray:
    return np.full((series, DAYS), a_day)


@pytest.mark.parametrize(
    ("day", "is_off"),
    [
        (date(2026, 5, 4), True), (date(2026, 5, 7), False), (date(2026, 12, 31), True),
        (date(2027, 1, 1), True), (date(2027, 1, 4), False), (date(2026, 9, 22), True),
        (date(2026, 11, 22), False),
    ],
)  # fmt: skip
def test_days_off_are_those_of_japan(day: date, is_off: bool) -> None:
    assert is_day_off(day) is is_off


def test_each_day_has_one_weekday_and_events_by_name() -> None:
    first = date(2026, 11, 20)
    events = {"release": frozenset({first}), "campaign": frozenset({first + timedelta(days=1)})}
    features = calendar_features([first, first + timedelta(days=1)], events)
    assert features.shape == (2, 11)
    assert (features[:, :7].sum(axis=1) == 1).all()
    assert features[:, 9:].tolist() == [[0, 1], [1, 0]]


def test_exposure_loses_a_missing_channel_and_nothing_else() -> None:
    volumes = np.tile([100.0, 10.0], (DAYS, 1))
    totals = np.array([[900.0, 0.0], [0.0, 900.0], [0.0, 0.0]])
    volumes[-1, 1] = 0
    exposure = exposures(channel_rates(totals, volumes[:-1]), volumes)
    assert exposure[0, -1] == pytest.approx(exposure[0, 0], rel=0.01)
    assert exposure[1, -1] < 0.02 * exposure[1, 0]
    assert (exposure[2] == 0).all()


@pytest.mark.system
def test_range_holds_nine_in_ten_of_ordinary_weeks() -> None:
    days = np.arange(DAYS) % 7
    mean = np.outer(np.geomspace(0.5, 30, 150), WEEK[days])
    counts = draw(mean, 3)
    found = expect(counts, mean, CALENDAR, DAYS - 7)
    week = predict(
        found,
        estimate_dispersion(counts[:, :-7], found.mean[:, :-7]),
        slice(DAYS - 7, DAYS),
    )
    seen = counts[:, -7:].sum(axis=1)
    inside = (week.quantile(0.05) <= seen) & (seen <= week.quantile(0.95))
    assert 0.84 <= inside.mean() <= 1.0
    assert (week.quantile(0.05) <= week.mean).all()
    assert (week.quantile(0.95) >= week.mean - 1).all()


def test_weekday_of_a_topic_is_learnt() -> None:
    counts = draw(np.outer([20.0], WEEK[np.arange(DAYS) % 7]))
    found = expect(counts, flat(1, 20.0), CALENDAR, DAYS - 7)
    by_weekday = found.mean[0, -7:]
    assert by_weekday.max() / by_weekday.min() > 1.8


def test_overdispersion_is_found_and_small_series_borrow_it() -> None:
    rng = np.random.default_rng(5)
    busy = rng.gamma(5, 1 / 5, (60, DAYS))
    mean = flat(60, 8.0)
    mean[:30] = 0.3
    spread = estimate_dispersion(rng.poisson(mean * busy).astype(float), mean).daily.mean
    calm = estimate_dispersion(rng.poisson(mean).astype(float), mean).daily.mean
    assert 0.12 < np.median(spread[30:]) < 0.3
    assert spread[:30].min() > 0.05
    assert calm.max() < 0.06


def test_rise_of_one_topic_is_found_and_the_others_stay_quiet() -> None:
    mean = np.tile(np.geomspace(0.2, 20, 100)[:, None], (1, DAYS))
    counts = draw(mean, 7)
    counts[70, -3:] = 4 * mean[70, -3:].round()
    rises = rises_of(counts, mean)
    assert np.flatnonzero(rises.is_rising).tolist() == [70]
    assert rises.seen[70] > rises.predicted.quantile(0.95)[70]


def test_common_growth_of_volume_is_no_rise() -> None:
    volume = np.ones(DAYS)
    volume[-3:] = 3.0
    mean = np.outer(np.geomspace(0.2, 20, 100), volume)
    assert not rises_of(draw(mean, 8), mean).is_rising.any()


@pytest.mark.parametrize("days", [1, 9, 34])
def test_nothing_is_said_without_history(days: int) -> None:
    counts = np.full((3, days), 50.0)
    counts[:, -1] = 500
    assert fit_model(counts, counts, CALENDAR[:days], days - 7) is None


def test_topic_never_heard_before_is_found_from_five_cases() -> None:
    counts, mean = np.zeros((40, DAYS)), flat(40, 0.01)
    counts[0, -2:], counts[1, -1] = 3, 4
    assert rises_of(counts, mean).is_rising.tolist() == [True] + [False] * 39


def test_order_of_series_changes_nothing() -> None:
    counts = draw(np.tile(np.geomspace(0.2, 20, 30)[:, None], (1, DAYS)), 9)
    counts[3, -2:] += 30
    one = rises_of(counts, flat(30, 2.0))
    other = rises_of(counts[::-1], flat(30, 2.0))
    assert one.adjusted[::-1] == pytest.approx(other.adjusted)


def test_no_series_at_all() -> None:
    assert fit_model(np.zeros((0, DAYS)), np.zeros((0, DAYS)), CALENDAR, DAYS - 7) is None


def test_nothing_heard_anywhere_is_no_model() -> None:
    assert fit_model(np.zeros((3, DAYS)), np.zeros((3, DAYS)), CALENDAR, DAYS - 7) is None


@pytest.mark.parametrize("mean", [0.0, 1e-9, 0.3, 5000.0])
def test_chance_and_range_agree(mean: float) -> None:
    week = Predicted(np.array([mean]), np.array([mean * 1.5]))
    high = week.quantile(0.95)
    if mean > 0:
        assert week.chance_of(high + 1)[0] <= 0.05 + 1e-9
    assert week.chance_of(np.array([0.0]))[0] == 1.0


def _action(factor: float, *, a_day: float = 8.0, start: int = DAYS - 42, seed: int = 2) -> FloatArray:
    mean = np.full(DAYS, a_day)
    mean[start:] *= factor
    return draw(mean, seed)


def test_halved_topic_is_a_decrease_whose_range_holds_the_truth() -> None:
    effect = judge_effect(_action(0.5), np.full(DAYS, 8.0), CALENDAR, DAYS - 42)
    assert effect.verdict is Verdict.DECREASE
    assert effect.low is not None
    assert effect.high is not None
    assert effect.low < -0.5 < effect.high < 0


def test_what_all_topics_did_is_not_the_action() -> None:
    controls = [(_action(0.5, seed=20 + number), np.full(DAYS, 8.0)) for number in range(8)]
    effect = judge_effect(_action(0.5), np.full(DAYS, 8.0), CALENDAR, DAYS - 42, controls=controls)
    assert effect.verdict is not Verdict.DECREASE
    assert effect.controls == 8


def test_large_topic_without_change_is_unchanged() -> None:
    effect = judge_effect(_action(1.0, a_day=200.0), np.full(DAYS, 200.0), CALENDAR, DAYS - 60)
    assert effect.verdict is Verdict.UNCHANGED


@pytest.mark.parametrize(
    ("start", "a_day", "doubt"),
    [
        (DAYS + 5, 8.0, Doubt.FUTURE),
        (DAYS - 9, 8.0, Doubt.SHORT_AFTER),
        (20, 8.0, Doubt.SHORT_BEFORE),
        (DAYS - 30, 0.05, Doubt.FEW_CASES),
    ],
)
def test_what_cannot_be_said_is_not_said(start: int, a_day: float, doubt: Doubt) -> None:
    effect = judge_effect(_action(1.0, a_day=a_day, start=start), np.full(DAYS, a_day), CALENDAR, start)
    assert (effect.verdict, effect.doubt) == (Verdict.UNDECIDED, doubt)
    assert effect.change is None


def test_topic_that_jumps_all_the_time_proves_nothing() -> None:
    weeks = np.repeat(np.random.default_rng(4).choice([0.3, 2.0], DAYS // 14 + 1), 14)[:DAYS]
    counts = draw(8.0 * weeks, 5)
    counts[DAYS - 28 :] = draw(np.full(28, 3.0), 6)
    effect = judge_effect(counts, np.full(DAYS, 8.0), CALENDAR, DAYS - 28)
    assert effect.verdict is Verdict.UNDECIDED
