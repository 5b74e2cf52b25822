"""A trend: cases by week, the normal range as a band, days on which something was done."""

from collections.abc import Sequence
from datetime import date

import altair as alt

from reports.charts.engine import Chart, Rows, draw
from reports.charts.picture import BAND, BLUE, INK, LINE, SOFT, VERMILION, WIDTH, Picture
from reports.charts.svg import tidy
from reports.charts.words import describe_trend, say_band, say_cases
from reports.model.labels import format_date
from reports.model.pictures import Trend, TrendMark, TrendPoint

_LEFT, _RIGHT, _TOP, _BOTTOM, _HEIGHT = 34, 40, 34, 20, 112
_PLOT = WIDTH - _LEFT - _RIGHT
_MARK_WORDS = {"action": "打ち手", "refit": "見直し"}
_MARK_ROOM = 40
"""Pixels that the word over a mark takes; nearer ones stand in two rows."""


def draw_trend(trend: Trend) -> Picture:
    """Return the picture of a trend.

    Weeks above or below their normal range have a triangle, weeks that are not whole a ring; a week without
    data interrupts the line.
    """
    points = trend.points
    title, description = f"{trend.title}の推移(週ごとの件数)", describe_trend(trend)
    raw = draw(_build, _data(points, trend.marks), height=_HEIGHT, top=_TOP if trend.marks else 8)
    return Picture(
        name=trend.name,
        svg=tidy(raw, name=trend.name, title=title, description=description),
        title=title,
        description=description,
        columns=("週", "件数", "平常の幅"),
        rows=tuple(
            (f"{format_date(point.week.monday)}から", say_cases(point), say_band(point.normal))
            for point in points
        ),
        notes=tuple(f"{format_date(mark.day)} {mark.text}" for mark in trend.marks),
    )


def _data(points: Sequence[TrendPoint], marks: Sequence[TrendMark]) -> dict[str, Rows]:
    first = points[0].week.monday
    days = max(7, 7 * (len(points) - 1))
    # Below two, the engine would put a line at half a case.
    top = max(2, *(max(point.cases or 0, point.normal.high if point.normal else 0) for point in points))

    def place(day: date) -> float:
        return round((day - first).days / days, 5)

    weeks = [(place(point.week.monday), point) for point in points]
    counted = [(x, point, point.cases) for x, point in weeks if point.cases is not None]
    return {
        "frame": [{"x": 0, "y": 0}, {"x": 1, "y": round(top * 1.06, 2)}],
        "band": [
            {"x": x, "low": point.normal.low if point.normal else None,
             "high": point.normal.high if point.normal else None}
            for x, point in weeks
        ],
        "line": [{"x": x, "y": point.cases} for x, point in weeks],
        "dots": [
            {"x": x, "y": cases, "kind": _kind(point)}
            for x, point, cases in counted
            if _kind(point) != "usual" or _stands_alone(points, point)
        ],
        "last": [{"x": x, "y": cases, "text": f"{cases:,}件"} for x, _, cases in counted[-1:]],
        "months": _months(points, days),
        "marks": _marks([(place(mark.day), mark) for mark in marks]),
    }  # fmt: skip


def _kind(point: TrendPoint) -> str:
    if point.is_partial:
        return "partial"
    if point.is_above:
        return "above"
    return "below" if point.is_below else "usual"


def _stands_alone(points: Sequence[TrendPoint], point: TrendPoint) -> bool:
    """Whether no line shows the week: it is the newest, or has no neighbour with data."""
    place = points.index(point)
    beside = [*points[max(0, place - 1) : place], *points[place + 1 : place + 2]]
    return place == len(points) - 1 or all(each.cases is None for each in beside)


def _months(points: Sequence[TrendPoint], days: int) -> Rows:
    """Return the first week of each month that has room for its name."""
    first = points[0].week.monday
    named, least = [], -1.0
    for point in points:
        x = (point.week.monday - first).days / days
        if point.week.monday.day <= 7 and x >= least:
            named.append({"x": round(x, 5), "text": f"{point.week.monday.month}月"})
            least = x + 30 / _PLOT
    if not named:
        named = [{"x": 0.0, "text": format_date(first)}]
    return named


def _marks(placed: Sequence[tuple[float, TrendMark]]) -> Rows:
    rows: list[dict[str, object]] = []
    ends = [-1.0, -1.0]
    for x, mark in sorted(placed, key=lambda pair: (pair[0], pair[1].kind)):
        row = 0 if x >= ends[0] else 1
        ends[row] = x + _MARK_ROOM / _PLOT
        rows.append({"x": x, "row": row, "kind": mark.kind, "text": _MARK_WORDS[mark.kind]})
    return rows


def _build() -> Chart:
    x = alt.X("x:Q", scale=alt.Scale(domain=[0, 1], nice=False, zero=False), axis=None)
    y = alt.Y(
        "y:Q",
        scale=alt.Scale(zero=True, nice=False),
        axis=alt.Axis(tickCount=3, tickMinStep=1, format=",d", labelPadding=5),
    )

    def of(name: str) -> alt.Chart:
        return alt.Chart(alt.NamedData(name))

    shapes = {"usual": "circle", "partial": "circle", "above": "triangle-up", "below": "triangle-down"}
    kinds = list(shapes)
    dots = of("dots").mark_point(strokeWidth=1.5, opacity=1).encode(
        x=x, y=y,
        shape=alt.Shape("kind:N", scale=alt.Scale(domain=kinds, range=list(shapes.values())), legend=None),
        fill=alt.Fill("kind:N", legend=None,
                      scale=alt.Scale(domain=kinds, range=[BLUE, "#ffffff", VERMILION, VERMILION])),
        stroke=alt.Stroke("kind:N", legend=None,
                          scale=alt.Scale(domain=kinds, range=[BLUE, BLUE, VERMILION, VERMILION])),
        size=alt.Size("kind:N", legend=None, scale=alt.Scale(domain=kinds, range=[16, 26, 52, 52])),
    )  # fmt: skip
    rules = of("marks").mark_rule(strokeDash=[3, 2]).encode(
        x=x, y=alt.value(-2), y2=alt.value(_HEIGHT),
        color=alt.Color(
            "kind:N", legend=None, scale=alt.Scale(domain=["action", "refit"], range=[INK, SOFT])),
    )  # fmt: skip
    words = of("marks").mark_text(align="center", baseline="bottom", fontSize=10, color=INK)
    return alt.layer(
        of("frame").mark_point(opacity=0, size=0).encode(x=x, y=y),
        of("band").mark_area(color=BAND).encode(x=x, y="low:Q", y2="high:Q"),
        rules,
        words.transform_filter("datum.row == 0").encode(x=x, y=alt.value(-5), text="text:N"),
        words.transform_filter("datum.row == 1").encode(x=x, y=alt.value(-18), text="text:N"),
        of("line").mark_line(color=BLUE, strokeWidth=1.5).encode(x=x, y=y),
        dots,
        of("last").mark_text(align="left", dx=7, fontSize=12, fontWeight="bold", color=INK).encode(
            x=x, y=y, text="text:N"),
        of("months").mark_rule(color=LINE).encode(x=x, y=alt.value(_HEIGHT), y2=alt.value(_HEIGHT + 4)),
        of("months").mark_text(align="left", baseline="top", fontSize=11, color=SOFT).encode(
            x=x, y=alt.value(_HEIGHT + 5), text="text:N"),
    ).properties(
        width=_PLOT, height=_HEIGHT,
        padding={"left": _LEFT, "right": _RIGHT, "top": _TOP, "bottom": _BOTTOM},
    )  # fmt: skip
