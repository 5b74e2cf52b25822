-- grain: one row a message of the data checks / reads published.checks / why: warnings are printed, not hidden
-- Missing, broken and quarantined data are named source by source from the receipts (week_receipts).
SELECT message, list_sort(list_distinct(list(day))) AS days
FROM published.checks
WHERE day BETWEEN $monday AND $sunday AND level = 'warn' AND row_count > 0
    AND check_name NOT IN ('missing_sources', 'broken_files', 'quarantined_rows')
GROUP BY message
ORDER BY message
