"""Canonical hashes of what is stored, in the warehouse and in the lake."""

from collections.abc import Sequence
from datetime import date

from pipelines.errors import PipelineError
from pipelines.manifest import has_run, lake_hashes
from pipelines.settings import Settings
from warehouse.contract import DAY_TABLES
from warehouse.database import open_database
from warehouse.hashes import TableHash, hash_rows
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
            for table in DAY_TABLES:
                digest, rows = hash_rows(table, database.rows_of_day(table, day))
                found.append(TableHash(table.full_name, day.isoformat(), digest, rows))
            found += lake_hashes(settings, day)
    return found
