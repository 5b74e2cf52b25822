-- grain: one row a source and what went wrong with it / reads published.receipts / why: a reader must know what is missing
-- A source that is 未着 in one file but arrived in another of the same day is not missing.
WITH of_week AS (
    SELECT day, source_label AS source, status, quarantined_rows
    FROM published.receipts
    WHERE day BETWEEN $monday AND $sunday
),
arrived AS (
    SELECT DISTINCT day, source FROM of_week WHERE status = 'received'
),
troubles AS (
    SELECT status AS trouble, source, day, 0 AS quarantined
    FROM of_week
    WHERE status IN ('broken', 'empty')
    UNION ALL
    SELECT status, source, day, 0
    FROM of_week ANTI JOIN arrived USING (day, source)
    WHERE status = 'missing'
    UNION ALL
    SELECT 'quarantined', source, day, quarantined_rows
    FROM of_week
    WHERE quarantined_rows > 0 AND status <> 'replaced'
)
SELECT
    trouble,
    source,
    list_sort(list_distinct(list(day))) AS days,
    CAST(sum(quarantined) AS BIGINT) AS quarantined
FROM troubles
GROUP BY trouble, source
ORDER BY trouble, source
