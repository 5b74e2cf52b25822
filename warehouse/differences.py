"""Which rows of a table differ between two readings of a day; keys and columns, never words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from warehouse.contract import Table
from warehouse.hashes import hash_rows

MOST_KEYS = 5
_DECIMALS = 6
_Key = tuple[Any, ...]


@dataclass(frozen=True)
class TableDifference:
    """How the rows of one table and day differ.

    Attributes
    ----------
    table : str
        ``core.voices``.
    stored, made : int
        Rows on the one side and on the other.
    only_stored, only_made, changed : int
        Rows whose key is on one side only; rows with the same key and other values.
    columns : dict
        Column to the number of rows whose value is another.
    keys : tuple of str
        Some of the keys concerned, in order.
    """

    table: str
    stored: int
    made: int
    only_stored: int
    only_made: int
    changed: int
    columns: Mapping[str, int]
    keys: tuple[str, ...]

    @property
    def rows(self) -> int:
        """Rows that differ in any way."""
        return self.only_stored + self.only_made + self.changed

    def line(self) -> str:
        """Return one sentence with counts, columns and some keys."""
        parts = [
            f"{count} {what}"
            for count, what in (
                (self.changed, "changed"),
                (self.only_stored, "only stored"),
                (self.only_made, "only in the re-run"),
            )
            if count
        ]
        columns = f"; columns {', '.join(sorted(self.columns))}" if self.columns else ""
        keys = ", ".join(self.keys)
        return f"{self.table}: {self.rows} rows differ ({', '.join(parts)}{columns}); e.g. {keys}"


def compare_rows(table: Table, stored: pa.Table, made: pa.Table) -> TableDifference | None:
    """Return how two readings of a table and day differ; None where their canonical hashes are equal."""
    if hash_rows(table, stored) == hash_rows(table, made):
        return None
    before, after = (_by_key(table, rows) for rows in (stored, made))
    columns: dict[str, int] = {}
    changed = []
    for key in before.keys() & after.keys():
        others = [name for name, value in before[key].items() if value != after[key][name]]
        if others:
            changed.append(key)
        for name in others:
            columns[name] = columns.get(name, 0) + 1
    only_stored, only_made = before.keys() - after.keys(), after.keys() - before.keys()
    keys = sorted(_text(key) for key in (*changed, *only_stored, *only_made))
    return TableDifference(
        table.full_name,
        stored.num_rows,
        made.num_rows,
        len(only_stored),
        len(only_made),
        len(changed),
        dict(sorted(columns.items())),
        tuple(keys[:MOST_KEYS]),
    )


def _by_key(table: Table, rows: pa.Table) -> dict[_Key, dict[str, Any]]:
    names = [column.name for column in table.columns if column.hashed]
    found: dict[_Key, dict[str, Any]] = {}
    for row in rows.select(names).to_pylist():
        found[tuple(row[name] for name in table.key)] = {
            name: round(value, _DECIMALS) if isinstance(value, float) else value
            for name, value in row.items()
        }
    return found


def _text(key: _Key) -> str:
    return "/".join(str(part) for part in key)
