-- grain: published view / reads duckdb_views() and duckdb_tables() / why: copies made before a view was there
SELECT view_name AS name FROM duckdb_views() WHERE schema_name = 'published'
UNION ALL
SELECT table_name AS name FROM duckdb_tables() WHERE schema_name = 'published'
