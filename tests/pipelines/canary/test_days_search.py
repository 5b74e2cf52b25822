"""Many days are searched a few at a time, each for the persons planted on it."""

from datetime import date, timedelta

import pyarrow as pa
import pytest

from pipelines.canary import days_search
from pipelines.canary.contacts import planted_on
from pipelines.canary.days_search import DaysSearch
from pipelines.canary.sinks import Block

DAYS = [date(2026, 11, 2) + timedelta(days=number) for number in range(5)]


def telephone_of(day: date) -> str:
    return next(item.written for item in planted_on(day) if (item.type, item.form) == ("phone", "spoken"))


def block_of(day: date, text: str) -> Block:
    return Block("lake", day.isoformat(), pa.array([text], pa.large_string()))


@pytest.mark.parametrize("at_once", [1, 2, 5, 14])
def test_every_day_is_searched_once_for_its_own_persons(monkeypatch, at_once):
    monkeypatch.setattr(days_search, "_AT_ONCE", at_once)
    searched = []

    def blocks_of(days):
        searched.extend(days)
        return [block_of(day, f"番号は{telephone_of(day)}です") for day in days]

    hits = DaysSearch(DAYS[::-1], ()).run_dated(blocks_of)

    assert searched == DAYS
    assert [hit.place for hit in hits] == [day.isoformat() for day in DAYS]


def test_what_belongs_to_no_day_is_searched_for_the_persons_of_all(monkeypatch):
    monkeypatch.setattr(days_search, "_AT_ONCE", 2)
    blocks = [block_of(DAYS[0], f"番号は{telephone_of(day)}です") for day in DAYS]

    assert len(DaysSearch(DAYS, ()).run(blocks)) == len(DAYS)
