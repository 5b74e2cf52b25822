"""What a new copy takes over from the one that readers have, so that its cost is that of the new days."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from warehouse.database import Database
from warehouse.ddl import quote
from warehouse.sql import read_sql

MOST_RENEWED = 31
"""With more days to renew, a fresh copy costs hardly more and has no free blocks."""


@dataclass(frozen=True)
class Carried:
    """Days whose rows are written anew; those of the other days stand in the copied file as they must be."""

    renewed: tuple[date, ...]


def carry_over(
    database: Database, previous: Path, beside: Path, *, since: date, wanted: Sequence[str]
) -> Carried | None:
    """Copy the readers' file to `beside` where a new copy can be made from it; None where it is made afresh.

    A deleted row leaves its bytes in the file until they are written over. So nothing is taken over where
    what hides personal data has changed (masking, forgotten persons, keys), after an update of Koe, or from a
    file that is more hole than rows.

    Parameters
    ----------
    since : date
        Rows of days up to this one are not in copies.
    wanted : sequence of str
        ``table.column`` of the tables that are carried over, in this order.
    """
    database.run(f"ATTACH {quote(str(previous))} AS previous (READ_ONLY)")
    try:
        if not _has_columns(database, wanted) or database.query(read_sql("copy/reasons_afresh")).num_rows:
            return None
        rows = database.query(read_sql("copy/renewed_days"), {"since": since})
    finally:
        database.run("DETACH previous")
    renewed: Sequence[date] = rows.column("day").to_pylist()
    if len(renewed) > MOST_RENEWED:
        return None
    try:
        shutil.copyfile(previous, beside)
    except OSError:
        beside.unlink(missing_ok=True)  # half a file must not fill the disk further
        raise
    return Carried(tuple(renewed))


def _has_columns(database: Database, wanted: Sequence[str]) -> bool:
    found = database.query(
        "SELECT table_name || '.' || column_name AS name FROM duckdb_columns() "
        "WHERE database_name = 'previous' AND schema_name = 'data' ORDER BY table_name, column_index"
    )
    tables = {name.partition(".")[0] for name in wanted}
    names = [name for name in found.column("name").to_pylist() if name.partition(".")[0] in tables]
    return sorted(names) == sorted(wanted)
