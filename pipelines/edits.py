"""Replays people's edits over what the machine made; human words win, and no edit is silently dropped."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from pipelines.actions.entries import EVENTS, GONE, Events
from warehouse.contract.business import ACTIONS, JOURNAL_CONFLICTS
from warehouse.contract.core import ROUTES, TOPICS
from warehouse.contract.feedback import ALERT_OUTCOMES, ESCALATIONS, FEEDBACK
from warehouse.journal import Entry, Unreadable

LABEL_LIMIT = 60
_MACHINE_STATUS = "status of the registry"
"""Beside the columns of a muted topic: what it is again when it is unmuted."""


@dataclass(frozen=True)
class Edited:
    """Topics and routes with the journal applied, what people reported back, and edits that do not apply."""

    topics: pa.Table
    routes: pa.Table
    actions: pa.Table
    feedback: pa.Table
    alert_outcomes: pa.Table
    escalations: pa.Table
    conflicts: pa.Table


def apply_edits(
    topics: pa.Table,
    routes: pa.Table,
    entries: Sequence[Entry],
    *,
    departments: Sequence[str],
    damaged: Sequence[Unreadable],
) -> Edited:
    """Apply journal entries in their order.

    Parameters
    ----------
    topics, routes : pyarrow.Table
        Rows of ``core.topics`` and ``core.routes`` as the machine made them.
    entries : sequence of Entry
        The journal, oldest first.
    departments : sequence of str
        Department ids that exist.
    damaged : sequence of Unreadable
        Journal files that cannot be read.
    """
    topic_rows = {row["topic_id"]: row for row in topics.to_pylist()}
    route_rows = {row["topic_id"]: row for row in routes.to_pylist()}
    conflicts = [{"entry_id": file.name, "action": "?", "reason": file.reason} for file in damaged]
    events = Events(topic_rows, set(departments))
    for entry in entries:
        is_event = entry.action in EVENTS
        reason = events.apply(entry) if is_event else _apply(entry, topic_rows, route_rows, set(departments))
        if reason:
            conflicts.append({"entry_id": entry.entry_id, "action": entry.action, "reason": reason})
    _resolve_merges(topic_rows)
    events.settle()
    return Edited(
        pa.Table.from_pylist(list(topic_rows.values()), schema=TOPICS.arrow_schema()),
        pa.Table.from_pylist(list(route_rows.values()), schema=ROUTES.arrow_schema()),
        pa.Table.from_pylist(list(events.actions.values()), schema=ACTIONS.arrow_schema()),
        pa.Table.from_pylist(events.feedback, schema=FEEDBACK.arrow_schema()),
        pa.Table.from_pylist(list(events.outcomes.values()), schema=ALERT_OUTCOMES.arrow_schema()),
        pa.Table.from_pylist(events.escalations, schema=ESCALATIONS.arrow_schema()),
        pa.Table.from_pylist(conflicts, schema=JOURNAL_CONFLICTS.arrow_schema()),
    )


def _apply(entry: Entry, topics: dict[str, Any], routes: dict[str, Any], departments: set[str]) -> str | None:
    """Apply one entry in place; return the reason, in Japanese, why it does not apply."""
    topic = topics.get(entry.target.get("topic_id", ""))
    if topic is None and (entry.action in _EDITS or "topic_id" in entry.target):
        return GONE
    if topic is None or entry.action not in _EDITS:
        return None
    if topic["status"] == "merged" and entry.action != "merge":
        into = topics.get(topic["merged_into"] or "", topic)
        now = f"{into['topic_id']}「{into['label']}」"
        return f"この話題は {now} に統合されています。統合先に記録し直してください"
    reason: str | None = _EDITS[entry.action](entry, topic, topics, routes, departments)
    return reason


def _rename(entry: Entry, topic: dict[str, Any], *_: Any) -> str | None:
    label = str(entry.values.get("label", "")).strip()
    if not 0 < len(label) <= LABEL_LIMIT:
        return f"名前は1〜{LABEL_LIMIT}文字で指定してください"
    topic.update(label=label, label_source="human")
    return None


def _merge(entry: Entry, topic: dict[str, Any], topics: dict[str, Any], *_: Any) -> str | None:
    target = topics.get(entry.values.get("into", ""))
    if target is None:
        return "統合先の話題がありません。koe topics list で今の番号を確かめ、記録し直してください"
    if target["kind"] != topic["kind"]:
        return "種類の異なる話題は統合できません。同じ種類の統合先を選んでください"
    if _leads_to(target, topic["topic_id"], topics):
        return "統合先がこの話題自身に戻ります。先の統合を見直してください"
    topic.update(status="merged", merged_into=target["topic_id"])
    return None


def _leads_to(topic: dict[str, Any], goal: str, topics: dict[str, Any]) -> bool:
    while topic["topic_id"] != goal:
        if topic["merged_into"] is None:
            return False
        topic = topics[topic["merged_into"]]
    return True


def _mute(_: Entry, topic: dict[str, Any], *__: Any) -> str | None:
    topic.setdefault(_MACHINE_STATUS, topic["status"])
    topic["status"] = "muted"
    return None


def _unmute(_: Entry, topic: dict[str, Any], *__: Any) -> str | None:
    topic["status"] = topic.get(_MACHINE_STATUS, topic["status"])
    return None


def _route(
    entry: Entry, topic: dict[str, Any], _: dict[str, Any], routes: dict[str, Any], departments: set[str]
) -> str | None:
    owner = entry.values.get("department")
    shared = [name for name in _texts(entry.values.get("shared_with", [])) if name != owner]
    unknown = [name for name in (owner, *shared) if name is not None and name not in departments]
    if unknown:
        names = "、".join(map(str, unknown))
        return f"部署 {names} は設定にありません。departments.yaml の id で記録し直してください"
    row = {
        "topic_id": topic["topic_id"],
        "owner_department": owner,
        "shared_with": shared,
        "route_source": "human",
    }
    routes[topic["topic_id"]] = row
    return None


def _set_parent(entry: Entry, topic: dict[str, Any], topics: dict[str, Any], *_: Any) -> str | None:
    parent = topics.get(entry.values.get("parent_id", ""))
    if parent is None or parent["parent_id"] is not None:
        return "主題が見つかりません。koe topics list で親のない番号を選び、記録し直してください"
    topic["parent_id"] = parent["topic_id"]
    return None


def _keep(*_: Any) -> str | None:
    return None


_EDITS: dict[str, Any] = {
    "rename": _rename,
    "merge": _merge,
    "mute": _mute,
    "unmute": _unmute,
    "route": _route,
    "set_parent": _set_parent,
    "pin": _keep,
    "unpin": _keep,
}


def _resolve_merges(topics: dict[str, Any]) -> None:
    """Point every merged topic at the last one of its chain."""
    for topic in topics.values():
        while topic["merged_into"] and topics[topic["merged_into"]]["merged_into"]:
            topic["merged_into"] = topics[topic["merged_into"]]["merged_into"]


def _texts(value: Any) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else [str(value)]
