"""New matters among the voices that no topic holds, found anew at every publication (新しい話題の候補)."""

from datetime import date, timedelta
from typing import Any

import pyarrow as pa

from nlp.analysis import Analyzer
from nlp.topics import Candidate, find_candidates
from pipelines.fitting import phrases_of
from pipelines.topics import topic_index
from warehouse.contract.business import TOPIC_CANDIDATES
from warehouse.database import Database
from warehouse.registry import RegistryVersion
from warehouse.sql import read_sql

CANDIDATE_DAYS = 28
LEAST_CASES = 3
MOST_VOICES = 20_000


def find_topic_candidates(database: Database, registry: RegistryVersion | None, reader: Analyzer) -> pa.Table:
    """Return rows of ``core.topic_candidates``; call after the marts are up to date.

    They depend on the unassigned voices of the newest 28 days and the registry version only. No version is
    made, and no day's rows or hashes depend on them: the next refit decides.
    """
    schema = TOPIC_CANDIDATES.arrow_schema()
    newest = database.query("SELECT max(day) AS day FROM mart.voice_facts").column("day")[0].as_py()
    if registry is None or newest is None:
        return schema.empty_table()
    after = newest - timedelta(days=CANDIDATE_DAYS)
    voices = database.query(read_sql("candidates/unassigned"), {"after": after})
    rows = voices.slice(0, MOST_VOICES).to_pylist()
    if len(rows) < LEAST_CASES:
        return schema.empty_table()
    sentences = [row["sentence"] for row in rows]
    found = find_candidates(
        topic_index(registry),
        sentences,
        [row["tokens"] for row in rows],
        phrases_of(sentences, reader),
        [row["kind"] for row in rows],
    )
    described = [_row(candidate, rows) for candidate in found]
    kept = [row for row in described if row["case_count"] >= LEAST_CASES]
    kept.sort(key=lambda row: (-row["case_count"], row["kind"], row["label"]))
    return pa.Table.from_pylist(
        [row | {"position": position} for position, row in enumerate(kept, start=1)], schema=schema
    )


def _row(candidate: Candidate, rows: list[dict[str, Any]]) -> dict[str, Any]:
    members = [rows[place] for place in candidate.members.tolist()]
    days: list[date] = [row["day"] for row in members]
    return {
        "kind": candidate.kind,
        "label": candidate.label,
        "case_count": len({row["case_id"] for row in members}),
        "voice_count": len(members),
        "first_day": min(days, default=None),
        "last_day": max(days, default=None),
        "examples": [rows[place]["sentence"] for place in candidate.examples if rows[place]["quotable"]],
        "voice_ids": [row["voice_id"] for row in members],
    }
