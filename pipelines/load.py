"""Step load: days of the lake into DuckDB, in one transaction, under the lock."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import pyarrow as pa

from pipelines.edited import edited_topics
from pipelines.inputs import flatten
from pipelines.manifest import assigned_inputs, common_inputs, day_inputs, input_hash, write_manifest
from pipelines.routing import department_rows
from pipelines.settings import Settings
from pipelines.verify_state import verification_rows
from warehouse.checks import record_checks, run_checks
from warehouse.contract import business, core, feedback
from warehouse.database import Database, open_database
from warehouse.lake import Lake
from warehouse.load import LoadedDay, load_assignments, load_slices
from warehouse.lock import warehouse_lock
from warehouse.registry import RegistryVersion


def load_days(days: Sequence[date], settings: Settings) -> list[LoadedDay]:
    """Replace several days in the core tables, in one transaction, and write their manifests."""
    return _load(days, settings, load_slices, day_inputs)


def load_new_assignments(days: Sequence[date], settings: Settings) -> list[LoadedDay]:
    """Replace the assignments of loaded days after a refit, and bring their manifests up to date."""
    return _load(days, settings, load_assignments, assigned_inputs)


def _load(
    days: Sequence[date],
    settings: Settings,
    load: Callable[[Database, Lake, Sequence[LoadedDay]], list[LoadedDay]],
    inputs_of: Callable[[Settings, date, dict[str, Any]], dict[str, Any]],
) -> list[LoadedDay]:
    registry = settings.registry.latest()
    common = common_inputs(settings, registry)
    inputs = {day: inputs_of(settings, day, common) for day in days}
    version = registry.version if registry else 0
    planned = [LoadedDay(day, version, input_hash(inputs[day]), flatten(inputs[day])) for day in days]
    folder = settings.warehouse_dir
    with (
        warehouse_lock(folder, purpose="load"),
        open_database(folder) as database,
        database.transaction(),
    ):
        load_small_tables(database, settings, registry)
        loaded = load(database, settings.lake, planned)
        # Checked before it is committed: a publication between load and check finds no day without a verdict.
        record_checks(database, run_checks(database, days))
    for item in loaded:
        write_manifest(settings, item, inputs[item.day])
    return loaded


def load_small_tables(database: Database, settings: Settings, registry: RegistryVersion | None) -> None:
    """Replace topics, routes, departments, lineage, actions and conflicts; call inside a transaction."""
    lineage = registry.lineage if registry else business.LINEAGE.arrow_schema().empty_table()
    edited = edited_topics(settings, registry)
    for table, rows in (
        (core.TOPICS, edited.topics),
        (core.ROUTES, edited.routes),
        (business.ACTIONS, edited.actions),
        (feedback.FEEDBACK, edited.feedback),
        (feedback.ALERT_OUTCOMES, edited.alert_outcomes),
        (feedback.ESCALATIONS, edited.escalations),
        (business.JOURNAL_CONFLICTS, edited.conflicts),
        (business.LINEAGE, lineage),
        (business.DEPARTMENTS, department_rows(settings.departments)),
        (business.SOURCES, _source_rows(settings)),
        (business.VERIFICATIONS, verification_rows(settings)),
    ):
        database.replace_all(table, rows)


def _source_rows(settings: Settings) -> pa.Table:
    rows = [
        {"source": name, "source_label": source.label or name}
        for name, source in settings.sources.sources.items()
    ]
    return pa.Table.from_pylist(rows, schema=business.SOURCES.arrow_schema())
