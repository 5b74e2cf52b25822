"""Planted trends, counted on plans: no words are needed for them."""

from collections import Counter
from datetime import date, timedelta

import pytest

from samples.company import trends
from samples.company.company import load_company
from samples.company.plan import plan_day
from samples.company.small_talk import load_material
from samples.company.world import World

END = date(2026, 11, 21)
Counts = dict[int, Counter[str]]


@pytest.fixture(scope="module")
def world() -> World:
    return World(load_company(), load_material(), END, 150, 7)


@pytest.fixture(scope="module")
def counts(world: World) -> Counts:
    """Days back → contacts by issue."""
    found: Counts = {}
    for back in range(150):
        contacts = plan_day(world, END - timedelta(days=back))
        found[back] = Counter(issue.id for contact in contacts for issue in contact.issues if issue)
    return found


def _mean(counts: Counts, issue: str, days: range) -> float:
    return sum(counts[back][issue] for back in days) / len(days)


def test_new_issue_appears_and_grows(counts: Counts) -> None:
    assert _mean(counts, trends.NEW_ISSUE, range(20, 150)) == 0
    assert (
        _mean(counts, trends.NEW_ISSUE, range(6)) > 1.5 * _mean(counts, trends.NEW_ISSUE, range(12, 20)) > 0
    )


def test_split_off_issue_was_not_there_before(counts: Counts) -> None:
    assert _mean(counts, trends.SPLIT_OFF, range(60, 150)) == 0
    assert _mean(counts, trends.SPLIT_OFF, range(60)) > 0.5
    assert _mean(counts, trends.SPLIT_FROM, range(60)) > 0.5


def test_improved_issue_falls_by_about_two_fifths(counts: Counts) -> None:
    ratio = _mean(counts, trends.IMPROVED, range(70)) / _mean(counts, trends.IMPROVED, range(71, 150))
    assert 0.45 < ratio < 0.8


def test_rising_issue_rises_in_one_product_and_young_lots(world: World, counts: Counts) -> None:
    ratio = _mean(counts, trends.RISING, range(10)) / _mean(counts, trends.RISING, range(10, 60))
    assert 1.4 < ratio < 2.4
    recent = [
        contact
        for back in range(10)
        for contact in plan_day(world, END - timedelta(days=back))
        if contact.issues and contact.issues[0] and contact.issues[0].id == trends.RISING
    ]
    mist = [contact for contact in recent if contact.product and contact.product.id == trends.RISING_PRODUCT]
    assert len(mist) > 0.7 * len(recent)
    first = f"SM{END - timedelta(days=trends.BAD_LOTS_SINCE):%y%m%d}"
    lots = [contact.lot for contact in mist if contact.lot]
    assert sum(lot >= first for lot in lots) > 0.8 * len(lots)


def test_weekdays_and_average(counts: Counts, world: World) -> None:
    per_day = {back: len(plan_day(world, END - timedelta(days=back))) for back in range(70)}
    assert 130 < sum(per_day.values()) / len(per_day) < 170
    sundays = [n for back, n in per_day.items() if (END - timedelta(days=back)).weekday() == 6]
    mondays = [n for back, n in per_day.items() if (END - timedelta(days=back)).weekday() == 0]
    assert sum(sundays) / len(sundays) < 0.75 * sum(mondays) / len(mondays)


def test_planned_ids_are_unique_and_hold_no_long_runs_of_digits(world: World) -> None:
    ids = [
        contact.contact_id for back in range(20) for contact in plan_day(world, END - timedelta(days=back))
    ]
    assert len(ids) == len(set(ids))
    assert all(not part.isdigit() or len(part) < 6 for name in ids for part in name.split("-"))
