-- grain: column that holds words, of a table of a database. reads: duckdb_columns(), duckdb_tables().
-- why: the search for personal data must leave no column out, whatever is added later.
SELECT
    columns.schema_name,
    columns.table_name,
    columns.column_name,
    any_value(dated.column_name) AS dated_by
FROM duckdb_columns() AS columns
SEMI JOIN duckdb_tables() AS tables
    ON tables.database_name = columns.database_name
    AND tables.schema_name = columns.schema_name
    AND tables.table_name = columns.table_name
LEFT JOIN duckdb_columns() AS dated
    ON dated.database_name = columns.database_name
    AND dated.schema_name = columns.schema_name
    AND dated.table_name = columns.table_name
    AND dated.column_name IN ('day', 'week')
    AND dated.data_type = 'DATE'
WHERE columns.database_name = coalesce($catalog, current_database()) AND columns.data_type LIKE '%VARCHAR%'
GROUP BY ALL
ORDER BY ALL
