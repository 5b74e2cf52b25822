"""Rows that follow the contract, with as little said as possible."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pyarrow as pa

from warehouse.contract import Table, core
from warehouse.contract.lake import LAKE_CONTACTS

DAY = date(2026, 11, 20)


def make_rows(table: Table, rows: list[dict[str, Any]]) -> pa.Table:
    """Return rows of a table; columns that are not given are null."""
    schema = table.arrow_schema()
    return pa.Table.from_pylist(
        [{name: row.get(name) for name in schema.names} for row in rows], schema=schema
    )


def make_contact(contact_id: str, day: date = DAY, **values: Any) -> dict[str, Any]:
    """Return a row of core.contacts."""
    start = datetime(day.year, day.month, day.day, 3, tzinfo=UTC)
    row = {
        "day": day,
        "contact_id": contact_id,
        "source": "phone",
        "channel": "phone",
        "started_at": start + timedelta(minutes=int(contact_id[-1], 36)),
        "source_file": f"{day}.csv",
        "source_row": 1,
        "version": 1,
        "attributes": "{}",
    }
    return row | values


def make_lake_contact(source: str, number: int, *turns: tuple[str, str], **values: Any) -> dict[str, Any]:
    """Return a row of the lake's contacts with all its columns; turns are (speaker, text)."""
    row = dict.fromkeys(LAKE_CONTACTS.arrow_schema(with_day=False).names)
    said = {
        "contact_id": f"{source}:{number:04d}",
        "source": source,
        "channel": source,
        "started_at": datetime(2026, 11, 20, 3, tzinfo=UTC),
        "source_file": "a.csv",
        "source_row": number,
        "version": 1,
        "turns": [{"speaker": speaker, "text": text} for speaker, text in turns],
    }
    return row | said | values


def make_voice(voice_id: str, day: date = DAY, **values: Any) -> dict[str, Any]:
    """Return a row of core.voices whose contact is the part before the slash."""
    row = {
        "day": day,
        "voice_id": voice_id,
        "contact_id": voice_id.partition("/")[0],
        "seq": 1,
        "sentence": "ポンプが最後まで吸い上がらない㈱髙①～",
        "tokens": ["ポンプ", "吸い上がる"],
        "kind": "complaint",
        "kind_score": 0.9,
        "sentiment": -0.5,
        "flags": [],
        "risk": [],
        "quotable": True,
        "expressions": [{"subject": "ポンプ", "predicate": "吸い上がらない", "negated": True}],
    }
    return row | values


def make_assignment(voice_id: str, topic_id: str | None, day: date = DAY) -> dict[str, Any]:
    """Return a row of core.assignments."""
    return {"day": day, "voice_id": voice_id, "topic_id": topic_id, "similarity": 0.8, "registry_version": 1}


def make_topic(topic_id: str, **values: Any) -> dict[str, Any]:
    """Return a row of core.topics."""
    row = {
        "topic_id": topic_id,
        "kind": "complaint",
        "label": "ポンプが最後まで吸い上がらない",
        "label_source": "machine",
        "born_on": DAY,
        "status": "active",
        "keywords": ["ポンプ"],
        "representatives": [],
        "registry_version": 1,
    }
    return row | values


def make_receipt(rows: int, day: date = DAY, **values: Any) -> dict[str, Any]:
    """Return a row of core.receipts in which every row became a contact."""
    row = {
        "day": day,
        "source": "phone",
        "source_file": f"{day}.csv",
        "file_hash": "ab" * 32,
        "status": "received",
        "row_count": rows,
        "contact_rows": rows,
        "superseded_rows": 0,
        "quarantined_rows": 0,
    }
    return row | values


TABLES = {
    "contacts": core.CONTACTS,
    "voices": core.VOICES,
    "assignments": core.ASSIGNMENTS,
    "receipts": core.RECEIPTS,
    "topics": core.TOPICS,
}
