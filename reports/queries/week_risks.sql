-- grain: one row a department (NULL = 未割当) / reads published.voices / why: the number of risk cases on the index
WITH viewers AS (
    SELECT
        unnest(list_prepend(department, coalesce(shared_with, []))) AS department,
        case_id
    FROM published.voices
    WHERE day BETWEEN $monday AND $sunday AND len(risk) > 0
)
SELECT department, count(DISTINCT case_id) AS cases
FROM viewers
GROUP BY department
ORDER BY department NULLS LAST
