"""The journal of people's edits: one immutable JSON file an entry, never changed, never deleted."""

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ulid import ULID

from warehouse.errors import WarehouseError

FORMAT = 1
ACTIONS = (
    "rename",
    "merge",
    "pin",
    "mute",
    "route",
    "set_parent",
    "note",
    "synonym",
    "action",
    "forget",
    "purge",
)


@dataclass(frozen=True)
class Entry:
    """One edit.

    Attributes
    ----------
    entry_id : str
        ULID: sorts by time, unique without asking anyone.
    at : datetime
        When it was made (UTC).
    by, why : str
        Who made it and the reason given.
    action : str
        One of `ACTIONS`.
    target : mapping
        What it is about: ``{"topic_id": "T000012"}``.
    values : mapping
        What it sets: ``{"label": "電話がつながらない"}``.
    """

    entry_id: str
    at: datetime
    by: str
    action: str
    target: Mapping[str, Any]
    values: Mapping[str, Any] = field(default_factory=dict)
    why: str = ""


class Journal:
    """Folder of entries; two people at once never lose one, since each writes a file of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def append(
        self,
        action: str,
        *,
        target: Mapping[str, Any],
        values: Mapping[str, Any],
        by: str,
        why: str,
        at: datetime,
    ) -> Entry:
        """Write a new entry and return it; WarehouseError for an unknown action."""
        if action not in ACTIONS:
            message = f"journal: unknown action {action!r}; allowed: {', '.join(ACTIONS)}"
            raise WarehouseError(message)
        entry = Entry(
            str(ULID.from_datetime(at)), at.astimezone(UTC), by, action, dict(target), dict(values), why
        )
        self.folder.mkdir(parents=True, exist_ok=True)
        beside = self.folder / f".{entry.entry_id}.tmp"
        beside.write_text(_to_json(entry), encoding="utf-8")
        os.link(beside, self.folder / f"{entry.entry_id}.json")
        beside.unlink()
        return entry

    def entries(self) -> list[Entry]:
        """Return all readable entries in order of time."""
        return [entry for _, entry in self._read() if entry is not None]

    def damaged(self) -> list[str]:
        """Return the names of files that cannot be read; the night goes on without them and says so."""
        return [name for name, entry in self._read() if entry is None]

    def position(self) -> str:
        """Return the id of the newest entry, ``""`` for an empty journal."""
        entries = self.entries()
        return entries[-1].entry_id if entries else ""

    def _read(self) -> Iterator[tuple[str, Entry | None]]:
        for path in sorted(self.folder.glob("*.json")):
            yield path.name, _from_json(path.read_text(encoding="utf-8", errors="replace"))


def _to_json(entry: Entry) -> str:
    body = {
        "format": FORMAT,
        "id": entry.entry_id,
        "at": entry.at.isoformat(),
        "by": entry.by,
        "why": entry.why,
        "action": entry.action,
        "target": dict(entry.target),
        "values": dict(entry.values),
    }
    return json.dumps(body, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _from_json(text: str) -> Entry | None:
    try:
        body = json.loads(text)
        plain = all(isinstance(body[name], str) for name in ("id", "by", "why", "action"))
        if not plain or not _is_flat(body["target"]) or not _is_flat(body["values"]):
            return None
        return Entry(
            body["id"],
            datetime.fromisoformat(body["at"]),
            body["by"],
            body["action"],
            body["target"],
            body["values"],
            body["why"],
        )
    except (ValueError, KeyError, TypeError):
        return None


def _is_flat(value: object) -> bool:
    """Say whether a value is a JSON object whose ids can be looked up: a list where there are several."""
    if not isinstance(value, dict):
        return False
    one = (item for name, item in value.items() if name in {"topic_id", "into", "parent_id", "department"})
    return all(item is None or isinstance(item, str) for item in one)
