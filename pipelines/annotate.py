"""Step annotate: masked contacts → utterances and voices, shard by shard."""

import gc
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa

from nlp.analysis import UtteranceAnalysis
from nlp.masking import has_residual_risk, risk_fingerprint
from pipelines.quiet import working
from pipelines.resources import analyzer, attempt_name
from pipelines.settings import Settings
from warehouse.contract import KINDS, Table, core
from warehouse.contract.lake import LAKE_CONTACTS
from warehouse.hashes import hash_rows
from warehouse.lake import MARK

VERSION = 1  # raise it when a change of this module alters what becomes a voice
VOICE_SPEAKERS = ("customer", "memo", "unknown")


@dataclass(frozen=True)
class Turn:
    """One turn of a contact; `counts` says whether its sentences are voices."""

    contact_id: str
    seq: int
    speaker: str
    text: str
    counts: bool


def shard_count(day: date, settings: Settings) -> int:
    """Return how many shards the day's contacts make (at least one)."""
    rows = int(settings.lake.read_day(LAKE_CONTACTS, day, ["contact_id"]).num_rows)
    return max(1, -(-rows // settings.general.shard_contacts))


def annotate_shard(day: date, shard: int, settings: Settings) -> int:
    """Analyse one shard of a day's contacts and write its utterances and voices beside the lake's tables.

    Returns
    -------
    int
        Number of voices found.
    """
    with working(settings.home):
        return _annotate_shard(day, shard, settings)


def _annotate_shard(day: date, shard: int, settings: Settings) -> int:
    contacts = settings.lake.read_day(LAKE_CONTACTS, day)
    size = settings.general.shard_contacts
    turns = list_turns(contacts.slice(shard * size, size))
    with _garbage_left():
        analyses = analyzer(settings).analyse_many(
            [turn.text for turn in turns], [turn.speaker for turn in turns]
        )
        made = {
            core.UTTERANCES: _utterances(turns, analyses),
            core.VOICES: _voices(turns, analyses),
        }
    for table, rows in made.items():
        _write_shard(settings, table, day, shard, rows, contacts)
    return int(made[core.VOICES].num_rows)


@contextmanager
def _garbage_left() -> Iterator[None]:
    """Keep the collector from walking over millions of living objects; a shard makes no cycles."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def list_turns(contacts: pa.Table) -> list[Turn]:
    """Return the turns of contacts in order; a memo counts only where no customer's own words are there."""
    turns = []
    columns = (contacts.column(name).to_pylist() for name in ("contact_id", "excluded_reason", "turns"))
    for contact_id, excluded, spoken in zip(*columns, strict=True):
        own_words = any(turn["speaker"] in ("customer", "unknown") for turn in spoken)
        for seq, turn in enumerate(spoken, start=1):
            speaker = turn["speaker"]
            counts = excluded is None and speaker in VOICE_SPEAKERS and not (speaker == "memo" and own_words)
            turns.append(Turn(contact_id, seq, speaker, turn["text"], counts))
    return turns


def _utterances(turns: list[Turn], analyses: list[UtteranceAnalysis]) -> pa.Table:
    schema = core.UTTERANCES.arrow_schema(with_day=False)
    columns = {
        "contact_id": [turn.contact_id for turn in turns],
        "seq": [turn.seq for turn in turns],
        "speaker": [turn.speaker for turn in turns],
        "text": [turn.text for turn in turns],
        "intent": [analysis.intent for analysis in analyses],
        "intent_score": [analysis.intent_score for analysis in analyses],
        "sentiment": [analysis.sentiment for analysis in analyses],
    }
    return pa.table(columns, schema=schema)


def _voices(turns: list[Turn], analyses: list[UtteranceAnalysis]) -> pa.Table:
    schema = core.VOICES.arrow_schema(with_day=False)
    columns: dict[str, list[Any]] = {name: [] for name in schema.names}
    for turn, analysis in zip(turns, analyses, strict=True):
        if not turn.counts:
            continue
        for number, sentence in enumerate(analysis.sentences, start=1):
            if sentence.kind not in KINDS and not sentence.risk:
                continue
            columns["voice_id"].append(f"{turn.contact_id}/{turn.seq}.{number}")
            columns["contact_id"].append(turn.contact_id)
            columns["seq"].append(turn.seq)
            columns["sentence"].append(sentence.text)
            columns["tokens"].append(list(sentence.tokens))
            columns["kind"].append(sentence.kind if sentence.kind in KINDS else "complaint")
            columns["kind_score"].append(sentence.kind_score)
            columns["sentiment"].append(sentence.sentiment)
            columns["flags"].append(list(sentence.flags))
            columns["risk"].append(list(sentence.risk))
            columns["quotable"].append(not has_residual_risk(sentence.text))
            columns["expressions"].append(
                [
                    {"subject": item.subject, "predicate": item.predicate, "negated": item.negated}
                    for item in sentence.expressions
                ]
            )
    return pa.table(columns, schema=schema)


def shard_path(settings: Settings, table: Table, day: date, shard: int) -> str:
    """Return where a shard's rows of a table wait for the step assign."""
    return settings.lake.path("shards", f"day={day.isoformat()}", f"{table.name}-{shard:05d}.parquet")


def input_mark(contacts: pa.Table, settings: Settings) -> bytes:
    """Return a mark of all that a shard is made from, so that stale ones are noticed."""
    rows = hash_rows(LAKE_CONTACTS, contacts)[0]
    made_from = (rows, analyzer(settings).fingerprint, risk_fingerprint(), str(VERSION))
    return hashlib.sha256("\n".join(made_from).encode()).hexdigest().encode()


def _write_shard(
    settings: Settings, table: Table, day: date, shard: int, rows: pa.Table, contacts: pa.Table
) -> None:
    mark = input_mark(contacts, settings)
    data = rows.cast(table.arrow_schema(with_day=False)).replace_schema_metadata({MARK: mark})
    settings.lake.write_table(shard_path(settings, table, day, shard), data, attempt=attempt_name())
