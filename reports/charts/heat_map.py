"""A heat map: topics by the values of a dimension, each cell with its number."""

from collections.abc import Sequence
from typing import Any

import altair as alt

from reports.charts.engine import Chart, draw
from reports.charts.picture import INK, LINE, SOFT, WIDTH, Picture
from reports.charts.svg import tidy
from reports.charts.words import describe_heat_map
from reports.model.labels import format_number, shorten
from reports.model.pictures import HeatMap

_ROW, _LABEL, _HEAD, _HEAD_LINES = 42, 28, 13, 3
_PLOT = WIDTH - 2
_TINTS = ("#f7fbff", "#d2e3f3", "#9dc6e0", "#5a9fd0", "#2171b5", "#084e98")
"""From light to dark of one hue, so that they keep their order in grey and for every eye."""
_DARK = 4


def draw_heat_map(heat: HeatMap) -> Picture:
    """Return the picture of a heat map; a cell that may not be shown is empty, and a note says so."""
    description = describe_heat_map(heat)
    most = max((cell for row in heat.rows for cell in row.cells if cell), default=1)
    cells = [
        {"row": place, "column": column, "tint": _tint(cell, most), "dark": _tint(cell, most) >= _DARK,
         "text": "" if cell is None else f"{cell:,}"}
        for place, row in enumerate(heat.rows)
        for column, cell in enumerate(row.cells)
    ]  # fmt: skip
    labels = [{"row": place, "text": shorten(row.label, _LABEL)} for place, row in enumerate(heat.rows)]
    heads = _heads(heat.columns)
    lines = 1 + max(head["line"] for head in heads)
    data = {"cells": cells, "labels": labels, "heads": heads}
    raw = draw(_build, data, height=_ROW * len(heat.rows), top=_HEAD * lines + 8)
    small = (
        f"空欄は、{heat.least_cases}件未満か、差し引きでそれが分かってしまう数です"
        "(個人が特定されないよう、出していません)。"
    )
    return Picture(
        name=heat.name,
        svg=tidy(raw, name=heat.name, title=heat.title, description=description),
        title=heat.title,
        description=description,
        columns=("話題", *heat.columns),
        rows=tuple((row.label, *map(_say, row.cells)) for row in heat.rows),
        notes=(small,) if any(cell is None for row in heat.rows for cell in row.cells) else (),
    )


def _say(cell: int | None) -> str:
    return "出していません" if cell is None else f"{format_number(cell)}件"


def _tint(cell: int | None, most: int) -> int:
    if not cell:
        return 0
    return min(len(_TINTS) - 1, 1 + (len(_TINTS) - 1) * (cell - 1) // max(1, most))


def _heads(names: Sequence[str]) -> list[dict[str, Any]]:
    """Return the lines of the columns' names, at most three each; line 0 is the lowest."""
    width = max(4, int(_PLOT / len(names) / 11.5))
    heads = []
    for column, name in enumerate(names):
        short = shorten(name, width * _HEAD_LINES)
        even = -(-len(short) // -(-len(short) // width))
        lines = [short[start : start + even] for start in range(0, len(short), even)]
        heads += [
            {"column": column, "line": place, "text": line} for place, line in enumerate(reversed(lines))
        ]
    return heads


def _build() -> Chart:
    x = alt.X("column:O", axis=None, scale=alt.Scale(padding=0))
    y = alt.Y("row:O", axis=None, scale=alt.Scale(padding=0))
    tints = alt.Scale(domain=list(range(len(_TINTS))), range=list(_TINTS))
    cells, half = alt.Chart(alt.NamedData("cells")), _ROW // 2
    ink = alt.condition("datum.dark", alt.value("#ffffff"), alt.value(INK))
    number = cells.mark_text(fontSize=12, baseline="middle", yOffset=half // 2).encode(
        x=x, y=y, text="text:N", color=ink)  # fmt: skip
    tint = alt.Fill("tint:O", scale=tints, legend=None)
    return alt.layer(
        cells.mark_bar(
            height=half - 1, width=alt.RelativeBandSize(0.98), yOffset=half // 2, stroke=LINE).encode(
            x=x, y=y, fill=tint),
        number,
        alt.Chart(alt.NamedData("labels")).mark_text(
            align="left", baseline="middle", fontSize=12, color=INK, yOffset=-half // 2).encode(
            x=alt.value(0), y=y, text="text:N"),
        *(
            alt.Chart(alt.NamedData("heads")).transform_filter(f"datum.line == {line}").mark_text(
                align="center", baseline="bottom", fontSize=11, color=SOFT).encode(
                x=x, y=alt.value(-_HEAD * line - 3), text="text:N")
            for line in range(_HEAD_LINES)
        ),
    ).properties(
        width=_PLOT, height=100, padding={"left": 1, "right": 1, "top": 44, "bottom": 2})  # fmt: skip
