"""Reads `published.*` through the SQL files of this folder; values are bound as `$name`."""

from importlib import resources
from typing import TYPE_CHECKING, Any

import pyarrow as pa

if TYPE_CHECKING:
    from warehouse.published import Reader


def fetch_table(reader: "Reader", name: str, **params: object) -> pa.Table:
    """Run `<name>.sql` and return its rows as an Arrow table."""
    sql = resources.files(__name__).joinpath(f"{name}.sql").read_text(encoding="utf-8")
    return reader.query(sql, params)


def fetch_within(reader: "Reader", name: str, seconds: float, **params: object) -> list[dict[str, Any]]:
    """Run `<name>.sql` for at most `seconds` and return its rows; raises `TooSlowError` after that."""
    sql = resources.files(__name__).joinpath(f"{name}.sql").read_text(encoding="utf-8")
    rows: list[dict[str, Any]] = reader.query_within(seconds, sql, params).to_pylist()
    return rows


def fetch_rows(reader: "Reader", name: str, **params: object) -> list[dict[str, Any]]:
    """Run `<name>.sql` and return its rows, a dict each (for small results)."""
    rows: list[dict[str, Any]] = fetch_table(reader, name, **params).to_pylist()
    return rows
