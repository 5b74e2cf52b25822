"""The spread of weeks is that of weeks nobody had seen: levels that wander make no rise."""

from datetime import date, timedelta

import numpy as np
import pytest

from pipelines.change.calendar import FloatArray, calendar_features
from pipelines.change.dispersion import estimate_dispersion
from pipelines.change.expect import expect
from pipelines.change.rehearsal import rehearse
from pipelines.change.rising import fit_model

DAYS = 196
HISTORY = DAYS - 14
CALENDAR = calendar_features([date(2026, 5, 4) + timedelta(days=number) for number in range(DAYS)])


def draw(wander: float, series: int = 80) -> FloatArray:
    """Return days of series whose level wanders by `wander` (sd of logs) and comes back within weeks."""
    rng = np.random.default_rng(6)
    level = np.zeros((series, DAYS))
    for day in range(1, DAYS):
        level[:, day] = 0.97 * level[:, day - 1] + wander * 0.243 * rng.normal(size=series)
    return rng.poisson(np.geomspace(2, 40, series)[:, None] * np.exp(level)).astype(float)


def test_what_wanders_is_seen_ahead_and_not_within() -> None:
    exposure = np.ones((80, DAYS))
    counts = draw(0.25)
    ahead = rehearse(counts, exposure, CALENDAR, HISTORY)
    assert ahead is not None
    assert ahead.seen.shape == (80, 12)
    means = expect(counts, exposure, CALENDAR, HISTORY).mean[:, :HISTORY]
    history = counts[:, :HISTORY], means
    within, beyond = estimate_dispersion(*history), estimate_dispersion(*history, ahead)
    assert np.median(beyond.level.mean) > 1.15 * np.median(within.level.mean)
    assert beyond.daily.mean == pytest.approx(within.daily.mean)


@pytest.mark.parametrize("wander", [0.0, 0.15])
def test_one_week_in_twenty_lies_above_the_range(wander: float) -> None:
    counts = draw(wander)
    model = fit_model(counts, np.ones((80, DAYS)), CALENDAR, HISTORY)
    assert model is not None
    weeks = [slice(HISTORY, HISTORY + 7), slice(HISTORY + 7, DAYS)]
    above = [counts[:, week].sum(axis=1) > model.predict(week).quantile(0.95) for week in weeks]
    assert np.mean(above) <= 0.08


def test_days_after_the_history_play_no_part() -> None:
    counts = draw(0.1, series=10)
    changed = counts.copy()
    changed[:, HISTORY:] = 500.0
    one, other = (rehearse(each, np.ones((10, DAYS)), CALENDAR, HISTORY) for each in (counts, changed))
    assert one is not None
    assert other is not None
    assert np.array_equal(one.seen, other.seen)
    assert np.array_equal(one.mean, other.mean)


def test_a_short_history_rehearses_nothing() -> None:
    assert rehearse(draw(0.0, series=3), np.ones((3, DAYS)), CALENDAR, 42) is None


def test_one_busy_series_does_not_hide_behind_calm_ones() -> None:
    """What an over-dispersed series knows of itself is less than Poisson counts would tell."""
    rng = np.random.default_rng(2)
    mean = np.full((40, 120), 10.0)
    busy = np.ones((40, 120))
    busy[0] = rng.gamma(1.0, 1.0, 120)
    found = estimate_dispersion(rng.poisson(mean * busy).astype(float), mean).daily.mean
    assert found[0] > 0.5
    assert np.median(found[1:]) < 0.1
