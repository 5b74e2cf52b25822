"""Reads what the pictures of a weekly report show."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from reports.keys import WeekKey
from reports.model.action_facts import ActionFact
from reports.model.context import SiteContext
from reports.model.figures import NormalRange, TopicFigure
from reports.model.labels import name_channel
from reports.model.pictures import (
    HeatMap,
    HeatRow,
    Pictures,
    RankedBar,
    Ranking,
    Trend,
    TrendMark,
    TrendPoint,
)
from reports.model.signals import Signals
from reports.model.small_cells import withhold_cells
from reports.model.topics import Spread, TopicKey, key_of
from reports.queries import fetch_rows

if TYPE_CHECKING:
    from warehouse.published import Reader

TREND_WEEKS = 26
MIN_TREND_WEEKS = 3
MAX_TRENDS, MAX_ACTED, MAX_BARS, MAX_HEAT_ROWS = 3, 2, 10, 8
SeriesKey = tuple[str | None, str | None, str | None]
"""Kind, topic id and role; all None = the whole department."""
WHOLE: SeriesKey = (None, None, None)
_HEADS = {"channel": "経路", "product": "商品", "desk": "窓口", "lot": "ロット"}
_COLUMNS = {"channel": 6, "product": 4, "desk": 4, "lot": 4}


def load_pictures(
    reader: "Reader",
    site: SiteContext,
    signals: Signals,
    week: WeekKey,
    department: str | None,
    *,
    topics: Sequence[TopicFigure],
    figures: Sequence[TopicFigure],
    ranked: Sequence[TopicFigure],
    spread: dict[TopicKey, Spread],
) -> Pictures:
    """Return the pictures of a department's week.

    Parameters
    ----------
    topics, figures : sequence of TopicFigure
        Trends are drawn of the whole department, of `topics`, and of those among all `figures` that an action
        of the department was about.
    ranked : sequence of TopicFigure
        What the bars and heat maps show.
    """
    chosen = _choose(topics, figures, [each for each in signals.actions if each.concerns(department)])
    wanted: list[SeriesKey] = [WHOLE, *(key_of(topic) for topic in chosen)]
    series = _load_series(reader, site, week, department, [topic.topic_id for topic in chosen])
    titles = ["当部に関わるもの" if department else "担当部署の決まっていないもの"]
    titles += [f"「{topic.label}」" for topic in chosen]
    trends = [
        Trend(f"trend-{place}", title, series[key], _marks(signals, department, key, series[key]))
        for place, (title, key) in enumerate(zip(titles, wanted, strict=True))
        if key in series
    ]
    return Pictures(
        trends=tuple(
            each for each in trends if sum(p.cases is not None for p in each.points) >= MIN_TREND_WEEKS
        ),
        rankings=_rankings(ranked[:MAX_BARS]),
        heat_maps=tuple(
            heat
            for dimension in _HEADS
            if (heat := _heat_map(dimension, ranked, spread, least_cases=site.least_cases)) is not None
        ),
    )


def _choose(
    topics: Sequence[TopicFigure], figures: Sequence[TopicFigure], actions: Sequence[ActionFact]
) -> list[TopicFigure]:
    chosen = [topic for topic in topics if topic.topic_id is not None][:MAX_TRENDS]
    known = {key_of(topic) for topic in chosen}
    acted = {topic_id for action in actions if action.done_on for topic_id in action.topic_ids}
    also = [topic for topic in figures if topic.topic_id in acted and key_of(topic) not in known]
    return chosen + [topic for topic in also if topic.role == "owner"][:MAX_ACTED]


def _load_series(
    reader: "Reader", site: SiteContext, week: WeekKey, department: str | None, topic_ids: list[str | None]
) -> dict[SeriesKey, tuple[TrendPoint, ...]]:
    last = week.monday
    first = last - timedelta(weeks=TREND_WEEKS - 1)
    weeks = [each for each in site.weeks if first <= each.monday <= last]
    about = {"department": department, "topic_ids": " ".join(filter(None, topic_ids))}
    span = {"first_week": first, "last_week": last}
    counts = _by_key(fetch_rows(reader, "department_series", **about, **span))
    ranges = _by_key(fetch_rows(reader, "department_ranges", **about, **span))
    keys = {*counts, WHOLE}
    return {key: _points(site, weeks, counts[key], ranges[key]) for key in keys} if weeks else {}


def _by_key(rows: list[dict[str, Any]]) -> dict[SeriesKey, dict[date, dict[str, Any]]]:
    found: dict[SeriesKey, dict[date, dict[str, Any]]] = defaultdict(dict)
    for row in rows:
        found[row["kind"], row["topic_id"], row["role"]][row["week"]] = row
    return found


def _points(
    site: SiteContext,
    weeks: Sequence[WeekKey],
    counts: dict[date, dict[str, Any]],
    ranges: dict[date, dict[str, Any]],
) -> tuple[TrendPoint, ...]:
    """Return a point for every week from the first published one to the last."""
    points, week = [], weeks[0]
    while week <= weeks[-1]:
        days = sum(day in site.days for day in week.days)
        cases = counts[week.monday]["cases"] if week.monday in counts else 0
        normal = ranges.get(week.monday)
        points.append(
            TrendPoint(
                week=week,
                cases=cases if days else None,
                normal=NormalRange(normal["low"], normal["high"]) if normal and days else None,
                is_partial=0 < days < len(week.days),
            )
        )
        week = WeekKey(week.monday + timedelta(weeks=1))
    return tuple(points)


def _marks(
    signals: Signals, department: str | None, key: SeriesKey, points: Sequence[TrendPoint]
) -> tuple[TrendMark, ...]:
    """Return the actions on the topic and the refits within the weeks shown."""
    topic_id = key[1]
    first, last = points[0].week.monday, points[-1].week.sunday
    done = [
        TrendMark(action.done_on, "action", f"打ち手:{action.what}")
        for action in signals.actions
        if action.done_on is not None
        and (topic_id in action.topic_ids if topic_id else action.department == department)
    ]
    refits = [TrendMark(refit.happened_on, "refit", "話題の分け方を見直し") for refit in signals.refits]
    # A whole department's number does not depend on how its voices are sorted.
    marks = [*done, *(refits if topic_id else [])]
    shown = {mark for mark in marks if first <= mark.day <= last}
    return tuple(sorted(shown, key=lambda mark: (mark.day, mark.kind, mark.text)))


def _rankings(topics: Sequence[TopicFigure]) -> tuple[Ranking, ...]:
    if len(topics) < 2:
        return ()
    bars = [
        RankedBar(
            topic.label,
            topic.change.cases,
            topic.change.previous if topic.change.is_comparable else None,
            topic.change.normal,
        )
        for topic in topics
    ]
    return (Ranking("ranking-bars", "多い不満とご要望", tuple(bars)),)


def _heat_map(
    dimension: str, topics: Sequence[TopicFigure], spread: dict[TopicKey, Spread], *, least_cases: int
) -> HeatMap | None:
    """Return topics by the values of a dimension; None where fewer than two values are known."""
    chosen = [topic for topic in topics if not topic.is_muted][:MAX_HEAT_ROWS]
    counts = [dict(spread.get(key_of(topic), {}).get(dimension, ())) for topic in chosen]
    totals: dict[str, int] = defaultdict(int)
    for row in counts:
        for value, cases in row.items():
            if value is not None:
                totals[value] += cases
    # Channels single out nobody; the other dimensions may, so small cells are left empty there. No page holds
    # totals of a column (topics overlap), but the cases of a topic stand in its row's own sentence.
    least = 0 if dimension == "channel" else least_cases
    shown = [value for value in totals if any(row.get(value, 0) >= max(1, least) for row in counts)]
    columns = sorted(shown, key=lambda value: (-totals[value], value))[: _COLUMNS[dimension]]
    if len(columns) < 2 or len(chosen) < 2:
        return None
    rows = [
        HeatRow(
            topic.label, withhold_cells([row.get(value, 0) for value in columns], row.get(None, 0), least)
        )
        for topic, row in zip(chosen, counts, strict=True)
        if any(row.get(value, 0) >= max(1, least) for value in columns)
    ]
    names = tuple(name_channel(value) if dimension == "channel" else value for value in columns)
    shown_rows = tuple(row for row in rows if any(row.cells))
    if not shown_rows:
        return None
    return HeatMap(f"heat-{dimension}", f"話題と{_HEADS[dimension]}", names, shown_rows, least)
