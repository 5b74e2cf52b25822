"""Canonical hashes of what is stored, in the warehouse and in the lake."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from pipelines.errors import PipelineError
from pipelines.manifest import has_run
from pipelines.settings import Settings
from warehouse.contract import DAY_TABLES
from warehouse.contract.lake import LAKE_CONTACTS
from warehouse.database import open_database
from warehouse.hashes import TableHash, hash_table
from warehouse.lock import warehouse_lock


def stored_hashes(days: Sequence[date], settings: Settings) -> list[TableHash]:
    """Return hashes of each day's stored rows: ``core.…`` of the warehouse and ``lake.…`` of the lake.

    Raises
    ------
    PipelineError
        A day was never run.
    """
    never = [day.isoformat() for day in days if not has_run(settings, day)]
    if never:
        message = f"hashes: {', '.join(never)} was never run; run it with 'koe run DAY'"
        raise PipelineError(message)
    found = []
    folder = settings.warehouse_dir
    with warehouse_lock(folder, purpose="hashes"), open_database(folder) as database:
        for day in days:
            found += [hash_table(table, day, database.rows_of_days(table, [day])) for table in DAY_TABLES]
            found += _lake_hashes(settings, day)
    return found


def _lake_hashes(settings: Settings, day: date) -> list[TableHash]:
    found = []
    for table in (LAKE_CONTACTS, *DAY_TABLES[1:]):
        stored = hash_table(table, day, settings.lake.read_day(table, day))
        found.append(replace(stored, table=f"lake.{table.name}"))
    return found
