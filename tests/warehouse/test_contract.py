import pytest

from warehouse.contract import CORE_TABLES, LAKE_TABLES, MART_TABLES, Table
from warehouse.contract.dictionary import render_dictionary
from warehouse.database import open_database

ALL = [*CORE_TABLES, *MART_TABLES, *LAKE_TABLES]


@pytest.mark.parametrize("table", ALL, ids=lambda table: table.full_name)
def test_a_table_has_a_key_of_its_columns_and_says_what_it_holds(table: Table):
    names = [column.name for column in table.columns]
    assert set(table.key) <= set(names)
    assert len(set(names)) == len(names)
    assert all(column.description for column in table.columns)
    assert table.description


def test_duckdb_holds_exactly_the_contract_with_its_comments(tmp_path):
    with open_database(tmp_path) as database:
        rows = database.query(
            "SELECT schema_name || '.' || table_name AS name, column_name, comment FROM duckdb_columns() "
            "WHERE schema_name IN ('core', 'mart')"
        ).to_pylist()
    stored = {(row["name"], row["column_name"]) for row in rows}
    declared = {
        (table.full_name, column.name) for table in (*CORE_TABLES, *MART_TABLES) for column in table.columns
    }
    assert stored == declared
    assert all(row["comment"] for row in rows)


def test_the_data_dictionary_in_docs_is_the_contract(request):
    path = request.config.rootpath / "docs" / "data-dictionary.md"
    assert path.read_text(encoding="utf-8") == render_dictionary(), "run 'make docs'"
