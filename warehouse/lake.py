"""The Parquet lake: one file a table and day, replaced whole by a rename."""

import json
import posixpath
from collections.abc import Sequence
from datetime import date
from typing import Any

import fsspec
import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.contract import Table
from warehouse.errors import WarehouseError

PART = "part-0.parquet"
MARK = b"koe.made_from"


class Lake:
    """Folder (or fsspec URL) with ``<table>/day=YYYY-MM-DD/part-0.parquet``.

    Parameters
    ----------
    root : str
        Local path or fsspec URL such as ``s3://bucket/koe/lake``.

    Notes
    -----
    Writers write beside and rename, so a reader sees the old file or the new one, never half of one. The same
    table gives the same bytes.
    """

    def __init__(self, root: str) -> None:
        self.root = root
        self.fs: Any
        self.fs, self._base = fsspec.core.url_to_fs(root)

    def path(self, *parts: str) -> str:
        """Return the path of something in the lake, for use with `fs`."""
        return posixpath.join(self._base, *parts)

    def day_path(self, table: Table, day: date) -> str:
        """Return the path of the file that holds `table` on `day`."""
        return self.path(table.name, f"day={day.isoformat()}", PART)

    def exists(self, path: str) -> bool:
        """Say whether something is there, asking the storage anew."""
        self.fs.invalidate_cache(posixpath.dirname(path))
        return bool(self.fs.exists(path))

    def modified(self, path: str) -> float:
        """Return when a file was written, in seconds since 1970."""
        return float(self.fs.modified(path).timestamp())

    def names(self, path: str) -> list[str]:
        """Return the names in a folder, sorted, without half-written files; empty when it does not exist."""
        self.fs.invalidate_cache(path)
        try:
            found = self.fs.ls(path, detail=False)
        except FileNotFoundError:
            return []
        names = (posixpath.basename(str(item).rstrip("/")) for item in found)
        return sorted(name for name in names if not name.startswith("."))

    def write_bytes(self, path: str, data: bytes, *, attempt: str) -> None:
        """Write beside `path` under a name that carries `attempt`, then rename over it."""
        folder, name = posixpath.split(path)
        beside = posixpath.join(folder, f".{name}.{attempt}")
        self.fs.makedirs(folder, exist_ok=True)
        try:
            self.fs.pipe_file(beside, data)
            self.fs.mv(beside, path)
        except OSError as error:
            error.filename = error.filename or path
            raise
        finally:
            if self.fs.exists(beside):
                self.fs.rm(beside)

    def write_table(self, path: str, data: pa.Table, *, attempt: str) -> None:
        """Write a Parquet file by `write_bytes`."""
        sink = pa.BufferOutputStream()
        pq.write_table(data, sink, compression="zstd", row_group_size=64_000, store_schema=True)
        self.write_bytes(path, sink.getvalue().to_pybytes(), attempt=attempt)

    def read_table(self, path: str, *, columns: Sequence[str] | None = None) -> pa.Table:
        """Read one Parquet file; WarehouseError when it is damaged."""
        try:
            with self.fs.open(path, "rb") as file:
                return pq.read_table(file, columns=list(columns) if columns is not None else None)
        except pa.ArrowInvalid as error:
            message = f"{path} is not a readable Parquet file; delete it and run its day again"
            raise WarehouseError(message) from error

    def write_json(self, path: str, value: object, *, attempt: str) -> None:
        """Write a JSON file with sorted keys by `write_bytes`."""
        text = json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True)
        self.write_bytes(path, (text + "\n").encode(), attempt=attempt)

    def read_json(self, path: str) -> Any:
        """Read a JSON file; WarehouseError when it is damaged."""
        try:
            return json.loads(self.fs.cat_file(path))
        except ValueError as error:
            message = f"{path} is not readable JSON; delete it and run its day again"
            raise WarehouseError(message) from error

    def write_day(
        self, table: Table, day: date, data: pa.Table, *, attempt: str, mark: bytes | None = None
    ) -> None:
        """Replace a table's day; rows are put into the contract's schema and the order of its key.

        `mark` says what the rows were made from; `read_mark` gives it back.
        """
        schema = table.arrow_schema(with_day=False)
        rows = data.select(schema.names).cast(schema)
        key = [(name, "ascending") for name in table.key if name != "day"]
        marked = rows.sort_by(key).replace_schema_metadata({MARK: mark} if mark is not None else None)
        self.write_table(self.day_path(table, day), marked, attempt=attempt)

    def read_mark(self, path: str) -> bytes | None:
        """Return the mark that a Parquet file carries; None when it has none or is not there."""
        if not self.exists(path):
            return None
        with self.fs.open(path, "rb") as file:
            metadata: dict[bytes, bytes] = pq.read_schema(file).metadata or {}
        return metadata.get(MARK)

    def read_day(self, table: Table, day: date, columns: Sequence[str] | None = None) -> pa.Table:
        """Return a table's day in the contract's schema with its day column; without rows when absent."""
        schema = table.arrow_schema()
        wanted = [name for name in schema.names if columns is None or name in columns]
        path = self.day_path(table, day)
        if not self.exists(path):
            return schema.empty_table().select(wanted)
        rows = self.read_table(path, columns=[name for name in wanted if name != "day"])
        if "day" in wanted:
            days = pa.array([day], pa.date32()).take(pa.array([0] * rows.num_rows, pa.int32()))
            rows = rows.add_column(0, schema.field("day"), days)
        return rows.select(wanted).cast(pa.schema([schema.field(name) for name in wanted]))

    def has_day(self, table: Table, day: date) -> bool:
        """Say whether the table has a file for the day."""
        return self.exists(self.day_path(table, day))

    def days(self, table: Table) -> list[date]:
        """Return the days that the table has, in order."""
        names = self.names(self.path(table.name))
        return [date.fromisoformat(name.removeprefix("day=")) for name in names if name.startswith("day=")]
