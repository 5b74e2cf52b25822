-- grain: one row a kind, topic, role, dimension and value (NULL = all cases where it is known)
-- reads published.voices / why: where a topic concentrates; channels of the ranking
WITH seen AS (
    SELECT
        kind,
        topic_id,
        if(department IS NOT DISTINCT FROM CAST($department AS VARCHAR), 'owner', 'shared') AS role,
        case_id,
        channel,
        product,
        lot,
        desk
    FROM published.voices
    WHERE day BETWEEN $monday AND $sunday
        AND topic_id IS NOT NULL
        AND (
            department IS NOT DISTINCT FROM CAST($department AS VARCHAR)
            OR list_contains(shared_with, CAST($department AS VARCHAR))
        )
),
spread AS (
    SELECT kind, topic_id, role, case_id, dimension, value
    FROM seen
    UNPIVOT (value FOR dimension IN (channel, product, lot, desk))
)
SELECT kind, topic_id, role, dimension, value, count(DISTINCT case_id) AS cases
FROM spread
GROUP BY GROUPING SETS ((kind, topic_id, role, dimension, value), (kind, topic_id, role, dimension))
ORDER BY kind, topic_id, role, dimension, value NULLS LAST
