-- grain: one row a kind / reads published.voices / why: distinct cases a kind; topic counts must not be summed
SELECT
    kind,
    count(DISTINCT case_id) AS cases,
    count(*) AS voices,
    count(*) FILTER (WHERE topic_id IS NULL) AS voices_without_topic
FROM published.voices
WHERE day BETWEEN $monday AND $sunday
    AND (
        department IS NOT DISTINCT FROM CAST($department AS VARCHAR)
        OR list_contains(shared_with, CAST($department AS VARCHAR))
    )
GROUP BY kind
ORDER BY kind
