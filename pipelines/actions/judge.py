"""Rows of ``mart.action_effects``: what became of each improvement action, and what cannot be said."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import pyarrow as pa

from pipelines.actions.centre import HISTORY_DAYS, Centre, load_centre
from pipelines.actions.spans import APART_DAYS, Span, find_span
from pipelines.change.calendar import FloatArray
from pipelines.change.effects import LEAST_DAYS_AFTER, Doubt, Effect, Verdict, judge_effect
from warehouse.contract.mart import ACTION_EFFECTS
from warehouse.database import Database

Row = dict[str, Any]
MOST_CONTROLS = 12
LIKE_SIZE = 4.0
"""A comparable topic has between a fourth and four times the cases."""
EMPTY_DAYS = 28
"""A topic that was silent for so long at the beginning did not exist yet."""
DECIMALS = 4


@dataclass(frozen=True)
class _Case:
    """One action with the topics that it is counted by, and the dated actions that share one."""

    action: Row
    topics: tuple[str, ...]
    others: tuple[Row, ...]


def judge_actions(database: Database, actions: Sequence[Row]) -> pa.Table:
    """Return what became of every action (rows of ``core.actions``), from the marts as they are."""
    dated = [action["done_on"] for action in actions if action["done_on"]]
    since = min(dated) - timedelta(days=HISTORY_DAYS + APART_DAYS) if dated else date.max
    centre = load_centre(database, since=since) if dated else None
    topics = database.query(
        "SELECT topic_id, kind, merged_into FROM core.topics ORDER BY topic_id"
    ).to_pylist()
    rows = judge_all(actions, {row["topic_id"]: row for row in topics}, centre)
    return pa.Table.from_pylist(rows, schema=ACTION_EFFECTS.arrow_schema())


def judge_all(actions: Sequence[Row], topics: Mapping[str, Row], centre: Centre | None) -> list[Row]:
    """Judge actions on the counts of a centre; `centre` None = nothing is counted yet."""
    counted = {action["action_id"]: _counted_topics(action, topics) for action in actions}
    dated = [action for action in actions if action["done_on"]]
    rows = []
    for action in actions:
        own = counted[action["action_id"]]
        others = tuple(
            other for other in dated if other is not action and set(own) & set(counted[other["action_id"]])
        )
        rows.append(_judge(_Case(action, own, others), topics, centre, _touched(dated, counted)))
    return rows


def _counted_topics(action: Row, topics: Mapping[str, Row]) -> tuple[str, ...]:
    """Return the topics that are there, each where it was merged to."""
    found = (topics.get(topic_id) for topic_id in action["topic_ids"])
    return tuple(sorted({row["merged_into"] or row["topic_id"] for row in found if row}))


def _touched(dated: Sequence[Row], counted: Mapping[str, tuple[str, ...]]) -> dict[str, list[date]]:
    """Return the days on which something was done about each topic."""
    touched: dict[str, list[date]] = {}
    for action in dated:
        for topic in counted[action["action_id"]]:
            touched.setdefault(topic, []).append(action["done_on"])
    return touched


def _judge(
    case: _Case, topics: Mapping[str, Row], centre: Centre | None, touched: Mapping[str, list[date]]
) -> Row:
    action = case.action
    if action["done_on"] is None:
        return _row(case, "no_day")
    if not case.topics:
        return _row(case, "topic_gone" if action["topic_ids"] else "no_topic")
    if centre is None or action["done_on"] > centre.days[-1]:
        return _row(case, "future", judge_from=action["done_on"] + timedelta(days=LEAST_DAYS_AFTER))
    span = find_span(action, [other for other in case.others if other["done_on"] <= centre.days[-1]])
    cases = centre.series(case.topics)
    first = max(centre.position(span.first), _first_heard(cases), 0)
    days = slice(first, min(centre.position(span.last) + 1, len(centre.days)))
    start = centre.position(span.start) - first
    if start <= 0:
        return _row(case, _reason(Doubt.SHORT_BEFORE, span, centre), judged_until=centre.days[days.stop - 1])
    usable = centre.is_counted.copy()
    usable[max(centre.position(span.before) + 1, 0) : centre.position(span.start)] = False
    exposure = centre.exposure(cases, slice(first, first + start), usable)
    effect = judge_effect(
        cases.sum(axis=1)[days],
        exposure[days],
        centre.calendar[days],
        start,
        controls=_controls(case, topics, centre, span, days, usable, touched),
    )
    return _row(
        case,
        _reason(effect.doubt, span, centre),
        effect=effect,
        judged_until=centre.days[days.stop - 1],
        judge_from=_judge_from(action, effect),
        entangled=span.entangled or (span.cut_by if _is_cut(effect.doubt, span) else ()),
    ) | _shown(cases.sum(axis=1)[days], exposure[days], centre.position(span.before) + 1 - first, start)


def _first_heard(cases: FloatArray) -> int:
    """Return the day on which a topic began that was silent for long before; 0 where it was not."""
    heard = np.flatnonzero(cases.sum(axis=1))
    return int(heard[0]) if len(heard) and heard[0] >= EMPTY_DAYS else 0


def _reason(doubt: Doubt, span: Span, centre: Centre) -> str:
    if span.entangled or _is_cut(doubt, span):
        return "other_action"
    is_short = doubt in (Doubt.SHORT_BEFORE, Doubt.SHORT_AFTER)
    return "refit" if is_short and centre.is_recounting else str(doubt)


def _is_cut(doubt: Doubt, span: Span) -> bool:
    return bool(span.cut_by) and doubt in (Doubt.SHORT_BEFORE, Doubt.SHORT_AFTER)


def _judge_from(action: Row, effect: Effect) -> date | None:
    if effect.doubt is not Doubt.SHORT_AFTER:
        return None
    day: date = action["done_on"] + timedelta(days=LEAST_DAYS_AFTER)
    return day


def _controls(
    case: _Case,
    topics: Mapping[str, Row],
    centre: Centre,
    span: Span,
    days: slice,
    usable: Any,
    touched: Mapping[str, list[date]],
) -> list[tuple[FloatArray, FloatArray]]:
    """Return cases and exposure of the topics closest in size, of its kinds, that nothing was done about."""
    start = centre.position(span.start)
    size = centre.series(case.topics)[days.start : start].sum()
    kinds = {topics[topic]["kind"] for topic in case.topics}
    ranked = []
    for topic, cases in centre.cases.items():
        was_touched = any(span.first <= day <= span.last for day in touched.get(topic, []))
        own = cases[days.start : start].sum()
        is_like = size > 0 and size / LIKE_SIZE <= own <= size * LIKE_SIZE
        if topics[topic]["kind"] in kinds and topic not in case.topics and is_like and not was_touched:
            ranked.append((round(abs(float(np.log(own / size))), 9), topic))
    chosen = [centre.cases[topic] for _, topic in sorted(ranked)[:MOST_CONTROLS]]
    history = slice(days.start, start)
    return [(cases.sum(axis=1)[days], centre.exposure(cases, history, usable)[days]) for cases in chosen]


def _shown(counts: FloatArray, exposure: FloatArray, end: int, start: int) -> Row:
    """Return the counts that readers see: as many days before as after, in whole weeks where possible.

    The days before end at `end`, those after begin at `start`.
    """
    length = max(min(end, len(counts) - start), 0)
    length = length // 7 * 7 or length
    sides = []
    for chosen in (slice(end - length, end), slice(start, start + length)):
        usable = exposure[chosen] > 0
        sides.append((int(counts[chosen][usable].sum()), int(usable.sum()), float(exposure[chosen].sum())))
    (before, before_days, expected), (after, after_days, expected_after) = sides
    is_known = bool(before_days and after_days and expected > 0)
    ratio = (expected_after / after_days) / (expected / before_days) - 1 if is_known else None
    return {
        "before_cases": before,
        "after_cases": after,
        "before_days": before_days,
        "after_days": after_days,
        "volume_change": None if ratio is None else round(ratio, DECIMALS),
    }


def _row(
    case: _Case,
    reason: str,
    *,
    effect: Effect | None = None,
    judged_until: date | None = None,
    judge_from: date | None = None,
    entangled: Collection[str] = (),
) -> Row:
    found = effect if effect is not None and effect.change is not None else None
    verdict = effect.verdict if effect and not reason else Verdict.UNDECIDED
    return {
        "action_id": case.action["action_id"],
        "verdict": str(verdict),
        "reason": reason,
        "change_low": _rounded(found.low) if found else None,
        "change_high": _rounded(found.high) if found else None,
        "smallest_effect": _rounded(found.smallest) if found else None,
        "before_cases": 0,
        "after_cases": 0,
        "before_days": 0,
        "after_days": 0,
        "volume_change": None,
        "control_count": found.controls if found else 0,
        "counted_topics": list(case.topics),
        "other_actions": sorted(entangled),
        "judged_until": judged_until,
        "judge_from": judge_from,
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, DECIMALS) + 0.0
