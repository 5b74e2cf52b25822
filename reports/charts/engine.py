"""Vega-Lite to SVG. A chart is compiled once a process; each picture only brings its data and height."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any
from xml.sax.saxutils import escape

import altair as alt
import vl_convert

from reports.charts.picture import LINE, SOFT
from reports.charts.svg import printable

Rows = Sequence[Mapping[str, object]]
Chart = alt.LayerChart | alt.FacetChart
"""What `altair.layer` returns."""
_VEGA_LITE = "6.1"
_BACKGROUND = "rgba(0,0,0,0)"
_TOKEN = re.compile(r"~(\d+)~")


def draw(build: Callable[[], Chart], data: Mapping[str, Rows], *, height: int, top: int) -> str:
    """Return the raw SVG of a chart.

    Parameters
    ----------
    build : callable
        Makes the chart over named data; called once a process.
    data : mapping
        Name of the data → rows; the names are those of the chart. The field `text` is what is written.
    height : int
        Height of the plot in pixels, without its padding.
    top : int
        Room above the plot in pixels.
    """
    compiled = _compile(build)
    texts: list[str] = []
    filled = [
        {**each, "values": [_with_token(row, texts) for row in data[each["name"]]]}
        if each["name"] in data
        else each
        for each in compiled["data"]
    ]
    padding = {**compiled["padding"], "top": top}
    raw = vl_convert.vega_to_svg({**compiled, "data": filled, "height": height, "padding": padding})
    return _TOKEN.sub(lambda found: escape(texts[int(found[1])]), raw)


def _with_token(row: Mapping[str, object], texts: list[str]) -> Mapping[str, object]:
    """Return a row with a short word in place of its text, which is put back into the finished drawing.

    The engine measures each text with the machine's fonts, which for Japanese costs 10 ms each; no place in
    these charts depends on it.
    """
    if not row.get("text"):
        return row
    texts.append(printable(str(row["text"])))
    return {**row, "text": f"~{len(texts) - 1}~"}


@cache
def _compile(build: Callable[[], Chart]) -> dict[str, Any]:
    chart = build().properties(background=_BACKGROUND, autosize=alt.AutoSizeParams(type="none"))
    vega: dict[str, Any] = vl_convert.vegalite_to_vega(_configure(chart).to_dict(), vl_version=_VEGA_LITE)
    return vega


def _configure(chart: Chart) -> Chart:
    """Return the chart without anything that a machine's fonts would move: no measured text, no fitting."""
    axis = {
        "labelOverlap": False, "labelFlush": False, "labelLimit": 0, "minExtent": 0, "maxExtent": 0,
        "labelColor": SOFT, "labelFontSize": 11, "gridColor": LINE, "domain": False, "ticks": False,
        "title": None,
    }  # fmt: skip
    configured: Chart = chart.configure(aria=False).configure_view(stroke=None).configure_axis(**axis)
    return configured
