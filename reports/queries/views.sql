-- grain: one row a view / reads the catalogue / why: copies made before a view existed can still be read
SELECT table_name
FROM information_schema.tables
WHERE table_schema = 'published'
