"""The picture on the page of a topic: its cases by week, the normal range, what was done and sorted anew."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING

from reports.keys import WeekKey
from reports.model.figures import NormalRange
from reports.model.pictures import Pictures, Trend, TrendMark, TrendPoint
from reports.model.series import MIN_TREND_WEEKS
from reports.portal.desk import ActionState
from reports.portal.topic_page import MOST_WEEKS, TopicCard, WeekRow
from reports.queries import fetch_rows
from reports.render.drawn import Drawn, draw_pictures

if TYPE_CHECKING:
    from warehouse.published import Reader

_WHOLE_WEEK = 7
_engine = Lock()


def load_trend(
    reader: "Reader", card: TopicCard, weeks: Sequence[WeekRow], actions: Iterable[ActionState]
) -> Trend | None:
    """Return the trend of a topic; None where too few weeks are published to show one.

    Parameters
    ----------
    weeks : sequence of WeekRow
        Weeks with voices of the topic, newest first, as the page lists them; where several departments stand
        beside one another, the trend is that of the first.
    actions : iterable of ActionState
        Those done about the topic are marked on their day.
    """
    own = [row for row in weeks if row.department == weeks[0].department]
    days = {WeekKey.of(row["week"]): row["days"] for row in fetch_rows(reader, "portal_weeks")}
    published = sorted(days)[-MOST_WEEKS:]
    if not own or len(published) < MIN_TREND_WEEKS:
        return None
    points = _points(published, days, {row.week: row for row in own})
    first, last = points[0].week.monday, points[-1].week.sunday
    marks = {
        TrendMark(action.done_on, "action", f"打ち手:{action.what}")
        for action in actions
        if action.done_on is not None and card.topic_id in action.topic_ids
    }
    marks |= {
        TrendMark(row["happened_on"], "refit", "話題の分け方を見直し")
        for row in fetch_rows(reader, "portal_topic_lineage", topic_id=card.topic_id)
        if row["registry_version"] > 1
    }
    shown = sorted(
        (mark for mark in marks if first <= mark.day <= last),
        key=lambda mark: (mark.day, mark.kind, mark.text),
    )
    return Trend("trend", f"「{card.label}」", points, tuple(shown))


def _points(
    published: Sequence[WeekKey], days: dict[WeekKey, int], rows: dict[WeekKey, WeekRow]
) -> tuple[TrendPoint, ...]:
    points, week = [], published[0]
    while week <= published[-1]:
        row, counted = rows.get(week), days.get(week, 0)
        points.append(
            TrendPoint(
                week=week,
                cases=(row.cases if row else 0) if counted else None,
                normal=NormalRange(*row.normal) if row and row.normal else None,
                is_partial=0 < counted < _WHOLE_WEEK,
            )
        )
        week = WeekKey(week.monday + timedelta(weeks=1))
    return tuple(points)


@lru_cache(maxsize=64)
def draw_trend_once(trend: Trend) -> Drawn:
    """Return the drawing; the chart library is loaded when the first one is asked for."""
    with _engine:
        return draw_pictures(Pictures(trends=(trend,)))
