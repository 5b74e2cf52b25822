"""Canonical content hashes: equal rows, equal hash, whatever their order, layout or the thread count."""

import hashlib
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from warehouse.contract import Table

_DECIMALS = 1_000_000


@dataclass(frozen=True)
class TableHash:
    """Hash of one table and day."""

    table: str
    day: str
    digest: str
    rows: int

    def line(self) -> str:
        """Return ``table day hash rows``, as ``koe hashes`` prints it."""
        return f"{self.table} {self.day} {self.digest} {self.rows}"


def hash_table(table: Table, day: date, rows: pa.Table) -> TableHash:
    """Return the canonical hash of one table and day."""
    digest, count = hash_rows(table, rows)
    return TableHash(table.full_name, day.isoformat(), digest, count)


def hash_rows(table: Table, rows: pa.Table) -> tuple[str, int]:
    """Return the canonical hash (64 hex digits) of rows of a table, and how many they are.

    Rows are put in the order of the table's key, floats are rounded to six decimals, times count in UTC
    microseconds; columns whose contract says ``hashed=False`` are left out.
    """
    names = [column.name for column in table.columns if column.hashed]
    ordered = rows.select(names)
    if ordered.num_rows:
        keys = [(name, "ascending") for name in table.key]
        order = pc.sort_indices(ordered.select(table.key), sort_keys=keys)
        ordered = ordered.take(order)
    digest = hashlib.sha256(f"{table.full_name}:{ordered.num_rows}".encode())
    for name in names:
        column = ordered.column(name).combine_chunks()
        digest.update(f"\x00{name}\x00".encode())
        _feed(digest, column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column)
    return digest.hexdigest(), ordered.num_rows


def _feed(digest: "hashlib._Hash", column: pa.Array) -> None:
    """Feed nulls and values of one column in a form that does not depend on how Arrow laid it out."""
    digest.update(np.packbits(column.is_valid().to_numpy(zero_copy_only=False)).tobytes())
    kind = column.type
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        lengths = pc.fill_null(pc.list_value_length(column), 0)
        digest.update(lengths.to_numpy(zero_copy_only=False).astype("<i8").tobytes())
        _feed(digest, column.flatten())
    elif pa.types.is_struct(kind):
        for index in range(kind.num_fields):
            _feed(digest, pc.struct_field(column, index))
    else:
        _feed_values(digest, column, kind)


def _feed_values(digest: "hashlib._Hash", column: pa.Array, kind: pa.DataType) -> None:
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        filled = pc.fill_null(column, "")
        digest.update(pc.binary_length(filled).to_numpy(zero_copy_only=False).astype("<i8").tobytes())
        digest.update("".join(filled.to_pylist()).encode("utf-8", "surrogatepass"))
    elif pa.types.is_floating(kind):
        values = pc.fill_null(column, 0.0).to_numpy(zero_copy_only=False)
        digest.update(np.rint(values * _DECIMALS).astype("<i8").tobytes())
    elif pa.types.is_boolean(kind):
        digest.update(pc.fill_null(column, False).to_numpy(zero_copy_only=False).astype("<i1").tobytes())
    else:
        numbers = pc.fill_null(column.cast(pa.int64() if kind.bit_width == 64 else pa.int32()), 0)
        digest.update(numbers.to_numpy(zero_copy_only=False).astype("<i8").tobytes())
