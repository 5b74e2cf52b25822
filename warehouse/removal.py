"""Takes purged days out of the writer's file, and opens DuckDB files for the proof that nothing is left."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa

from warehouse.contract import CORE_TABLES, MART_TABLES, mart
from warehouse.database import Database
from warehouse.errors import WarehouseError
from warehouse.weeks import monday_of

_WEEKLY = (mart.WEEKLY_TOPIC_COUNTS, mart.WEEKLY_DEPARTMENT_COUNTS, mart.WEEKLY_CASES)


def delete_days_before(database: Database, before: date) -> int:
    """Delete every row of the days before one, and have what they were linked with counted again.

    Returns the number of days deleted. Call inside a transaction; the next publication brings the marts up to
    date.
    """
    gone = database.query("SELECT count(*) AS n FROM core.days WHERE day < $before", {"before": before})
    _recount_linked(database, before)
    for table in (*CORE_TABLES, *MART_TABLES):
        if any(column.name == "day" for column in table.columns):
            database.run(f"DELETE FROM {table.full_name} WHERE day < $before", {"before": before})  # noqa: S608
    monday = monday_of(before)
    rest = "SELECT count(*) AS n FROM core.days WHERE day >= $monday AND day < $monday + INTERVAL 7 DAY"
    keeps_week = database.query(rest, {"monday": monday}).column("n")[0].as_py() > 0
    for table in _WEEKLY:
        last = monday if keeps_week else before
        database.run(f"DELETE FROM {table.full_name} WHERE week < $last", {"last": last})  # noqa: S608
    days: int = gone.column("n")[0].as_py()
    return days


def _recount_linked(database: Database, before: date) -> None:
    """Have the days that share a week or a case with a purged day counted again."""
    monday = monday_of(before)
    database.run(
        "UPDATE core.days SET counted_hash = NULL WHERE verdict <> 'fail' AND day >= $before AND ("
        "day < $monday + INTERVAL 7 DAY OR day IN (SELECT day FROM mart.cases WHERE case_id IN "
        "(SELECT case_id FROM mart.cases WHERE day < $before)))",
        {"before": before, "monday": monday},
    )


def has_publishable_day(database: Database) -> bool:
    """Say whether a day is loaded whose checks did not fail."""
    found = database.query("SELECT count(*) AS n FROM core.days WHERE verdict <> 'fail'")
    return bool(found.column("n")[0].as_py())


def stored_tables(path: Path) -> Iterator[tuple[str, pa.Table]]:
    """Yield the name and rows of every table in a DuckDB file, opened read-only.

    Raises
    ------
    WarehouseError
        The file cannot be opened.
    """
    try:
        connection = duckdb.connect(str(path), read_only=True)
    except duckdb.Error as error:
        message = (
            f"{path} cannot be opened to look into it; close the program that has it open, then run again"
        )
        raise WarehouseError(message) from error
    try:
        names = connection.execute(
            "SELECT schema_name, table_name FROM duckdb_tables() WHERE NOT internal ORDER BY ALL"
        ).fetchall()
        for schema, table in names:
            rows = connection.sql(f"SELECT * FROM {quote_name(schema)}.{quote_name(table)}")  # noqa: S608
            yield f"{schema}.{table}", rows.to_arrow_table()
    finally:
        connection.close()


def quote_name(name: str) -> str:
    """Return a name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'
