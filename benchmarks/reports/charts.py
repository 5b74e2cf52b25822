"""Seconds and bytes of each kind of picture, the engine once started."""

import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from reports.charts import Picture, draw_heat_map, draw_ranking, draw_trend
from reports.keys import WeekKey
from reports.model.figures import NormalRange
from reports.model.pictures import HeatMap, HeatRow, RankedBar, Ranking, Trend, TrendPoint

TITLE = "Pictures"
TURNS = 20
_USUAL = NormalRange(16, 32)


def report() -> str:
    """Return milliseconds of processor time and bytes a picture."""
    rows = [_measure(*each) for each in (("trend", draw_trend, _trend), ("ranking", draw_ranking, _ranking),
                                         ("heat map", draw_heat_map, _heat_map))]  # fmt: skip
    head = "| picture | first, ms | each further, ms | bytes |\n|---|---:|---:|---:|\n"
    return head + "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _measure(name: str, draw: Callable[[Any], Picture], make: Callable[[int], Any]) -> tuple[str, ...]:
    first = _seconds(lambda: draw(make(0)))
    further = _seconds(lambda: [draw(make(turn)) for turn in range(1, TURNS + 1)]) / TURNS
    return name, f"{first * 1000:.0f}", f"{further * 1000:.1f}", f"{len(draw(make(0)).svg.encode()):,}"


def _seconds(run: Callable[[], object]) -> float:
    start = time.process_time()
    run()
    return time.process_time() - start


def _trend(turn: int) -> Trend:
    monday = date(2026, 5, 25)
    points = (
        TrendPoint(WeekKey(monday + timedelta(weeks=week)), 20 + (week * (7 + turn)) % 17, _USUAL)
        for week in range(26)
    )
    return Trend("trend", "「詰め替えの注ぎ口から漏れる」", tuple(points))


def _ranking(turn: int) -> Ranking:
    bars = (
        RankedBar(f"詰め替えの注ぎ口から漏れる{place}", 48 - 3 * place + turn, 30, _USUAL)
        for place in range(10)
    )
    return Ranking("ranking", "多い不満とご要望", tuple(bars))


def _heat_map(turn: int) -> HeatMap:
    rows = (
        HeatRow(f"詰め替えの注ぎ口から漏れる{row}", tuple((row * cell + turn) % 19 for cell in range(6)))
        for row in range(8)
    )
    return HeatMap(
        "heat", "話題と経路", ("電話", "メール", "チャット", "SNS", "アンケート", "店頭"), tuple(rows)
    )
