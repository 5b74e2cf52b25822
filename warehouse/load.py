"""Puts days of the lake into the core tables, in one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import pyarrow as pa

from warehouse.contract import BUSINESS_TABLES, DAY_TABLES, INTAKE_TABLES
from warehouse.contract.business import DAY_INPUTS, DAYS
from warehouse.contract.core import ASSIGNMENTS
from warehouse.database import Database
from warehouse.hashes import TableHash, hash_table
from warehouse.lake import Lake

_SLICES = (*DAY_TABLES, *INTAKE_TABLES, *BUSINESS_TABLES)


@dataclass(frozen=True)
class LoadedDay:
    """A day that was loaded: what it was made from, on which registry version, and what it holds.

    Attributes
    ----------
    inputs : mapping
        ``(kind, name)`` → digest of each piece that it was made from.
    hashes : tuple of TableHash
        Canonical hashes of the rows that went into the ``core`` tables.
    rows : dict
        Table name to number of rows.
    """

    day: date
    registry_version: int
    input_hash: str
    inputs: Mapping[tuple[str, str], str] = field(default_factory=dict)
    hashes: tuple[TableHash, ...] = ()
    rows: dict[str, int] = field(default_factory=dict)


def load_slices(database: Database, lake: Lake, days: Sequence[LoadedDay]) -> list[LoadedDay]:
    """Replace the days' rows of every dated table; call inside a transaction.

    Each table is deleted from and inserted into once, however many days there are.
    """
    hashes: dict[date, list[TableHash]] = {item.day: [] for item in days}
    counts: dict[date, dict[str, int]] = {item.day: {} for item in days}
    for table in _SLICES:
        slices = []
        for item in days:
            rows = lake.read_day(table, item.day)
            counts[item.day][table.name] = rows.num_rows
            if table in DAY_TABLES:
                hashes[item.day].append(hash_table(table, item.day, rows))
            slices.append(rows)
        database.delete(table, "day", [item.day for item in days])
        database.insert(table, pa.concat_tables(slices))
    _record_days(database, days)
    return [replace(item, hashes=tuple(hashes[item.day]), rows=counts[item.day]) for item in days]


def load_assignments(database: Database, lake: Lake, days: Sequence[LoadedDay]) -> list[LoadedDay]:
    """Replace the days' assignments only, after a refit; call inside a transaction."""
    slices = [lake.read_day(ASSIGNMENTS, item.day) for item in days]
    database.delete(ASSIGNMENTS, "day", [item.day for item in days])
    database.insert(ASSIGNMENTS, pa.concat_tables(slices))
    _record_days(database, days)
    return [
        replace(
            item, hashes=(hash_table(ASSIGNMENTS, item.day, rows),), rows={ASSIGNMENTS.name: rows.num_rows}
        )
        for item, rows in zip(days, slices, strict=True)
    ]


def _record_days(database: Database, days: Sequence[LoadedDay]) -> None:
    """Note what the days were made from; their checks have not run yet, so they are held back."""
    known = database.query("SELECT day, counted_hash FROM core.days").to_pylist()
    counted = {row["day"]: row["counted_hash"] for row in known}
    rows = [
        {
            "day": item.day,
            "verdict": "fail",
            "warning_count": 0,
            "failure_count": 0,
            "registry_version": item.registry_version,
            "input_hash": item.input_hash,
            "counted_hash": counted.get(item.day),
        }
        for item in days
    ]
    database.delete(DAYS, "day", [item.day for item in days])
    database.insert(DAYS, pa.Table.from_pylist(rows, schema=DAYS.arrow_schema()))
    pieces = [
        {"day": item.day, "kind": kind, "name": name, "digest": digest}
        for item in days
        for (kind, name), digest in item.inputs.items()
    ]
    database.delete(DAY_INPUTS, "day", [item.day for item in days])
    database.insert(DAY_INPUTS, pa.Table.from_pylist(pieces, schema=DAY_INPUTS.arrow_schema()))
