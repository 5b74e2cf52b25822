"""A ranking: bars of this week with the week before and the normal range behind them."""

import altair as alt

from reports.charts.engine import Chart, Rows, draw
from reports.charts.picture import BAND, BLUE, INK, WIDTH, Picture
from reports.charts.svg import tidy
from reports.charts.words import describe_ranking, say_band
from reports.model.labels import format_number, format_signed, shorten
from reports.model.pictures import RankedBar, Ranking

_ROW, _PAD, _PLOT = 38, 2, 268
_LABEL = 27
"""Characters of a name that fit one line."""


def draw_ranking(ranking: Ranking) -> Picture:
    """Return the picture of a ranking; each name stands above its bar, with room for long ones."""
    description = describe_ranking(ranking)
    most = max(
        1, *(max(bar.cases, bar.previous or 0, bar.normal.high if bar.normal else 0) for bar in ranking.bars)
    )
    data: dict[str, Rows] = {
        "bars": [_row(place, bar) for place, bar in enumerate(ranking.bars)],
        "names": [
            {"place": place, "text": shorten(bar.label, _LABEL)} for place, bar in enumerate(ranking.bars)
        ],
        "frame": [{"x": 0}, {"x": most}],
    }
    raw = draw(_build, data, height=_ROW * len(ranking.bars), top=_PAD)
    return Picture(
        name=ranking.name,
        svg=tidy(raw, name=ranking.name, title=ranking.title, description=description),
        title=ranking.title,
        description=description,
        columns=("名前", "件数", "前週", "平常の幅"),
        rows=tuple(
            (bar.label, f"{format_number(bar.cases)}件", _previous(bar), say_band(bar.normal))
            for bar in ranking.bars
        ),
    )


def _previous(bar: RankedBar) -> str:
    return "—" if bar.previous is None else f"{format_number(bar.previous)}件"


def _row(place: int, bar: RankedBar) -> dict[str, object]:
    change = "" if bar.previous is None else f"({format_signed(bar.cases - bar.previous)})"
    ends = [bar.cases, bar.previous or 0, bar.normal.high if bar.normal else 0]
    return {
        "place": place, "cases": bar.cases, "previous": bar.previous,
        "low": bar.normal.low if bar.normal else None, "high": bar.normal.high if bar.normal else None,
        "end": max(ends), "text": f"{format_number(bar.cases)}件{change}",
    }  # fmt: skip


def _build() -> Chart:
    scale = alt.Scale(domainMin=0, nice=False)
    y = alt.Y("place:O", axis=None, scale=alt.Scale(paddingInner=0, paddingOuter=0))
    bars = alt.Chart(alt.NamedData("bars"))

    def x(field: str) -> alt.X:
        return alt.X(f"{field}:Q", scale=scale, axis=None)

    return alt.layer(
        alt.Chart(alt.NamedData("frame")).mark_point(opacity=0, size=0).encode(x=x("x")),
        bars.mark_bar(height=16, color=BAND, yOffset=9).encode(y=y, x=x("low"), x2="high:Q"),
        bars.mark_bar(height=8, color=BLUE, yOffset=9).encode(y=y, x=x("cases")),
        bars.mark_tick(height=16, thickness=2, color=INK, yOffset=9).encode(y=y, x=x("previous")),
        alt.Chart(alt.NamedData("names")).mark_text(
            align="left", baseline="middle", fontSize=12, color=INK, yOffset=-9).encode(
            y=y, x=alt.value(0), text="text:N"),
        bars.mark_text(align="left", baseline="middle", fontSize=11, color=INK, dx=6, yOffset=9).encode(
            y=y, x=x("end"), text="text:N"),
    ).properties(
        width=_PLOT, height=100,
        padding={"left": 1, "right": WIDTH - _PLOT - 1, "top": _PAD, "bottom": _PAD},
    )  # fmt: skip
