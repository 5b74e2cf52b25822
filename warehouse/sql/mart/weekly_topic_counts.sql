-- grain: week × kind × topic × department that owns or shares it. reads: mart.voice_facts, mart.cases.
-- why: cases are distinct over the week, so they cannot be summed from days.
WITH seen AS (
    SELECT day, contact_id, kind, topic_id, department, 'owner' AS role FROM mart.voice_facts
    UNION ALL
    SELECT day, contact_id, kind, topic_id, unnest(shared_with) AS department, 'shared' AS role FROM mart.voice_facts
)

SELECT
    date_trunc('week', seen.day)::DATE AS week,
    seen.kind,
    seen.topic_id,
    seen.department,
    seen.role,
    count(*) AS voices,
    count(DISTINCT seen.contact_id) AS contacts,
    count(DISTINCT cases.case_id) AS cases
FROM seen
INNER JOIN mart.cases ON cases.day = seen.day AND cases.contact_id = seen.contact_id
WHERE seen.day IN (SELECT unnest($days))
GROUP BY ALL
