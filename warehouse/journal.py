"""The journal of people's edits: one immutable JSON file an entry, never changed, never deleted."""

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
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
    "unpin",
    "mute",
    "unmute",
    "route",
    "set_parent",
    "note",
    "synonym",
    "action",
    "answer",
    "feedback",
    "outcome",
    "escalation",
    "forget",
    "purge",
    "hold",
    "release",
    "rollback",
    "withdraw",
    "restore",
)
_IDS = frozenset({"topic_id", "into", "parent_id", "department", "action_id", "alert_id", "case_id"})
UNREADABLE = "記録ファイルを読み取れません。控えから戻すか、同じ編集を記録し直してください"
NEWER = "新しい版のKoeで書かれた記録です。Koeを更新してください"
COPIED = "ファイル名と中の番号が違います。写しであれば journal フォルダーから除いてください"


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


@dataclass(frozen=True)
class Unreadable:
    """A journal file that cannot be used, with the reason in Japanese."""

    name: str
    reason: str


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
        entry = make_entry(action, target=target, values=values, by=by, why=why, at=at)
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        while not self._write(entry):
            # A forked process counts on from the same id as its siblings, so another draws lots.
            milliseconds = int(at.timestamp() * 1000).to_bytes(6, "big")
            entry = replace(entry, entry_id=str(ULID.from_bytes(milliseconds + os.urandom(10))))
        return entry

    def _write(self, entry: Entry) -> bool:
        """Write an entry beside and link it to its name; False where another has that name."""
        beside = self.folder / f".{entry.entry_id}.{os.urandom(6).hex()}.tmp"
        # The portal writes entries inside Airflow's server, whose files others may read.
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(_to_json(entry))
            os.link(beside, self.folder / f"{entry.entry_id}.json")
        except FileExistsError:
            return False
        finally:
            beside.unlink()
        return True

    def entries(self) -> list[Entry]:
        """Return all readable entries in order of time."""
        return [found for found in self._read() if isinstance(found, Entry)]

    def damaged(self) -> list[Unreadable]:
        """Return the files that cannot be used; the night goes on without them and says so."""
        return [found for found in self._read() if isinstance(found, Unreadable)]

    def position(self) -> str:
        """Return the id of the newest entry, ``""`` for an empty journal."""
        entries = self.entries()
        return entries[-1].entry_id if entries else ""

    def _read(self) -> Iterator[Entry | Unreadable]:
        for path in sorted(self.folder.glob("*.json")):
            try:
                found = _from_json(path.read_text(encoding="utf-8", errors="replace"))
            except OSError:
                found = UNREADABLE
            if isinstance(found, Entry) and found.entry_id != path.stem:
                found = COPIED
            yield Unreadable(path.name, found) if isinstance(found, str) else found


def make_entry(
    action: str, *, target: Mapping[str, Any], values: Mapping[str, Any], by: str, why: str, at: datetime
) -> Entry:
    """Return an entry that is not written yet; WarehouseError for an unknown action."""
    if action not in ACTIONS:
        message = f"journal: unknown action {action!r}; allowed: {', '.join(ACTIONS)}"
        raise WarehouseError(message)
    entry_id = str(ULID.from_datetime(at))
    return Entry(entry_id, at.astimezone(UTC), by, action, dict(target), dict(values), why)


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


def _from_json(text: str) -> Entry | str:
    """Return the entry, or the reason why there is none."""
    try:
        body = json.loads(text)
        if body["format"] > FORMAT:
            return NEWER
        plain = all(isinstance(body[name], str) for name in ("id", "by", "why", "action"))
        if not plain or not _is_flat(body["target"]) or not _is_flat(body["values"]):
            return UNREADABLE
        return Entry(
            body["id"],
            datetime.fromisoformat(body["at"]),
            body["by"],
            body["action"],
            body["target"],
            body["values"],
            body["why"],
        )
    except (ValueError, KeyError, TypeError, RecursionError):
        return UNREADABLE


def _is_flat(value: object) -> bool:
    """Say whether a value is a JSON object whose ids can be looked up: a list where there are several."""
    if not isinstance(value, dict):
        return False
    one = (item for name, item in value.items() if name in _IDS)
    return all(item is None or isinstance(item, str) for item in one)
