"""Who asked to be forgotten, as keyed hashes, and how far back days were purged: so that none comes back."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from pathlib import Path
from typing import Any, Final

from pipelines.errors import PipelineError
from pipelines.pseudonyms import Pseudonymizer
from pipelines.writing import write_private

FORGOTTEN: Final = "forgotten"
"""`excluded_reason` of what is left of a forgotten person's contact: that there was one."""

_FORMAT: Final = 1
_FOLDER: Final = "suppressed"
_RETENTION: Final = "retention.json"
_KEPT: Final = ("source", "source_file", "channel", "row_count", "delivered_at", "version")


class PurgedDayError(PipelineError):
    """The day was purged and must not come back by itself."""


@dataclass(frozen=True)
class Suppression:
    """What must not be taken in.

    Attributes
    ----------
    people, contacts : frozenset of str
        Keyed hashes of customer keys and of contact ids.
    keys : Pseudonymizer or None
        Makes the hashes; None only where nothing is suppressed.
    purged_before : date or None
        Days before it were purged.
    zone : tzinfo
        Where days begin.
    """

    people: frozenset[str] = frozenset()
    contacts: frozenset[str] = frozenset()
    keys: Pseudonymizer | None = None
    purged_before: date | None = None
    zone: tzinfo = UTC

    def holds_customer(self, number: str | None) -> bool:
        """Say whether the customer with this number asked to be forgotten, under whichever key."""
        if not self.people or self.keys is None or not number:
            return False
        pseudonyms = (keys.key_of("customer", number) for keys in self.keys.generations)
        return any(self._holds("person", key, self.people) for key in pseudonyms if key)

    def holds_contact(self, contact_id: str) -> bool:
        """Say whether a contact was a forgotten person's."""
        return bool(self.contacts) and self._holds("contact", contact_id, self.contacts)

    def is_purged(self, day: date) -> bool:
        """Say whether a day was purged."""
        return self.purged_before is not None and day < self.purged_before

    def refuse_purged(self, day: date) -> None:
        """Raise PurgedDayError for a day that was purged."""
        if self.is_purged(day):
            message = (
                f"{day} was purged (every day before {self.purged_before}) and does not come back by itself; "
                "if it must come back, run 'koe backfill FROM TO --unpurge'"
            )
            raise PurgedDayError(message)

    def tombstone(self, row: Mapping[str, Any], day: date) -> dict[str, Any]:
        """Return what stays of a contact: that there was one, for the counts, and nothing of what it held."""
        if self.keys is None:
            message = "suppression without keys"
            raise ValueError(message)
        left: dict[str, Any] = dict.fromkeys(row)
        left |= {name: row[name] for name in _KEPT if name in row}
        number = suppressed_hash(self.keys, "contact", str(row["contact_id"]))[:20]
        left["contact_id"] = f"{str(row['contact_id']).partition(':')[0]}:{FORGOTTEN}-{number}"
        midnight = datetime.combine(day, datetime.min.time(), self.zone).astimezone(UTC)
        return left | {"started_at": midnight, "excluded_reason": FORGOTTEN, "source_row": 0, "turns": []}

    def _holds(self, kind: str, value: str, known: frozenset[str]) -> bool:
        generations = self.keys.generations if self.keys else ()
        return any(suppressed_hash(keys, kind, value) in known for keys in generations)


def suppressed_hash(keys: Pseudonymizer, kind: str, value: str) -> str:
    """Return the keyed hash under which a customer key (``person``) or contact id (``contact``) is listed."""
    return keys.digest(f"suppressed {kind}", value)


def read_suppression(home: Path, keys: Pseudonymizer, zone: tzinfo) -> Suppression:
    """Read the list of an installation.

    Raises
    ------
    PipelineError
        A file of it cannot be read: going on without it would bring somebody back.
    """
    people: set[str] = set()
    contacts: set[str] = set()
    for path in sorted((home / _FOLDER).glob("*.json")):
        body = _read(path)
        people.update(body["people"])
        contacts.update(body["contacts"])
    retention = home / _RETENTION
    before = _read(retention)["purged_before"] if retention.exists() else None
    purged_before = date.fromisoformat(before) if before else None
    return Suppression(frozenset(people), frozenset(contacts), keys, purged_before, zone)


def refuse_lost(home: Path, done: Iterable[str]) -> None:
    """Raise PipelineError when the list lacks a file that a finished removal (journal entry) wrote."""
    lost = [entry_id for entry_id in done if not (home / _FOLDER / f"{entry_id}.json").exists()]
    if lost:
        message = (
            f"{home / _FOLDER / lost[0]}.json is gone; without it forgotten people would come back. "
            "Restore it from a backup"
        )
        raise PipelineError(message)


def suppress(home: Path, entry_id: str, people: list[str], contacts: list[str]) -> None:
    """Add hashes to the list, under the journal entry that asks for it."""
    body = {"format": _FORMAT, "people": sorted(people), "contacts": sorted(contacts)}
    write_private(home / _FOLDER / f"{entry_id}.json", json.dumps(body, indent=1) + "\n")


def set_purged_before(home: Path, before: date) -> None:
    """Note that the days before one are purged."""
    body = {"format": _FORMAT, "purged_before": before.isoformat()}
    write_private(home / _RETENTION, json.dumps(body, indent=1) + "\n")


def _read(path: Path) -> dict[str, Any]:
    try:
        body: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if body["format"] == _FORMAT and ("purged_before" in body or {"people", "contacts"} <= set(body)):
            return body
    except (OSError, ValueError, KeyError, TypeError):
        pass
    message = (
        f"{path} cannot be read; without it forgotten people or purged days would come back. "
        "Restore it from a backup"
    )
    raise PipelineError(message)
