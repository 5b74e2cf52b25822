-- grain: week × department. reads: mart.voice_facts, mart.cases. why: 「うち当部に関わるもの」 counts owned and shared once.
WITH seen AS (
    SELECT day, contact_id, voice_id, department FROM mart.voice_facts
    UNION ALL
    SELECT day, contact_id, voice_id, unnest(shared_with) AS department FROM mart.voice_facts
)

SELECT
    date_trunc('week', seen.day)::DATE AS week,
    seen.department,
    count(DISTINCT seen.voice_id) AS voices,
    count(DISTINCT seen.contact_id) AS contacts,
    count(DISTINCT cases.case_id) AS cases
FROM seen
INNER JOIN mart.cases ON cases.day = seen.day AND cases.contact_id = seen.contact_id
WHERE seen.day IN (SELECT unnest($days))
GROUP BY ALL
