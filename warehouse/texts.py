"""All words that a database holds, column by column, for the search for what must not be in it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from warehouse.database import Database
from warehouse.sql import read_sql
from warehouse.weeks import monday_of


@dataclass(frozen=True)
class TextColumn:
    """The values of a column that holds words: text, lists of text or records with text."""

    table: str
    column: str
    values: pa.ChunkedArray


def text_columns(
    database: Database, days: Sequence[date] | None, *, catalog: str | None = None
) -> Iterator[TextColumn]:
    """Yield every column with words of the tables by day or week, or of all other tables.

    Parameters
    ----------
    days : sequence of date, optional
        Their rows are wanted; None: the tables that belong to no day.
    catalog : str, optional
        An attached database; default: the writer's own.
    """
    chosen = list(days or ())
    wanted = {"day": chosen, "week": sorted({monday_of(day) for day in chosen})}
    prefix = f'"{catalog}".' if catalog else ""
    tables: dict[tuple[str, str, str | None], list[str]] = {}
    for row in database.query(read_sql("texts/columns"), {"catalog": catalog}).to_pylist():
        tables.setdefault((row["schema_name"], row["table_name"], row["dated_by"]), []).append(
            row["column_name"]
        )
    for (schema, table, by), columns in tables.items():
        if (by is None) is not (days is None):
            continue
        condition = f" WHERE {by} IN (SELECT unnest($days))" if by else ""
        listed = ", ".join(f'"{column}"' for column in columns)
        found = database.query(
            f'SELECT {listed} FROM {prefix}"{schema}"."{table}"{condition}',  # noqa: S608
            {"days": wanted[by]} if by else None,
        )
        for column in columns:
            yield TextColumn(f"{schema}.{table}", column, found.column(column))
