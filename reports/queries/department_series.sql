-- grain: week × kind × topic × role of a department (all NULL = the whole department)
-- reads published.weekly_topic_counts, published.weekly_department_counts / why: trends of the topics that are asked about
SELECT week, kind, topic_id, role, cases
FROM published.weekly_topic_counts
WHERE department IS NOT DISTINCT FROM CAST($department AS VARCHAR)
    AND week BETWEEN $first_week AND $last_week
    AND list_contains(string_split($topic_ids, ' '), topic_id)
UNION ALL
SELECT week, NULL, NULL, NULL, cases
FROM published.weekly_department_counts
WHERE department IS NOT DISTINCT FROM CAST($department AS VARCHAR)
    AND week BETWEEN $first_week AND $last_week
ORDER BY week, kind, topic_id, role
