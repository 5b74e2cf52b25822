"""Writes the actions of the demo company into its journal, as its people would have."""

import json
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from pipelines.actions.values import JST
from warehouse.journal import Entry, Journal

BY = "koe demo"
_TARGETS = ("topic_words",)


def write_demo_actions(journal: Journal, truth: Path, *, now: datetime) -> int:
    """Write the actions that the demo's truth tells of, and take back those of another demo; return how many.

    Parameters
    ----------
    truth : Path
        Folder with ``events.json``.
    """
    events = json.loads((truth / "events.json").read_text(encoding="utf-8"))["events"]
    wanted = [event["action"] for event in events if "action" in event]
    kept = _in_force(journal)
    for entry in kept:
        if _values(entry) not in wanted:
            journal.append(
                "answer", target={"action_id": entry.entry_id}, values={"status": "cancelled"}, by=BY,
                why="デモを作り直しました", at=now,
            )  # fmt: skip
    known = [_values(entry) for entry in kept]
    fresh = [action for action in wanted if action not in known]
    for action in fresh:
        target = {name: action[name] for name in _TARGETS if name in action}
        values = {name: value for name, value in action.items() if name not in _TARGETS}
        journal.append("action", target=target, values=values, by=BY, why="", at=_written_at(action, now))
    return len(fresh)


def _in_force(journal: Journal) -> list[Entry]:
    entries = journal.entries()
    cancelled = {
        entry.target.get("action_id")
        for entry in entries
        if entry.action == "answer" and entry.values.get("status") == "cancelled"
    }
    return [
        entry
        for entry in entries
        if entry.action == "action" and entry.by == BY and entry.entry_id not in cancelled
    ]


def _values(entry: Entry) -> dict[str, Any]:
    return {**{name: entry.target[name] for name in _TARGETS if name in entry.target}, **entry.values}


def _written_at(action: Mapping[str, Any], now: datetime) -> datetime:
    """Return nine o'clock of the day of an action, or of a week before its answer was due."""
    if "done_on" in action:
        day = date.fromisoformat(action["done_on"])
    else:
        day = date.fromisoformat(action["due_on"]) - timedelta(days=7)
    return min(datetime.combine(day, time(9), JST), now)
