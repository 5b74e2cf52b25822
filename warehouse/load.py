"""Puts a day of the lake into the core tables, in one transaction."""

from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from warehouse.contract import BUSINESS_TABLES, DAY_TABLES, INTAKE_TABLES, Table
from warehouse.contract.business import DAYS
from warehouse.database import Database
from warehouse.lake import Lake

_SLICES = (*DAY_TABLES, *INTAKE_TABLES, *BUSINESS_TABLES)


@dataclass(frozen=True)
class SmallTable:
    """Rows that replace a whole table: topics, routes, departments …."""

    table: Table
    rows: pa.Table


def load_slice(database: Database, lake: Lake, day: date) -> dict[str, int]:
    """Replace the day's rows of every dated table and return their counts; call inside a transaction."""
    counts = {}
    for table in _SLICES:
        rows = lake.read_day(table, day)
        database.replace_day(table, day, rows)
        counts[table.name] = rows.num_rows
    return counts


def record_day(database: Database, day: date, *, registry_version: int, input_hash: str) -> None:
    """Note that a day was loaded from these inputs; its checks have not run yet, so it is held back."""
    known = database.query("SELECT counted_hash FROM core.days WHERE day = $day", {"day": day})
    counted = known.column(0).to_pylist()[0] if known.num_rows else None
    row = {
        "day": day,
        "verdict": "fail",
        "warning_count": 0,
        "failure_count": 0,
        "registry_version": registry_version,
        "input_hash": input_hash,
        "counted_hash": counted,
    }
    database.replace_day(DAYS, day, pa.Table.from_pylist([row], schema=DAYS.arrow_schema()))
