"""The picture on a topic's page shows the same weeks as its list, and what happened meanwhile."""

from datetime import date, timedelta

import pytest

from reports.keys import WeekKey
from reports.portal.desk import ActionState
from reports.portal.reach import load_reach
from reports.portal.rights import Viewer
from reports.portal.topic_page import load_cards, load_history
from reports.portal.topic_trend import draw_trend_once, load_trend

DONE = ActionState("A1", ("T000001",), "support", "回線を増やした", "done", done_on=date(2026, 10, 14))
ELSEWHERE = ActionState("A2", ("T000002",), "support", "別の打ち手", "done", done_on=date(2026, 10, 14))
BEFORE = ActionState("A3", ("T000001",), "support", "昔の打ち手", "done", done_on=date(2020, 1, 1))


@pytest.fixture(scope="module")
def shown(open_copy, company):
    event = {"topic_id": "T000001", "related_ids": []}
    lineage = [
        event | {"event": "born", "registry_version": 1, "happened_on": date(2026, 9, 28)},
        event | {"event": "continued", "registry_version": 2, "happened_on": date(2026, 10, 5)},
    ]
    silent = [
        voice
        for voice in company["voices"]
        if (voice["topic_id"], WeekKey.of(voice["day"])) != ("T000001", WeekKey(date(2026, 10, 19)))
    ]
    reader = open_copy(**company | {"voices": silent, "lineage": lineage})
    viewer = Viewer("boss", sees_all=True)
    card = load_cards(reader)["T000001"]
    history = load_history(
        reader, card, load_reach(reader, viewer, frozenset()), site_weeks=frozenset(), least_cases=5
    )
    return reader, card, history.weeks


def test_every_published_week_is_a_point_and_silence_is_a_zero(shown):
    reader, card, weeks = shown
    trend = load_trend(reader, card, weeks, [DONE, ELSEWHERE, BEFORE])
    points = {point.week: point for point in trend.points}
    assert {week: point.cases for week, point in points.items() if point.cases} == {
        row.week: row.cases for row in weeks
    }
    assert points[WeekKey(date(2026, 10, 19))].cases == 0
    assert len(points) == 10
    steps = {b.week.monday - a.week.monday for a, b in zip(trend.points, trend.points[1:], strict=False)}
    assert steps == {timedelta(weeks=1)}
    assert [week for week, point in points.items() if point.is_partial] == [WeekKey(date(2026, 11, 2))]
    assert [(mark.day, mark.kind) for mark in trend.marks] == [
        (date(2026, 10, 5), "refit"),
        (date(2026, 10, 14), "action"),
    ]


def test_the_drawing_tells_its_numbers_and_carries_no_style_of_its_own(shown):
    reader, card, weeks = shown
    trend = load_trend(reader, card, weeks, [DONE])
    (picture,) = draw_trend_once(trend).trends
    assert picture is draw_trend_once(trend).trends[0]
    assert "style=" not in picture.svg
    assert "打ち手:回線を増やした" in picture.notes[1]
    assert len(picture.rows) == 10


def test_nothing_is_drawn_of_a_topic_nobody_spoke_of(shown):
    reader, card, _ = shown
    assert load_trend(reader, card, (), [DONE]) is None
