-- grain: one row a voice of a candidate / reads published.topic_candidates, published.voices
-- why: unassigned voices that lie near each other may be something new (新しい話題の候補)
-- The words of a voice that must not be quoted do not leave the query.
WITH members AS (
    SELECT position, label, kind AS candidate_kind, unnest(voice_ids) AS voice_id
    FROM published.topic_candidates
    WHERE kind IN ('complaint', 'request', 'question')
),
seen AS (
    SELECT
        members.position,
        members.label,
        voices.kind,
        voices.case_id,
        voices.day,
        voices.channel,
        voices.product,
        CASE WHEN voices.quotable THEN voices.sentence END AS sentence,
        voices.started_at,
        voices.seq,
        voices.voice_id,
        min(voices.started_at) OVER (PARTITION BY members.position, voices.case_id) AS first_voice_at
    FROM members
    INNER JOIN published.voices AS voices ON voices.voice_id = members.voice_id
    WHERE voices.department IS NOT DISTINCT FROM CAST($department AS VARCHAR)
)
SELECT
    position,
    label,
    kind,
    case_id,
    dense_rank() OVER (PARTITION BY position ORDER BY first_voice_at, case_id) AS case_number,
    day,
    channel,
    product,
    sentence
FROM seen
ORDER BY position, case_number, started_at, seq, voice_id
