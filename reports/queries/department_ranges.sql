-- grain: week × kind × topic × role of a department (all NULL = the whole department)
-- reads published.weekly_expectations / why: the band behind a trend
SELECT week, kind, topic_id, role, low, high
FROM published.weekly_expectations
WHERE department IS NOT DISTINCT FROM CAST($department AS VARCHAR)
    AND week BETWEEN $first_week AND $last_week
    AND (
        list_contains(string_split($topic_ids, ' '), topic_id)
        OR (kind IS NULL AND topic_id IS NULL)
    )
ORDER BY week, kind, topic_id, role
