"""Journal entries about actions, buttons, alerts and urgent cases, turned into rows of ``core``."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from pipelines.actions.values import (
    RefusedEntryError,
    day_of,
    read_choice,
    read_day,
    read_department,
    read_id,
    read_list,
    read_moment,
    read_text,
    read_week,
)
from warehouse.journal import Entry
from warehouse.weeks import monday_of

Row = dict[str, Any]
STATUSES = ("draft", "done", "closed")
ANSWERS = ("answered", *STATUSES, "cancelled")
BUTTONS = ("wrong_department", "known", "respond", "original")
OUTCOMES = ("real", "false", "known")
ESCALATION_STATES = ("open", "answered")
GONE = "対象の話題がありません。koe topics list で今の番号を確かめ、記録し直してください"
NAME_LIMIT = 60
ACTED_ON = ("complaint", "request")


@dataclass
class Events:
    """Rows so far, by id where a later entry can change an earlier one."""

    topics: Mapping[str, Any]
    departments: Collection[str]
    actions: dict[str, Row] = field(default_factory=dict)
    words: dict[str, list[str]] = field(default_factory=dict)
    feedback: list[Row] = field(default_factory=list)
    outcomes: dict[str, Row] = field(default_factory=dict)
    escalations: list[Row] = field(default_factory=list)

    def apply(self, entry: Entry) -> str | None:
        """Add one entry; return the reason, in Japanese, why it does not apply."""
        try:
            EVENTS[entry.action](self, entry)
        except RefusedEntryError as refused:
            return str(refused)
        return None

    def settle(self) -> None:
        """Find topics that are named by words, and what others were merged into; call at the end."""
        for action_id, words in self.words.items():
            if action_id in self.actions:
                self.actions[action_id]["topic_ids"] += _find_topics(self.topics, words)
        for row in self.feedback:
            topic = self.topics.get(row["topic_id"] or "")
            row["topic_id"] = (topic["merged_into"] or row["topic_id"]) if topic else row["topic_id"]


def _action(events: Events, entry: Entry) -> None:
    values = entry.values
    done_on = read_day(values.get("done_on"), "実施日")
    row: Row = {
        "action_id": entry.entry_id,
        "topic_ids": read_list(entry.target.get("topic_ids", entry.target.get("topic_id"))),
        "department": read_department(values.get("department"), events.departments),
        "done_on": done_on,
        "what": read_text(values.get("what"), "打ち手の内容"),
        "expected_effect": read_text(values.get("expected_effect"), "見込む効果"),
        "owner": read_text(values.get("owner"), "担当", limit=NAME_LIMIT),
        "due_on": read_day(values.get("due_on"), "期限"),
        "status": read_choice(values.get("status", "done" if done_on else "draft"), "status", STATUSES),
        "answer": None,
        "answered_on": None,
        "closed_on": None,
        "recorded_at": entry.at,
    }
    if row["what"] is None:
        raise RefusedEntryError("打ち手の内容(what)を記録してください")
    if row["status"] == "closed":
        row["closed_on"] = day_of(entry.at)
    events.actions[entry.entry_id] = row
    named = row["topic_ids"]
    events.words[entry.entry_id] = read_list(entry.target.get("topic_words"))
    if named and not any(topic_id in events.topics for topic_id in named):
        # The action happened all the same: it stays, and its report says that its topics are gone.
        raise RefusedEntryError(GONE)


def _answer(events: Events, entry: Entry) -> None:
    action_id = read_id(entry, "action_id", "打ち手の番号")
    row = events.actions.get(action_id)
    if row is None:
        raise RefusedEntryError("対象の打ち手がありません。koe journal list で番号を確かめてください")
    values = entry.values
    status = read_choice(values.get("status", "answered"), "status", ANSWERS)
    text = read_text(values.get("text"), "回答")
    done_on = read_day(values.get("done_on"), "実施日")
    due_on = read_day(values.get("due_on"), "期限")
    day = day_of(entry.at)
    if status == "cancelled":
        del events.actions[action_id]
        return
    row["answer"] = text or row["answer"]
    row["answered_on"] = None if due_on else day
    row["due_on"] = due_on or row["due_on"]
    if status != "answered":
        row["status"] = status
        row["closed_on"] = day if status == "closed" else None
    if status == "done" or done_on:
        row["done_on"] = done_on or row["done_on"] or day


def _feedback(events: Events, entry: Entry) -> None:
    shown_on = read_day(entry.target.get("day"), "日付")
    values = entry.values
    button = read_choice(values.get("button"), "button", BUTTONS)
    topic_id = read_text(entry.target.get("topic_id"), "話題の番号")
    if topic_id is None and button in ("wrong_department", "known"):
        raise RefusedEntryError("話題の番号(topic_id)がありません")
    events.feedback.append(
        {
            "entry_id": entry.entry_id,
            "topic_id": topic_id,
            "department": read_department(entry.target.get("department"), events.departments),
            "button": button,
            "to_department": read_department(values.get("to"), events.departments),
            "week": read_week(entry.target.get("week")) or monday_of(shown_on or day_of(entry.at)),
            "shown_on": shown_on,
            "given_at": entry.at,
        }
    )


def _outcome(events: Events, entry: Entry) -> None:
    alert_id = read_id(entry, "alert_id", "お知らせの番号")
    outcome = read_choice(entry.values.get("outcome"), "outcome", OUTCOMES)
    events.outcomes[alert_id] = {"alert_id": alert_id, "outcome": outcome, "given_at": entry.at}


def _escalation(events: Events, entry: Entry) -> None:
    values = entry.values
    case_id = read_id(entry, "case_id", "案件の番号")
    earlier = [row["escalated_to"] for row in events.escalations if row["case_id"] == case_id]
    to = read_text(values.get("to"), "連絡先", limit=NAME_LIMIT) or (earlier[-1] if earlier else None)
    if to is None:
        raise RefusedEntryError("連絡先(to)を、部署の id か名前で記録してください")
    events.escalations.append(
        {
            "entry_id": entry.entry_id,
            "case_id": case_id,
            "escalated_to": to,
            "escalation_state": read_choice(values.get("state", "open"), "state", ESCALATION_STATES),
            "note": read_text(values.get("text"), "連絡の内容"),
            "escalated_at": read_moment(values.get("at"), "連絡の日時") or entry.at,
        }
    )


def _find_topics(topics: Mapping[str, Any], words: list[str]) -> list[str]:
    """Return the topics whose names hold all the words: so an action can come before its topic is found."""
    if not words:
        return []
    shown = (row for row in topics.values() if row["status"] != "merged" and row["kind"] in ACTED_ON)
    return sorted(row["topic_id"] for row in shown if all(word in row["label"] for word in words))


EVENTS: dict[str, Callable[[Events, Entry], None]] = {
    "action": _action,
    "answer": _answer,
    "feedback": _feedback,
    "outcome": _outcome,
    "escalation": _escalation,
}
