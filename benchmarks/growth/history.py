"""A year of history out of one real day: lake, received layer, manifests and warehouse; nothing is read.

The clones have the size and the spread of real days, with ids and customers of their own. Their words are
those of the real day, so what they say about topics means nothing.
"""

import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import unquote, urlparse

import pyarrow as pa

from pipelines.config.path_pattern import path_of_day
from pipelines.manifest import day_files, manifest_path, read_manifest
from pipelines.receive.file import seen_mark
from pipelines.receive.layer import DayFile, ReceivedLayer, hash_ids
from pipelines.settings import Settings
from pipelines.sources.listing import list_files
from warehouse.contract import BUSINESS_TABLES, DAY_TABLES, INTAKE_TABLES, business, core, mart
from warehouse.contract.lake import LAKE_CONTACTS
from warehouse.database import Database, open_database
from warehouse.lock import warehouse_lock

ATTEMPT = "growth"
RETURN_DAYS = 30
"""A customer calls again after so many days: twelve contacts a year, further apart than one matter."""
_LAKE = (LAKE_CONTACTS, *DAY_TABLES[1:], *INTAKE_TABLES, *BUSINESS_TABLES)
_STORED = (
    *DAY_TABLES,
    *INTAKE_TABLES,
    *BUSINESS_TABLES,
    business.DAYS,
    business.CHECK_RESULTS,
    business.DAY_INPUTS,
    mart.VOICE_FACTS,
    mart.CASES,
    mart.DAILY_TOPIC_COUNTS,
    mart.DAILY_CONTACT_COUNTS,
)
_WEEKLY = (mart.WEEKLY_TOPIC_COUNTS, mart.WEEKLY_DEPARTMENT_COUNTS)  # the others fill up by themselves
_OWN_IDS = ("contact_id", "case_id", "source_case_id", "order_key")


def clone_history(settings: Settings, base: date, count: int) -> list[date]:
    """Clone a loaded and counted day to the `count` days before it, and return all days, oldest first."""
    with (
        warehouse_lock(settings.warehouse_dir, purpose="growth"),
        open_database(settings.warehouse_dir) as database,
    ):
        # the home may have been copied, and a file is known again by its whole path
        _clone_files(settings, base, base, {file: file.key for file in _files_of(settings, base)})
        for shift in range(count, 0, -1):
            _clone_lake(settings, database, base, shift)
        days = [base - timedelta(days=shift) for shift in range(count, -1, -1)]
        with database.transaction():
            _clone_stored(database, base, count)
            for table in _WEEKLY:
                database.run(f"DELETE FROM {table.full_name}")
                database.insert_select(table, f"mart/{table.name}", {"days": days})
    return days


def _shifted(columns: Sequence[str], shift: int) -> str:
    """Return the columns as SQL, with the ids and customers of the day that is `shift` days earlier."""
    return ", ".join(f'{_expression(name, shift)} AS "{name}"' for name in columns)


def _expression(name: str, shift: int) -> str:
    turn = shift % RETURN_DAYS
    if not shift:
        return f'"{name}"'
    if name == "day":
        return f"(day - {shift})::DATE"
    if name in _OWN_IDS:
        return f"{name} || '~{shift}'"
    if name == "voice_id":
        return f"regexp_replace(voice_id, '(/[0-9]+[.][0-9]+)$', '~{shift}\\1')"
    if name == "customer_key" and turn:
        return f"left(sha256(customer_key || '{turn}'), length(customer_key))"
    return f'"{name}"'


def _shift_rows(database: Database, rows: pa.Table, shift: int) -> pa.Table:
    database.connection.register("base_rows", rows)
    try:
        made = database.query(f"SELECT {_shifted(rows.column_names, shift)} FROM base_rows")
    finally:
        database.connection.unregister("base_rows")
    return made.cast(rows.schema)


def _clone_lake(settings: Settings, database: Database, base: date, shift: int) -> None:
    lake, day = settings.lake, base - timedelta(days=shift)
    for table in _LAKE:
        if lake.has_day(table, base):
            rows = _shift_rows(database, lake.read_day(table, base), shift)
            lake.write_day(table, day, rows, attempt=ATTEMPT)
    files = _files_of(settings, base)
    keys = {file: _clone_received(settings, database, file, shift) for file in files}
    _clone_files(settings, base, day, keys)
    manifest = read_manifest(settings, base)
    manifest["day"] = day.isoformat()
    manifest["inputs"]["files"] = day_files(settings, day)
    path = manifest_path(settings, day)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8"
    )


def _files_of(settings: Settings, base: date) -> list[DayFile]:
    """Return the files delivered or planted for the real day; undated ones are there as they are."""
    layer = ReceivedLayer(settings.lake, ATTEMPT)
    known = [(file, layer.read_facts(file.key)) for file in layer.day_files(base)]
    return [
        file for file, facts in known if facts and (facts.nominal_day == base or set(facts.days) == {base})
    ]


def _clone_received(settings: Settings, database: Database, file: DayFile, shift: int) -> str:
    """Clone a file with all days that it holds: some of its contacts began the evening before."""
    layer, earlier = ReceivedLayer(settings.lake, ATTEMPT), timedelta(days=shift)
    facts = layer.read_facts(file.key)
    if facts is None:
        raise AssertionError(file.key)
    key = hashlib.sha256(f"{file.key}{shift}".encode()).hexdigest()
    for held in facts.days:
        ids: list[str] = []
        for name in (facts.table, core.QUARANTINE.name):
            rows = layer.read_rows(file.key, held, name)
            if rows is not None:
                shifted = _shift_rows(database, rows, shift)
                layer.write_rows(key, held - earlier, name, shifted)
                if name == core.CONTACTS.name:
                    ids = shifted.column("contact_id").to_pylist()
        layer.mark_day(held - earlier, DayFile(file.source, key), hash_ids(ids))
    shifted_facts = replace(
        facts,
        key=key,
        nominal_day=facts.nominal_day and facts.nominal_day - earlier,
        delivered_at=facts.delivered_at - earlier,
        days={held - earlier: count for held, count in facts.days.items()},
    )
    layer.write_facts(shifted_facts)
    return key


def _clone_files(settings: Settings, base: date, day: date, keys: dict[DayFile, str]) -> None:
    """Let the sources deliver the day, too, and have its files look received."""
    layer = ReceivedLayer(settings.lake, ATTEMPT)
    facts = {file: layer.read_facts(file.key) for file in keys}
    # rows of the real day that were planted are a file of the same source
    made = {(one.source, one.path): keys[file] for file, one in facts.items() if one}
    for name, source in settings.sources.sources.items():
        for file in list_files(name, source, [base]) if source.is_daily else ():
            if day != base:
                path = Path(path_of_day(source.path, day))
                path.unlink(missing_ok=True)
                os.link(unquote(urlparse(file.url).path), path)
            for delivered in list_files(name, source, [day]):
                layer.mark_seen(seen_mark(delivered), made[name, file.relative_path])


def _clone_stored(database: Database, base: date, count: int) -> None:
    """Put the days into the warehouse in the order of time, the real one last, as nights would have."""
    for table in _STORED:
        columns = [column.name for column in table.columns]
        database.run(
            f"CREATE OR REPLACE TEMP TABLE base_rows AS SELECT * FROM {table.full_name} WHERE day = $base",
            {"base": base},
        )
        database.delete(table, "day", [base])
        for shift in range(count, -1, -1):
            database.run(
                f"INSERT INTO {table.full_name} BY NAME SELECT {_shifted(columns, shift)} FROM base_rows"
            )
    database.run("DROP TABLE base_rows")
