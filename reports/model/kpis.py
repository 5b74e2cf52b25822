"""The strip of figures on top of a page: 件, 前週比, 平常の幅, 至急, 打ち手."""

from dataclasses import dataclass
from datetime import date

from reports.model.action_facts import ActionFact
from reports.model.figures import Change
from reports.model.labels import format_number, format_signed
from reports.model.wording import NO_NORMAL_RANGE

_VERDICTS = {
    "decreased": "減った",
    "increased": "増えた",
    "unchanged": "変わらない",
    "undecidable": "判定待ち",
}


@dataclass(frozen=True)
class Kpi:
    """One figure of the strip; `page` is what stands behind it, None where nothing does."""

    label: str
    value: str
    note: str = ""
    page: str | None = None
    is_urgent: bool = False


def say_normal(change: Change) -> str:
    """Return where a count lies: 平常の幅370〜430件の中, or that there is no range yet."""
    if change.normal is None:
        return NO_NORMAL_RANGE
    low, high = change.normal.low, change.normal.high
    place = "より多い" if change.cases > high else ("より少ない" if change.cases < low else "の中")
    return f"平常の幅{format_number(low)}〜{format_number(high)}件{place}"


def make_kpis(
    change: Change, *, risk_cases: int, risk_page: str | None, actions: list[ActionFact], day: date
) -> tuple[Kpi, ...]:
    """Return the strip of a department's week; `day` is the last day that its answers are judged on."""
    return (
        Kpi("当部に関わるもの", f"{format_number(change.cases)}件", say_normal(change)),
        Kpi("前週との差", _difference(change), say_previous_week(change)),
        Kpi(
            "至急確認", f"{format_number(risk_cases)}件", "1件でも掲載" if risk_cases else "該当なし",
            page=risk_page, is_urgent=risk_cases > 0,
        ),
        count_actions(actions, day),
    )  # fmt: skip


def count_actions(actions: list[ActionFact], day: date) -> Kpi:
    """Return how many actions were done, and what became of them."""
    done = [action for action in actions if action.done_on is not None and action.done_on <= day]
    verdicts = [action.verdict or "undecidable" for action in done]
    told = [f"{word}{verdicts.count(verdict)}" for verdict, word in _VERDICTS.items() if verdict in verdicts]
    overdue = sum(action.is_overdue(day) for action in actions)
    if overdue:
        told.append(f"回答待ち{overdue}")
    return Kpi("実施した打ち手", f"{len(done)}件", "・".join(told) or "登録なし")


def say_change(change: Change) -> str:
    """Return 前週3,981件(+120), or why there is none."""
    if change.difference is None or change.previous is None:
        return say_previous_week(change)
    return f"前週{format_number(change.previous)}件({format_signed(change.difference)})"


def say_previous_week(change: Change) -> str:
    """Return 前週3,981件, or why the week before is no measure."""
    if change.previous is None:
        return "前週のデータはありません"
    if not change.is_comparable:
        return "曜日がそろわず比べられません"
    return f"前週{format_number(change.previous)}件"


def _difference(change: Change) -> str:
    return "—" if change.difference is None else f"{format_signed(change.difference)}件"
