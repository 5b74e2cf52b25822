-- grain: one row a voice with a risk class / reads published.voices / why: risks count at n = 1
-- The words of a voice that must not be quoted do not leave the query.
SELECT
    day,
    channel,
    product,
    kind,
    case_id,
    contact_id,
    substr(sha256(case_id), 1, 16) AS case_ref,
    risk,
    CASE WHEN quotable THEN sentence END AS sentence,
    dense_rank() OVER (ORDER BY first_voice_at, case_id) AS case_number
FROM (
    SELECT *, min(started_at) OVER (PARTITION BY case_id) AS first_voice_at
    FROM published.voices
    WHERE day BETWEEN $monday AND $sunday
        AND len(risk) > 0
        AND (
            department IS NOT DISTINCT FROM CAST($department AS VARCHAR)
            OR list_contains(shared_with, CAST($department AS VARCHAR))
        )
)
ORDER BY case_number, started_at, seq, voice_id
