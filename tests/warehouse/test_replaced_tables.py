"""Tables that every publication fills anew follow the contract of the version that runs; others stop it."""

import duckdb
import pytest

from warehouse.contract import CORE_TABLES, MART_TABLES, REPLACED_TABLES
from warehouse.database import FILE_NAME, open_database
from warehouse.errors import WarehouseError


def reshape(folder, table):
    with duckdb.connect(str(folder / FILE_NAME)) as connection:
        connection.execute(f"DROP TABLE {table}")
        connection.execute(f"CREATE TABLE {table} (action_id VARCHAR)")


def columns(folder, table):
    schema, name = table.split(".")
    with open_database(folder) as database:
        found = database.query(
            "SELECT column_name FROM duckdb_columns() WHERE schema_name = $schema AND table_name = $name",
            {"schema": schema, "name": name},
        )
        return found.column("column_name").to_pylist()


@pytest.mark.parametrize("table", REPLACED_TABLES, ids=lambda table: table.full_name)
def test_a_table_of_another_version_is_made_again(tmp_path, table):
    with open_database(tmp_path):
        pass
    reshape(tmp_path, table.full_name)
    assert columns(tmp_path, table.full_name) == [column.name for column in table.columns]


def test_a_table_that_keeps_what_nothing_else_does_is_not_dropped(tmp_path):
    with open_database(tmp_path):
        pass
    reshape(tmp_path, "core.voices")
    with pytest.raises(WarehouseError, match=r"core\.voices is not the one"), open_database(tmp_path):
        pass


def test_replaced_tables_are_tables_of_the_contract():
    assert set(REPLACED_TABLES) <= {*CORE_TABLES, *MART_TABLES}
