from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.errors import KeyFormatError, ReportError
from reports.keys import DayKey, WeekKey, parse_key, parse_week

days = st.dates(min_value=date(1990, 1, 8), max_value=date(2200, 1, 1))


@given(days)
def test_every_day_lies_in_the_week_its_key_names(day):
    week = WeekKey.of(day)
    assert parse_key(str(week)) == week
    assert week.monday <= day <= week.sunday
    assert day in week.days
    assert week.previous.sunday + timedelta(days=1) == week.monday
    assert str(week) == f"{day.isocalendar().year:04d}-W{day.isocalendar().week:02d}"


@given(days)
def test_a_day_key_survives_its_text(day):
    assert parse_key(str(DayKey(day))) == DayKey(day)


@given(days, days)
def test_week_keys_sort_by_time_as_text_and_as_values(one, other):
    first, second = WeekKey.of(one), WeekKey.of(other)
    assert (first < second) == (str(first) < str(second))


@pytest.mark.parametrize(
    ("key", "label"),
    [
        ("2026-W46", "2026年11月9日(月)〜15日(日)"),
        ("2026-W44", "2026年10月26日(月)〜11月1日(日)"),
        ("2025-W01", "2024年12月30日(月)〜2025年1月5日(日)"),
        ("2026-11-21", "2026年11月21日(土)"),
    ],
)
def test_readers_see_dates_not_codes(key, label):
    assert parse_key(key).label == label


@pytest.mark.parametrize(
    "key",
    ["", "2026-W54", "2025-W53", "2026-W00", "2026-w46", "2026-W4", " 2026-W46", "2026-W46\n", "2026-02-30",
     "20261121", "２０２６-W46", "../2026-W46", "0000-W01"],
)  # fmt: skip
def test_anything_else_is_refused_with_the_remedy(key):
    with pytest.raises(KeyFormatError, match="report key"):
        parse_key(key)


def test_a_day_is_no_weekly_report():
    with pytest.raises(ReportError, match="2026-W47"):
        parse_week("2026-11-21")
    with pytest.raises(KeyFormatError, match="Monday"):
        WeekKey(date(2026, 11, 10))
