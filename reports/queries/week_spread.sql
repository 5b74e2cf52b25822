-- grain: one row a dimension and value (NULL = all cases where it is known) / reads published.contacts
-- why: a topic concentrates somewhere only where it does so more than all contacts
WITH spread AS (
    SELECT case_id, dimension, value
    FROM (SELECT case_id, channel, product, lot FROM published.contacts WHERE day BETWEEN $monday AND $sunday)
    UNPIVOT (value FOR dimension IN (channel, product, lot))
)
SELECT dimension, value, count(DISTINCT case_id) AS cases
FROM spread
GROUP BY GROUPING SETS ((dimension, value), (dimension))
ORDER BY dimension, value NULLS LAST
