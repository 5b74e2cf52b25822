"""Small published copies: the columns of the views as tables, filled with what a test says."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from reports.keys import WeekKey
from reports.model.labels import JST

Row = dict[str, Any]
MONDAY = date(2026, 11, 9)
WEEK = WeekKey(MONDAY)
MADE_AT = datetime(2026, 11, 16, 5, 40, tzinfo=JST)
_WORDS = pa.list_(pa.string())
_TYPES: dict[str, pa.DataType] = {
    "day": pa.date32(), "week": pa.date32(), "born_on": pa.date32(), "happened_on": pa.date32(),
    "confirmed_on": pa.date32(), "started_at": pa.timestamp("us", tz="UTC"), "quotable": pa.bool_(),
    "tokens": _WORDS, "similarity": pa.float64(), "shared_with": _WORDS, "risk": _WORDS, "flags": _WORDS,
    "keywords": _WORDS, "related_ids": _WORDS, "examples": _WORDS, "voice_ids": _WORDS,
    "verified_at": pa.timestamp("us", tz="UTC"), "reasons": _WORDS,
    "first_day": pa.date32(), "last_day": pa.date32(), "resolved": pa.bool_(), "csat": pa.float64(),
    "since": pa.date32(), "done_on": pa.date32(), "due_on": pa.date32(), "answered_on": pa.date32(),
    "closed_on": pa.date32(), "judged_until": pa.date32(), "judge_from": pa.date32(), "topic_ids": _WORDS,
    "counted_topics": _WORDS, "other_actions": _WORDS, "recorded_at": pa.timestamp("us", tz="UTC"),
    "expected": pa.float64(), "adjusted_p": pa.float64(), "change_low": pa.float64(), "change_high": pa.float64(),
    "smallest_effect": pa.float64(), "volume_change": pa.float64(),
    "shown_on": pa.date32(), "given_at": pa.timestamp("us", tz="UTC"), "escalated_at": pa.timestamp("us", tz="UTC"),
    "weekly_denominators.value": pa.float64(), "nps": pa.float64(), "first_reply_seconds": pa.float64(), "handle_seconds": pa.float64(),
}  # fmt: skip
_COUNTS = {"contacts", "cases", "voices", "excluded", "quarantined", "quarantined_rows", "row_count", "seq",
           "position", "registry_version", "cells", "was", "became", "days", "case_count", "voice_count",
           "window_days", "seen", "repeated_cases", "low", "high", "value_cases", "known_cases", "candidate", "before_cases",
           "after_cases", "before_days", "after_days", "control_count"}  # fmt: skip
_COLUMNS = {
    "departments": "department name position",
    "days": "day week verdict state confirmed_on contacts excluded voices quarantined registry_version",
    "receipts": "day source source_label source_file status encoding row_count quarantined_rows",
    "checks": "day check_name level row_count message",
    "topics": "topic_id kind label label_source parent_id parent_label born_on status owner_department "
    "shared_with keywords registry_version",
    "voices": "day week voice_id contact_id seq case_id source channel desk product lot started_at kind "
    "sentence tokens quotable flags risk topic_id similarity department shared_with",
    "contacts": "day week contact_id case_id source channel started_at desk product lot resolved csat nps "
    "first_reply_seconds handle_seconds",
    "utterances": "day contact_id seq speaker text",
    "lineage": "registry_version happened_on event topic_id related_ids",
    "journal_conflicts": "entry_id action reason",
    "topic_candidates": "position kind label case_count voice_count first_day last_day examples voice_ids",
    "build": "key value",
    "verifications": "day verified_at verdict row_count",
    "file_warnings": "day source source_label source_file warning column_name cells",
    "weekly_expectations": "week kind topic_id department role expected low high trend",
    "weekly_denominators": "week department measure value",
    "alerts": "alert_id scope day kind topic_id department window_days first_day seen repeated_cases expected low high "
    "adjusted_p since dimension value value_cases known_cases candidate outcome",
    "actions": "action_id topic_ids department done_on what expected_effect owner due_on status answer answered_on "
    "closed_on recorded_at",
    "action_effects": "action_id verdict reason change_low change_high smallest_effect before_cases after_cases "
    "before_days after_days volume_change control_count counted_topics other_actions judged_until judge_from",
    "feedback": "entry_id topic_id department button to_department week shown_on given_at",
    "escalations": "entry_id case_id escalated_to escalation_state note escalated_at",
    "corrections": "build period first_day measure department kind topic_id was became state reasons",
}
_DERIVED = {
    "weekly_topic_counts": """
        WITH seen AS (
            SELECT *, 'owner' AS role FROM published.voices
            UNION ALL BY NAME
            SELECT * REPLACE (unnest(shared_with) AS department), 'shared' AS role FROM published.voices
        )
        SELECT week, kind, topic_id, department, role, count(*) AS voices,
               count(DISTINCT contact_id) AS contacts, count(DISTINCT case_id) AS cases
        FROM seen GROUP BY ALL""",
    "weekly_department_counts": """
        WITH seen AS (
            SELECT * FROM published.voices
            UNION ALL
            SELECT * REPLACE (unnest(shared_with) AS department) FROM published.voices
        )
        SELECT week, department, count(DISTINCT voice_id) AS voices,
               count(DISTINCT contact_id) AS contacts, count(DISTINCT case_id) AS cases
        FROM seen GROUP BY ALL""",
    "weekly_totals": """
        SELECT week, count(*) AS days, sum(contacts)::BIGINT AS contacts,
               (SELECT count(DISTINCT case_id) FROM published.contacts c WHERE c.week = d.week) AS cases,
               sum(excluded)::BIGINT AS excluded, sum(voices)::BIGINT AS voices
        FROM published.days d GROUP BY week""",
    "daily_topic_counts": """
        SELECT day, kind, topic_id, department, channel, count(*) AS voices,
               count(DISTINCT contact_id) AS contacts, count(DISTINCT case_id) AS cases
        FROM published.voices GROUP BY ALL""",
}


def make_voice(number: int, sentence: str = "電話が混んでいてつながりません。", **changes: Any) -> Row:
    """Return one voice; `number` makes its ids, so the same number twice is the same contact and case."""
    day = changes.get("day", MONDAY)
    voice = {
        "day": day, "week": day - timedelta(days=day.weekday()), "voice_id": f"tel:{number:06d}/1.1",
        "contact_id": f"tel:{number:06d}", "seq": 1, "case_id": f"tel:{number:06d}", "source": "tel",
        "channel": "phone", "desk": "inhouse", "product": None, "lot": None,
        "started_at": datetime.combine(day, time(10), JST) + timedelta(minutes=number), "kind": "complaint",
        "sentence": sentence, "quotable": True, "flags": [], "risk": [], "topic_id": "T000001",
        "similarity": 0.8, "department": "support", "shared_with": [],
    }  # fmt: skip
    return voice | changes


def make_topic(topic_id: str = "T000001", label: str = "電話が混んでつながらない", **changes: Any) -> Row:
    """Return one topic of the registry."""
    topic = {
        "topic_id": topic_id, "kind": "complaint", "label": label, "label_source": "machine",
        "parent_id": None, "parent_label": None, "born_on": date(2026, 6, 30), "status": "active",
        "owner_department": "support", "shared_with": [], "keywords": ["電話"], "registry_version": 1,
    }  # fmt: skip
    return topic | changes


def make_days(first: date, last: date, voices: Sequence[Row] = (), **changes: Any) -> list[Row]:
    """Return the published days from `first` to `last`, with the counts of `voices`."""
    days = (first + timedelta(days=offset) for offset in range((last - first).days + 1))
    return [
        {
            "day": day, "week": day - timedelta(days=day.weekday()), "verdict": "pass",
            "state": "provisional", "confirmed_on": day + timedelta(days=3),
            "contacts": len({voice["contact_id"] for voice in voices if voice["day"] == day}), "excluded": 0,
            "voices": sum(voice["day"] == day for voice in voices), "quarantined": 0, "registry_version": 1,
        } | changes
        for day in days
    ]  # fmt: skip


def _contacts_of(voices: Sequence[Row]) -> list[Row]:
    names = _COLUMNS["contacts"].split()
    return list({voice["contact_id"]: {name: voice.get(name) for name in names} for voice in voices}.values())


def write_copy(path: Path, *, voices: Sequence[Row] = (), **views: Sequence[Row]) -> Path:
    """Write a published copy whose counts are those of `voices`; other views are given row by row."""
    support = [{"department": "support", "name": "お客様窓口", "position": 1}]
    facts = {"build": "b000001", "registry_version": "1", "topics_since": "2026-06-30"}
    content: dict[str, Sequence[Row]] = {
        "departments": support,
        "days": make_days(MONDAY - timedelta(days=7), MONDAY + timedelta(days=6), voices),
        "voices": voices,
        "contacts": _contacts_of(voices),
        "build": [{"key": key, "value": value} for key, value in facts.items()],
        **views,
    }
    with duckdb.connect(str(path), config={"threads": 1}) as connection:
        connection.execute("BEGIN")
        connection.execute("CREATE SCHEMA published")
        for name, columns in _COLUMNS.items():
            fields = [(column, _type_of(f"{name}.{column}")) for column in columns.split()]
            table = pa.Table.from_pylist(list(content.get(name, ())), schema=pa.schema(fields))
            connection.register("given", table)
            connection.execute(f"CREATE TABLE published.{name} AS SELECT * FROM given")
            connection.unregister("given")
        for name, sql in _DERIVED.items():
            connection.execute(f"CREATE TABLE published.{name} AS {sql}")
            for row in content.get(name, ()):
                connection.execute(f"INSERT INTO published.{name} BY NAME SELECT unnest($row)", {"row": row})
        connection.execute("COMMIT")
    return path


def _type_of(place: str) -> pa.DataType:
    """Return the type of ``view.column``: most columns of one name have one type in every view."""
    column = place.partition(".")[2]
    return pa.int64() if column in _COUNTS else _TYPES.get(place, _TYPES.get(column, pa.string()))
