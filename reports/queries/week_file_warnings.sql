-- grain: source × column that was missing or had unreadable cells in a week. reads: published.file_warnings.
-- why: what was read as empty is said.
SELECT source_label AS source, warning, column_name, sum(cells)::BIGINT AS cells, list(DISTINCT day ORDER BY day) AS days
FROM published.file_warnings
WHERE day BETWEEN $monday AND $sunday
GROUP BY ALL
ORDER BY source_label, warning, column_name
