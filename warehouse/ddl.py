"""DuckDB's tables and comments, derived from the contract."""

from collections.abc import Iterator, Sequence

import pyarrow as pa

from warehouse.contract import Column, Table


def duckdb_type(kind: pa.DataType) -> str:
    """Return the DuckDB type of an Arrow type of the contract."""
    if pa.types.is_list(kind):
        return f"{duckdb_type(kind.value_type)}[]"
    if pa.types.is_struct(kind):
        fields = (f"{kind.field(i).name} {duckdb_type(kind.field(i).type)}" for i in range(kind.num_fields))
        return f"STRUCT({', '.join(fields)})"
    if pa.types.is_timestamp(kind):
        return "TIMESTAMPTZ"
    names = {
        "string": "VARCHAR",
        "int64": "BIGINT",
        "double": "DOUBLE",
        "bool": "BOOLEAN",
        "date32[day]": "DATE",
    }
    return names[str(kind)]


def create_statements(tables: Sequence[Table]) -> Iterator[str]:
    """Yield statements that make schemas and tables; harmless where they exist."""
    for schema in sorted({table.schema for table in tables}):
        yield f"CREATE SCHEMA IF NOT EXISTS {schema}"
    for table in tables:
        columns = ", ".join(_column_sql(column) for column in table.columns)
        yield f"CREATE TABLE IF NOT EXISTS {table.full_name} ({columns})"


def comment_statements(tables: Sequence[Table]) -> Iterator[str]:
    """Yield statements that put the contract's descriptions on tables and columns."""
    for table in tables:
        yield f"COMMENT ON TABLE {table.full_name} IS {quote(table.description)}"
        for column in table.columns:
            yield f"COMMENT ON COLUMN {table.full_name}.{column.name} IS {quote(describe(column))}"


def describe(column: Column) -> str:
    """Return the column's description with its unit."""
    return f"{column.description} [{column.unit}]" if column.unit else column.description


def quote(text: str) -> str:
    """Return a text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def _column_sql(column: Column) -> str:
    return f'"{column.name}" {duckdb_type(column.type)}{"" if column.nullable else " NOT NULL"}'
