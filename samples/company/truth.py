"""What is true of the demo, for tests and benchmarks: Parquet tables written as the days go by."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from samples.company.transcript import Transcript

_TYPES: Final = {
    "day": pa.date32(),
    "file_day": pa.date32(),
    "turn": pa.int32(),
    "leg": pa.int32(),
    "rows_delivered": pa.int32(),
    "corrected": pa.bool_(),
    "decoy": pa.bool_(),
}


def _schema(*names: str) -> pa.Schema:
    return pa.schema([(name, _TYPES.get(name, pa.string())) for name in names])


_CONTACT: Final = ("contact_id", "day")
_NATIVE: Final = ("source", "contact_native_id", *_CONTACT)
_ISSUE: Final = ("issue", "kind", "label", "theme", "department")
SCHEMAS: Final[Mapping[str, pa.Schema]] = {
    "voices": _schema(*_NATIVE, "turn", "speaker", "sentence", *_ISSUE, "case"),
    "pii": _schema(*_CONTACT, "turn", "speaker", "text", "type"),
    "risks": _schema(*_CONTACT, "turn", "sentence", "issue", "risk", "decoy"),
    "cases": _schema("case", *_CONTACT, "leg", "source_case_id"),
    "contacts": _schema(
        *_NATIVE,
        "excluded_reason",
        "case",
        "delivery",
        "file_day",
        "rows_delivered",
        "corrected",
        "product",
        "lot",
        "store",
    ),
}
_FLUSH_ROWS: Final = 20_000


class TruthWriter:
    """Collects rows and writes them in blocks, so that a year of big days needs little memory."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._rows: dict[str, list[dict[str, Any]]] = {name: [] for name in SCHEMAS}
        self._writers = {
            name: pq.ParquetWriter(folder / f"{name}.parquet", schema, compression="zstd")
            for name, schema in SCHEMAS.items()
        }
        self.counts = dict.fromkeys(SCHEMAS, 0)

    def __enter__(self) -> "TruthWriter":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for name, writer in self._writers.items():
            self._flush(name)
            writer.close()

    def add(self, table: str, rows: Iterable[dict[str, Any]]) -> None:
        """Add rows to a table of ``SCHEMAS``."""
        kept = self._rows[table]
        before = len(kept)
        kept.extend(rows)
        self.counts[table] += len(kept) - before
        if len(kept) >= _FLUSH_ROWS:
            self._flush(table)

    def write_events(self, events: Sequence[Mapping[str, Any]], about: Mapping[str, Any]) -> None:
        """Write events.json."""
        content = {"demo": dict(about), "events": [dict(event) for event in events]}
        text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True)
        (self._folder / "events.json").write_text(text + "\n", "utf-8")

    def _flush(self, name: str) -> None:
        if self._rows[name]:
            self._writers[name].write_table(pa.Table.from_pylist(self._rows[name], schema=SCHEMAS[name]))
            self._rows[name].clear()


def add_contact(
    writer: TruthWriter, script: Transcript, *, delivery: str, file_day: date, rows: int, corrected: bool
) -> None:
    """Add all that is true of one contact."""
    contact = script.contact
    day = contact.started_at.date()
    same = {"contact_id": contact.contact_id, "day": day}
    writer.add(
        "contacts",
        [
            same
            | {
                "source": contact.source,
                "contact_native_id": contact.native_id,
                # an answer with ratings alone has no words to read
                "excluded_reason": contact.excluded or (None if script.turns else "no_text"),
                "case": contact.matter,
                "delivery": delivery,
                "file_day": file_day,
                "rows_delivered": rows,
                "corrected": corrected,
                "product": contact.product.name if contact.product else None,
                "lot": contact.lot,
                "store": contact.store,
            }
        ],
    )
    writer.add(
        "cases", [same | {"case": contact.matter, "leg": contact.leg, "source_case_id": contact.case_id}]
    )
    writer.add("pii", (same | _personal(script, *entry) for entry in script.personal))
    writer.add("voices", (_voice(script, *voice) for voice in script.voices))
    writer.add(
        "risks",
        (
            same
            | {
                "turn": turn,
                "sentence": said,
                "issue": issue.id,
                "risk": issue.risk or None,
                "decoy": not issue.risk,
            }
            for turn, said, issue in script.voices
            if not issue.label
        ),
    )


def _personal(script: Transcript, turn: int, value: str, kind: str) -> dict[str, Any]:
    return {"turn": turn, "speaker": script.turns[turn - 1].speaker, "text": value, "type": kind}


def _voice(script: Transcript, turn: int, sentence: str, issue: Any) -> dict[str, Any]:
    contact = script.contact
    return {
        "source": contact.source,
        "contact_native_id": contact.native_id,
        "contact_id": contact.contact_id,
        "day": contact.started_at.date(),
        "turn": turn,
        "speaker": script.turns[turn - 1].speaker,
        "sentence": sentence,
        "issue": issue.id,
        "kind": issue.kind,
        "label": issue.label or None,
        "theme": issue.theme or None,
        "department": issue.department or None,
        "case": contact.matter,
    }
