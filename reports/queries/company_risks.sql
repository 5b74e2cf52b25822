-- grain: one row an owner (NULL = 未割当) and class of risk; all classes of an owner have risk NULL, total has both grouped
-- reads published.voices / why: what the company must look at at once
WITH classed AS (
    SELECT department, case_id, unnest(risk) AS risk
    FROM published.voices
    WHERE day BETWEEN $first_day AND $last_day AND len(risk) > 0
        AND NOT list_contains(CAST($withdrawn AS VARCHAR[]), coalesce(department, ''))
)
SELECT
    department,
    risk,
    grouping(department) AS is_total,
    count(DISTINCT case_id) AS cases
FROM classed
GROUP BY GROUPING SETS ((department, risk), (department), ())
ORDER BY is_total DESC, department NULLS LAST, cases DESC, risk NULLS LAST
