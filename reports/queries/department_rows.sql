-- grain: one row a voice / reads published.voices / why: the sentences behind every count, case by case
-- The words of a voice that must not be quoted do not leave the query.
WITH seen AS (
    SELECT
        kind,
        topic_id,
        if(department IS NOT DISTINCT FROM CAST($department AS VARCHAR), 'owner', 'shared') AS role,
        case_id,
        contact_id,
        day,
        channel,
        product,
        lot,
        CASE WHEN quotable THEN sentence END AS sentence,
        started_at,
        seq,
        voice_id
    FROM published.voices
    WHERE day BETWEEN $monday AND $sunday
        AND (
            department IS NOT DISTINCT FROM CAST($department AS VARCHAR)
            OR list_contains(shared_with, CAST($department AS VARCHAR))
        )
),
with_case_start AS (
    SELECT *, min(started_at) OVER (PARTITION BY kind, topic_id, role, case_id) AS first_voice_at
    FROM seen
)
SELECT
    kind,
    topic_id,
    role,
    dense_rank() OVER (PARTITION BY kind, topic_id, role ORDER BY first_voice_at, case_id) AS case_number,
    day,
    channel,
    product,
    lot,
    contact_id,
    sentence
FROM with_case_start
ORDER BY kind, topic_id NULLS LAST, role, case_number, started_at, seq, voice_id
