"""Reads a published copy; never the writer's file, so readers and the night do not lock each other out."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Timer
from typing import Any

import duckdb
import pyarrow as pa

from warehouse.errors import WarehouseError

POINTER = "published"


class TooSlowError(WarehouseError):
    """A query that was given so long, and took longer."""


class Reader:
    """An open published copy."""

    def __init__(self, connection: Any, path: Path) -> None:
        self._connection = connection
        self.path = path

    def query(self, sql: str, params: Mapping[str, object] | None = None) -> pa.Table:
        """Return the rows of one statement; ``$name`` takes its value from `params`."""
        return self._connection.sql(sql, params=dict(params or {})).to_arrow_table()

    def query_within(self, seconds: float, sql: str, params: Mapping[str, object] | None = None) -> pa.Table:
        """Return the rows of one statement; `TooSlowError` where it was stopped after `seconds`."""
        alarm = Timer(seconds, self._connection.interrupt)
        alarm.start()
        try:
            return self.query(sql, params)
        except duckdb.InterruptException as error:
            message = f"{self.path}: a query was stopped after {seconds:.0f} s; ask for less at once"
            raise TooSlowError(message) from error
        finally:
            alarm.cancel()

    def facts(self) -> dict[str, str]:
        """Return what the build stands on: build, registry_version, newest_day …."""
        rows = self.query("SELECT key, value FROM published.build").to_pylist()
        return {row["key"]: row["value"] or "" for row in rows}


class HeldRows(Reader):
    """A reader that has nothing but the ``published`` views it is given, in memory, until it is closed."""

    def __init__(self) -> None:
        super().__init__(duckdb.connect(":memory:"), Path(":memory:"))
        self._connection.execute("SET TimeZone = 'Asia/Tokyo'")
        self._connection.execute("CREATE SCHEMA published")

    def hold(self, view: str, rows: pa.Table) -> None:
        """Add a view with these rows."""
        self._connection.register("given", rows)
        self._connection.execute(f'CREATE TABLE published."{view}" AS SELECT * FROM given')  # noqa: S608
        self._connection.unregister("given")

    def close(self) -> None:
        """Give the memory back."""
        self._connection.close()


def newest(folder: Path) -> Path | None:
    """Return the newest published copy of a warehouse folder; None when nothing was published yet."""
    pointer = folder / POINTER
    if pointer.exists():
        return pointer.resolve()
    if pointer.is_symlink():
        message = f"{pointer} points to a copy that is gone; run 'koe publish' to make a new one"
        raise WarehouseError(message)
    return None


@contextmanager
def open_published(path: Path) -> Iterator[Reader]:
    """Open a published copy read-only; WarehouseError when it is not one."""
    try:
        connection = duckdb.connect(str(path), read_only=True)
    except duckdb.Error as error:
        message = f"{path} cannot be opened as a published copy; run 'koe publish' to make a new one"
        raise WarehouseError(message) from error
    try:
        connection.execute("SET TimeZone = 'Asia/Tokyo'")
        yield Reader(connection, path)
    finally:
        connection.close()
