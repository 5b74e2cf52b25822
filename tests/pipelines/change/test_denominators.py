"""Counts that are set against shipments or members: what follows these is no rise, what does not is one."""

from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from pipelines.change.calendar import FloatArray
from pipelines.change.denominators import Denominator, lay_out, relative_volume, smooth
from pipelines.change.judged import judge_night, learn
from pipelines.change.measures import load_denominators, set_against, weekly_denominators
from pipelines.change.series import History, SeriesKey
from pipelines.config.denominators_file import DepartmentMeasure, Span

FIRST = date(2026, 6, 1)
DAYS = 126
GROWN = DAYS - 35


def level(before: float, after: float, start: int = GROWN) -> FloatArray:
    return np.concatenate([np.full(start, before), np.full(DAYS - start, after)])


def history(factor: float, denominators: dict[str, Denominator]) -> History:
    """Return 20 topics of "product" whose cases grow for five weeks by `factor`, while contacts stay."""
    rng = np.random.default_rng(4)
    mean = 6.0 * level(1.0, factor)
    cases = rng.poisson(mean, (20, 1, DAYS)).astype(float)
    keys = tuple(SeriesKey("complaint", f"T{number:06d}", "product") for number in range(20))
    made = History(
        FIRST, keys, cases, np.full((DAYS, 1), 500.0), ("counted",) * DAYS, np.zeros((len(keys), DAYS))
    )
    return set_against(made, denominators)


def expected_a_night(counted: History) -> float:
    """Return what the last fortnight's model, of the time before the growth, lets expect of a day."""
    monday = FIRST + timedelta(days=GROWN)
    model = learn(counted, monday, {}).model
    assert model is not None
    return float(model.expectation.mean[:, -7:].mean())


@pytest.mark.parametrize("owner", ["product", ""])
def test_expectations_follow_the_denominator_and_not_the_contacts(owner: str) -> None:
    shipped = {owner: Denominator("shipments", level(10_000.0, 20_000.0))}
    assert 5 < expected_a_night(history(2.0, {})) < 7
    assert 10 < expected_a_night(history(2.0, shipped)) < 14
    assert 5 < expected_a_night(history(2.0, {"sales": shipped[owner]})) < 7


def test_growth_with_the_shipments_is_no_rise_and_without_them_it_is() -> None:
    night = FIRST + timedelta(days=GROWN + 10)
    week_before = FIRST + timedelta(days=GROWN)
    shipped = {"product": Denominator("shipments", level(10_000.0, 20_000.0))}
    assert len(judge_night(learn(history(2.0, {}), week_before, {}), night).rising) > 10
    assert judge_night(learn(history(2.0, shipped), week_before, {}), night).rising == []


def test_contacts_of_a_campaign_change_nothing_where_shipments_are_known() -> None:
    shipments = Denominator("shipments", np.full(DAYS, 10_000.0))
    volumes = np.full((DAYS, 1), 500.0)
    volumes[GROWN:] = 900.0
    offset, steady = relative_volume(shipments, volumes)
    assert (volumes[:, 0] * offset)[-1] == pytest.approx((volumes[:, 0] * offset)[0])
    assert steady == pytest.approx(offset)


def test_a_missing_channel_stays_missing() -> None:
    volumes = np.tile([400.0, 100.0], (DAYS, 1))
    volumes[-7:, 0] = 0.0
    offset, _ = relative_volume(Denominator("shipments", np.full(DAYS, 9.0)), volumes)
    assert offset == pytest.approx(np.ones(DAYS))


def test_level_is_the_mean_of_four_weeks_and_sundays_count_as_none_shipped() -> None:
    figures = np.full(56, 700.0)
    figures[6::7] = np.nan
    assert smooth(figures, "shipments")[27:55] == pytest.approx(np.full(28, 600.0))
    assert smooth(figures, "subscribers")[27:] == pytest.approx(np.full(29, 700.0))
    assert np.isnan(smooth(np.full(56, np.nan), "shipments")).all()
    late = np.concatenate([figures[:21], np.full(35, np.nan)])
    assert np.isnan(smooth(late, "shipments")[-10:]).all()


def test_weeks_without_figures_have_no_rate_and_keep_the_last_level() -> None:
    days = [FIRST + timedelta(days=number) for number in range(DAYS)]
    rows = [DepartmentMeasure("product", "shipments", (Span(days[0], days[69], 1000.0),))]
    counted = history(1.0, lay_out(rows, {}, days))
    made = weekly_denominators(counted, [FIRST + timedelta(weeks=5), FIRST + timedelta(weeks=16)]).to_pylist()
    assert made == [
        {"week": FIRST + timedelta(weeks=5), "department": "product", "measure": "shipments", "value": 7000.0}
    ]
    assert 5 < expected_a_night(counted) < 7


def test_a_day_whose_shipments_are_corrected_is_another_day() -> None:
    one = history(1.0, {"product": Denominator("shipments", level(10_000.0, 10_000.0))})
    other = history(1.0, {"product": Denominator("shipments", level(10_000.0, 10_500.0))})
    differ = [a != b for a, b in zip(one.digests, other.digests, strict=True)]
    assert differ == [False] * GROWN + [True] * (DAYS - GROWN)


def test_bad_rows_and_measures_that_nobody_delivers_are_told_to_operators(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "denominators.csv").write_text(
        "measure,first_day,last_day,value,department\n出荷,,,,product\n会員,2026-06-01,2026-06-30,-3,sales\n"
    )
    departments = SimpleNamespace(departments=[SimpleNamespace(id=name) for name in ("product", "sales")])
    settings: Any = SimpleNamespace(config_dir=tmp_path, departments=departments)
    empty: Any = SimpleNamespace(query=lambda *_: SimpleNamespace(to_pylist=list))
    found = load_denominators(empty, settings, FIRST, DAYS)
    assert np.isnan(found["product"].level).all()
    assert (
        "denominators.csv:3: value '-3' is no number above 0; write it as 412000; the row is skipped"
        in caplog.text
    )
    assert "no source delivers shipments" in caplog.text
