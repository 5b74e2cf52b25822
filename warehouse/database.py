"""The writer's DuckDB file: connection, contract tables, slices."""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from warehouse.contract import CORE_TABLES, MART_TABLES, REPLACED_TABLES, Table
from warehouse.ddl import comment_statements, create_statements, duckdb_type, quote
from warehouse.errors import WarehouseError
from warehouse.sql import read_sql

FILE_NAME = "koe.duckdb"


class Database:
    """An open writer's database. Only one process may have it open: hold `warehouse.lock` around it."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection

    def run(self, sql: str, params: Mapping[str, object] | None = None) -> None:
        """Run one statement."""
        self.connection.execute(sql, params or {})

    def query(self, sql: str, params: Mapping[str, object] | None = None) -> pa.Table:
        """Return the rows of one statement as an Arrow table."""
        return self.connection.sql(sql, params=dict(params or {})).to_arrow_table()

    @contextmanager
    def given(self, name: str, rows: pa.Table) -> Iterator[None]:
        """Let statements read rows from memory under a name."""
        self.connection.register(name, rows)
        try:
            yield
        finally:
            self.connection.unregister(name)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Commit at the end, or roll back when something is raised."""
        self.connection.execute("BEGIN")
        try:
            yield
        except BaseException:
            self.connection.execute("ROLLBACK")
            raise
        self.connection.execute("COMMIT")

    def insert(self, table: Table, rows: pa.Table) -> None:
        """Append rows that follow the contract."""
        with self.given("incoming", rows.select([column.name for column in table.columns])):
            self.run(f"INSERT INTO {table.full_name} BY NAME SELECT * FROM incoming")  # noqa: S608

    def delete(self, table: Table, column: str, values: Sequence[object]) -> None:
        """Delete the rows whose column has one of the values."""
        condition = f"{column} IN (SELECT unnest($values))"
        self.run(f"DELETE FROM {table.full_name} WHERE {condition}", {"values": list(values)})  # noqa: S608

    def replace_all(self, table: Table, rows: pa.Table) -> None:
        """Replace all rows of a small table; call inside a transaction."""
        self.run(f"DELETE FROM {table.full_name}")  # noqa: S608
        self.insert(table, rows)

    def insert_select(self, table: Table, statement: str, params: Mapping[str, object]) -> None:
        """Append what a statement file selects."""
        self.run(f"INSERT INTO {table.full_name} BY NAME {read_sql(statement)}", params)

    def rows_of_days(self, table: Table, days: Sequence[date]) -> pa.Table:
        """Return a table's stored rows of some days."""
        names = ", ".join(f'"{column.name}"' for column in table.columns)
        condition = "day IN (SELECT unnest($days))"
        return self.query(f"SELECT {names} FROM {table.full_name} WHERE {condition}", {"days": list(days)})  # noqa: S608


@contextmanager
def open_database(folder: Path, *, read_only: bool = False) -> Iterator[Database]:
    """Open ``warehouse/koe.duckdb``, making it and its contract tables where they are missing.

    Raises
    ------
    WarehouseError
        The file is in use by another process, or its tables are not those of the contract.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / FILE_NAME
    try:
        connection = duckdb.connect(str(path), read_only=read_only)
    except duckdb.Error as error:
        in_use = "lock" in str(error)
        remedy = (
            "close the program that has it open, then run again"
            if in_use
            else "it is damaged: move it away and run 'koe backfill FROM TO' (everything is kept in the lake)"
        )
        message = f"{path} cannot be opened; {remedy}"
        raise WarehouseError(message) from error
    try:
        connection.execute("SET TimeZone = 'UTC'")
        database = Database(connection)
        tables = (*CORE_TABLES, *MART_TABLES)
        if not read_only:
            path.chmod(0o600)
            _drop_replaced(database)
            _create(database, tables)
        _refuse_drift(database, tables, path)
        yield database
    finally:
        connection.close()


def rewrite_file(folder: Path) -> None:
    """Write the writer's file anew, so that no deleted row stays in its free blocks; hold the lock around it.

    DuckDB gives the blocks of deleted rows back to the file, not to the disk: their bytes stay readable.
    """
    path = folder / FILE_NAME
    beside = folder / f".{FILE_NAME}.fresh"
    for left_over in folder.glob(f".{FILE_NAME}.fresh*"):
        left_over.unlink()
    if not path.exists():
        return
    connection = duckdb.connect(str(beside))
    try:
        connection.execute("SET TimeZone = 'UTC'")
        database = Database(connection)
        tables = (*CORE_TABLES, *MART_TABLES)
        _create(database, tables)
        database.run(f"ATTACH {quote(str(path))} AS old (READ_ONLY)")
        for table in tables:
            database.run(f"INSERT INTO {table.full_name} BY NAME SELECT * FROM old.{table.full_name}")  # noqa: S608
        database.run("DETACH old")
        database.run("CHECKPOINT")
    finally:
        connection.close()
    beside.chmod(0o600)
    beside.replace(path)
    path.with_name(f"{FILE_NAME}.wal").unlink(missing_ok=True)
    shutil.rmtree(folder / f"{FILE_NAME}.tmp", ignore_errors=True)


def _create(database: Database, tables: Sequence[Table]) -> None:
    """Make what is missing, and write the comments where something was."""
    count = "SELECT count(*) FROM duckdb_tables() WHERE schema_name IN ('core', 'mart')"
    before = database.query(count)
    for statement in create_statements(tables):
        database.run(statement)
    if database.query(count) != before:
        for statement in comment_statements(tables):
            database.run(statement)


def _drop_replaced(database: Database) -> None:
    """Drop tables of another version's shape that every publication fills anew, so that nothing is lost."""
    actual = _stored_columns(database)
    for table in REPLACED_TABLES:
        if actual.get(table.full_name, _wanted_columns(table)) != _wanted_columns(table):
            database.run(f"DROP TABLE {table.full_name}")


def _refuse_drift(database: Database, tables: Sequence[Table], path: Path) -> None:
    actual = _stored_columns(database)
    for table in tables:
        if actual.get(table.full_name) != _wanted_columns(table):
            message = (
                f"{path}: table {table.full_name} is not the one of this version's contract; "
                "move the file away and run 'koe backfill FROM TO' (everything is kept in the lake)"
            )
            raise WarehouseError(message)


def _stored_columns(database: Database) -> dict[str, list[tuple[str, str]]]:
    stored = database.query(
        "SELECT schema_name || '.' || table_name AS name, column_name, data_type FROM duckdb_columns() "
        "WHERE schema_name IN ('core', 'mart') ORDER BY name, column_index"
    ).to_pylist()
    actual: dict[str, list[tuple[str, str]]] = {}
    for row in stored:
        kind = row["data_type"].replace("TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ").replace('"', "")
        actual.setdefault(row["name"], []).append((row["column_name"], kind))
    return actual


def _wanted_columns(table: Table) -> list[tuple[str, str]]:
    return [(column.name, duckdb_type(column.type)) for column in table.columns]
