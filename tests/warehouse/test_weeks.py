"""A week is known by its Monday."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from warehouse.weeks import monday_of


@given(st.dates(min_value=date(2000, 1, 3)))
def test_a_day_lies_in_the_week_of_its_monday(day: date) -> None:
    monday = monday_of(day)
    assert monday <= day < monday + timedelta(days=7)
    assert monday.isocalendar()[:2] == day.isocalendar()[:2]
    assert monday.isoweekday() == 1
