"""Step load: a day of the lake into DuckDB, in one transaction, under the lock."""

from datetime import date

import pyarrow as pa

from pipelines.edits import apply_edits
from pipelines.manifest import collect_inputs, input_hash, lake_hashes, write_manifest
from pipelines.routing import department_rows, route_topics
from pipelines.settings import Settings
from warehouse.contract import business, core
from warehouse.database import Database, open_database
from warehouse.load import load_slice, record_day
from warehouse.lock import warehouse_lock
from warehouse.registry import SAMPLES, RegistryVersion


def load_day(day: date, settings: Settings) -> dict[str, int]:
    """Replace the day in the core tables and write its manifest; return rows per table."""
    return load_days([day], settings)[day]


def load_days(days: list[date], settings: Settings) -> dict[date, dict[str, int]]:
    """Load several days, one transaction each, with the database opened once."""
    registry = settings.registry.latest()
    counts = {}
    with (
        warehouse_lock(settings.warehouse_dir, purpose="load"),
        open_database(settings.warehouse_dir) as database,
    ):
        with database.transaction():
            load_small_tables(database, settings, registry)
        for day in days:
            inputs = collect_inputs(settings, day, registry)
            with database.transaction():
                counts[day] = load_slice(database, settings.lake, day)
                version = registry.version if registry else 0
                record_day(database, day, registry_version=version, input_hash=input_hash(inputs))
            write_manifest(settings, day, inputs, lake_hashes(settings, day))
    return counts


def load_small_tables(database: Database, settings: Settings, registry: RegistryVersion | None) -> None:
    """Replace topics, routes, departments, lineage, actions and conflicts; call inside a transaction."""
    topics = registry.topics if registry else core.TOPICS.arrow_schema().empty_table()
    samples = registry.samples if registry else SAMPLES.empty_table()
    lineage = registry.lineage if registry else business.LINEAGE.arrow_schema().empty_table()
    departments = settings.departments
    edited = apply_edits(
        topics,
        route_topics(topics, samples, departments),
        settings.journal.entries(),
        departments=[item.id for item in departments.departments],
        damaged=settings.journal.damaged(),
    )
    for table, rows in (
        (core.TOPICS, edited.topics),
        (core.ROUTES, edited.routes),
        (business.ACTIONS, edited.actions),
        (business.JOURNAL_CONFLICTS, edited.conflicts),
        (business.LINEAGE, lineage),
        (business.DEPARTMENTS, department_rows(departments)),
        (business.SOURCES, _source_rows(settings)),
    ):
        database.replace_all(table, rows)


def _source_rows(settings: Settings) -> pa.Table:
    rows = [
        {"source": name, "source_label": source.label or name}
        for name, source in settings.sources.sources.items()
    ]
    return pa.Table.from_pylist(rows, schema=business.SOURCES.arrow_schema())
