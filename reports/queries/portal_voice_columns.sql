-- grain: column of the voices / reads duckdb_columns() / why: copies made before a column was there
SELECT column_name FROM duckdb_columns() WHERE schema_name = 'published' AND table_name = 'voices'
