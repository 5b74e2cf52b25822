"""The centre's own figures of a week: 満足度 and 解決率, each with how many stand behind it."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from reports.keys import WeekKey
from reports.model.kpis import Kpi
from reports.model.labels import format_number, format_percent
from reports.queries import fetch_rows

if TYPE_CHECKING:
    from warehouse.published import Reader

LEAST_ANSWERS = 20
"""A mean of fewer answers moves by chance more than by what was done."""


_COUNTED = {"csat_answers": "回答", "resolved_known": "記録"}


def load_experience(reader: "Reader", week: WeekKey) -> tuple[Kpi, ...]:
    """Return the figures that enough answers stand behind, each beside the week before."""
    rows = fetch_rows(reader, "week_experience", week=week.monday, previous=week.previous.monday)
    now = next((row for row in rows if row["week"] == week.monday), None)
    before = next((row for row in rows if row["week"] != week.monday), None)
    if now is None:
        return ()
    kpis = []
    if now["csat_answers"] >= LEAST_ANSWERS:
        kpis.append(Kpi("満足度の平均", f"{now['mean_csat']:.1f}", _note(now, before, "csat_answers", _csat)))
    if now["resolved_known"] >= LEAST_ANSWERS:
        kpis.append(Kpi("解決した割合", _share(now), _note(now, before, "resolved_known", _share)))
    return tuple(kpis)


def _note(
    now: dict[str, Any], before: dict[str, Any] | None, count: str, say: Callable[[dict[str, Any]], str]
) -> str:
    known = f"{_COUNTED[count]}{format_number(now[count])}回"
    return f"{known}、前週{say(before)}" if before and before[count] >= LEAST_ANSWERS else known


def _csat(row: dict[str, Any]) -> str:
    return f"{row['mean_csat']:.1f}"


def _share(row: dict[str, Any]) -> str:
    return format_percent(row["resolved"], row["resolved_known"])
