"""The day's contacts, receipts, quarantine and business rows, from what was received."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import pyarrow as pa

from pipelines.config.path_pattern import path_of_day
from pipelines.config.sources_file import SourceSettings, SourcesFile
from pipelines.receive.day_inputs import DayInput, day_inputs
from pipelines.receive.facts import FileFacts
from pipelines.receive.file import receive_file
from pipelines.receive.intake import Intake
from pipelines.receive.quarantine import QUARANTINE_SCHEMA
from pipelines.receive.sole import sole_receiver
from pipelines.receive.winners import DayRowsOutcome, business_winners, contact_winners
from pipelines.sources.listing import SourceFile, list_files
from warehouse.contract import BUSINESS_TABLES, core
from warehouse.contract.lake import LAKE_CONTACTS

_MOST_REPEATS = 5
_ABSENT = "absent:"


@dataclass(frozen=True)
class PullResult:
    """What a day's pull brought.

    Attributes
    ----------
    contacts : int
        Rows of ``lake/contacts``, excluded ones included.
    receipts : int
        Rows of ``lake/receipts``.
    quarantined : dict
        Reason to number of quarantine entries.
    missing : tuple of str
        Sources whose file was expected and is not there (未着).
    stale_days : tuple of date
        Other days that were run before and whose inputs have changed since.
    """

    contacts: int
    receipts: int
    quarantined: Mapping[str, int]
    missing: tuple[str, ...]
    stale_days: tuple[date, ...]


def receive_source(name: str, day: date, intake: Intake) -> frozenset[date]:
    """Receive a source's files for a day's run: those of the day and the late days before, and undated ones.

    Parameters
    ----------
    name : str
        Source in sources.yaml.
    day : date
        The day of the run.
    intake : Intake
        Configuration, lake, masker and keys.

    Returns
    -------
    frozenset of date
        Days whose inputs changed. They stay noted in the lake until they are pulled.

    Raises
    ------
    SourceError
        The storage cannot be reached.
    """
    window = [day - timedelta(days=late) for late in range(intake.late_days + 1)]
    files = list_files(name, intake.sources.sources[name], window)
    touched: set[date] = set()
    postponed = [file for file in files if not _receive(file, intake, touched, wait=False)]
    for file in postponed:
        _receive(file, intake, touched, wait=True)
    return frozenset(touched)


def _receive(file: SourceFile, intake: Intake, touched: set[date], *, wait: bool) -> bool:
    """Receive a file and note the days that it touched, unless another run is at it and `wait` is off."""
    with sole_receiver(intake.locks, file, wait=wait) as mine:
        if mine:
            touched |= receive_file(file, intake).touched_days
        return mine


def pull_day(day: date, intake: Intake, *, has_run: Callable[[date], bool]) -> PullResult:
    """Write the day's contacts, receipts, quarantine and business rows from what was received.

    Reads the received layer only, so its outcome depends on no clock and no order of days.

    Parameters
    ----------
    day : date
        Contact day.
    intake : Intake
        Configuration and lake.
    has_run : callable
        Whether a day was run before (has a manifest).
    """
    layer = intake.layer
    for _ in range(_MOST_REPEATS):
        noted = layer.touched().get(day, [])
        result = write_day(day, intake)
        layer.settle(noted)
        # Another night's receiver may have brought rows of the day while its tables were being written.
        if day not in layer.touched():
            break
    stale = sorted(other for other in layer.touched() if other != day and has_run(other))
    return replace(result, stale_days=tuple(stale))


def write_day(day: date, intake: Intake) -> PullResult:
    """Write the day's tables once from what was received, whoever else is receiving meanwhile."""
    layer, lake = intake.layer, intake.lake
    inputs = day_inputs(layer, day, intake.sources)
    contacts = contact_winners(layer, day, inputs, intake.late_days)
    lake.write_day(LAKE_CONTACTS, day, contacts.rows, attempt=intake.attempt)
    used: dict[str, int] = dict(contacts.used_rows)
    for table in BUSINESS_TABLES:
        outcome: DayRowsOutcome = business_winners(layer, day, inputs, table)
        used |= outcome.used_rows
        if outcome.rows.num_rows or lake.has_day(table, day):
            lake.write_day(table, day, outcome.rows, attempt=intake.attempt)
    missing = _missing_sources(day, intake.sources, inputs)
    receipts = _receipts(day, inputs, used, {name: intake.sources.sources[name] for name in missing})
    lake.write_day(core.RECEIPTS, day, receipts, attempt=intake.attempt)
    lake.write_day(core.FILE_WARNINGS, day, _warnings(day, inputs), attempt=intake.attempt)
    held = [layer.read_rows(item.facts.key, day, "quarantine") for item in inputs]
    quarantine = pa.concat_tables([QUARANTINE_SCHEMA.empty_table(), *(rows for rows in held if rows)])
    lake.write_day(core.QUARANTINE, day, quarantine, attempt=intake.attempt)
    reasons = Counter(quarantine.column("reason").to_pylist())
    return PullResult(
        contacts=contacts.rows.num_rows,
        receipts=receipts.num_rows,
        quarantined=dict(sorted(reasons.items())),
        missing=tuple(missing),
        stale_days=(),
    )


def source_days(intake: Intake) -> list[date]:
    """Return the days for which the contact sources hold files or rows, in order.

    Dated files are known by name; an undated one is received for it, unless it was before.
    """
    days: set[date] = set()
    for name, source in intake.sources.sources.items():
        if source.table != "contacts":
            continue
        for file in list_files(name, source):
            if file.nominal_day:
                days.add(file.nominal_day)
                continue
            facts = receive_file(file, intake).facts
            days |= {day for day, count in facts.days.items() if count.contacts}
    return sorted(days)


@dataclass(frozen=True)
class Awaited:
    """A source whose file for a day is not there yet, and until when the night waits for it."""

    source: str
    until: datetime


def list_awaited(day: date, sources: SourcesFile) -> list[Awaited]:
    """Return the sources with ``expected_by`` whose file for `day` has not arrived."""
    awaited = []
    for name, source in sources.sources.items():
        if source.expected_by and not list_files(name, source, [day]):
            morning = day + timedelta(days=1)
            awaited.append(Awaited(name, datetime.combine(morning, source.expected_by, sources.zone)))
    return awaited


def _missing_sources(day: date, sources: SourcesFile, inputs: list[DayInput]) -> list[str]:
    arrived = {item.facts.source for item in inputs if item.facts.nominal_day == day}
    return [name for name, source in sources.sources.items() if source.expected_by and name not in arrived]


def _warnings(day: date, inputs: list[DayInput]) -> pa.Table:
    """Return what could not be read of the day's own files; one of many days tells it on its first."""
    rows = []
    for item in inputs:
        facts = item.facts
        if day != (facts.nominal_day or min(facts.days)):
            continue
        for name, cells in facts.warnings.items():
            absent = name.startswith(_ABSENT)
            rows.append(
                {
                    "source": facts.source,
                    "source_file": facts.path,
                    "file_hash": facts.file_hash,
                    "warning": "absent" if absent else "unreadable",
                    "column_name": name.removeprefix(_ABSENT),
                    "cells": 0 if absent else cells,
                }
            )
    return pa.Table.from_pylist(rows, schema=core.FILE_WARNINGS.arrow_schema(with_day=False))


def _is_replaced(facts: FileFacts, inputs: Sequence[DayInput]) -> bool:
    """Return whether a broken file was delivered again, whole, under its name or for its day."""
    others = (item.facts for item in inputs if item.facts.source == facts.source)
    return facts.status == "broken" and any(
        other.status == "received"
        and other.delivered_at > facts.delivered_at
        and (other.path == facts.path or (other.nominal_day and other.nominal_day == facts.nominal_day))
        for other in others
    )


def _receipts(
    day: date, inputs: list[DayInput], used: Mapping[str, int], missing: Mapping[str, SourceSettings]
) -> pa.Table:
    rows = []
    for item in inputs:
        facts, count = item.facts, item.count
        contact_rows = used.get(facts.key, 0)
        rows.append(
            {
                "source": facts.source,
                "source_file": facts.path,
                "file_hash": facts.file_hash,
                "status": "replaced" if _is_replaced(facts, inputs) else facts.status,
                "encoding": facts.encoding,
                "row_count": count.rows,
                "contact_rows": contact_rows,
                "superseded_rows": count.rows - count.quarantined - contact_rows,
                "quarantined_rows": count.quarantined,
                "delivered_at": facts.delivered_at,
            }
        )
    for name, source in missing.items():
        counts = dict.fromkeys(("row_count", "contact_rows", "superseded_rows", "quarantined_rows"), 0)
        file_name = path_of_day(source.path, day).rsplit("/", 1)[-1]
        rows.append(
            {"source": name, "source_file": file_name, "file_hash": "", "status": "missing", **counts}
        )
    schema = core.RECEIPTS.arrow_schema(with_day=False)
    return pa.table({field.name: [row.get(field.name) for row in rows] for field in schema}, schema=schema)
