-- grain: up to twelve sentences a kind, topic and role, best first / reads published.voices
-- why: candidates for the two customer sentences beside a number; only quotable ones
WITH distinct_sentences AS (
    SELECT
        kind,
        topic_id,
        if(department IS NOT DISTINCT FROM CAST($department AS VARCHAR), 'owner', 'shared') AS role,
        case_id,
        channel,
        day,
        sentence,
        voice_id,
        length(sentence) BETWEEN 14 AND 60 AS is_handy,
        round(similarity, 6) AS similarity
    FROM published.voices
    WHERE day BETWEEN $monday AND $sunday
        AND topic_id IS NOT NULL
        AND quotable
        AND kind IN ('complaint', 'request', 'praise')
        AND (
            department IS NOT DISTINCT FROM CAST($department AS VARCHAR)
            OR list_contains(shared_with, CAST($department AS VARCHAR))
        )
    QUALIFY row_number() OVER (
        PARTITION BY kind, topic_id, role, sentence
        ORDER BY voice_id
    ) = 1
)
SELECT kind, topic_id, role, case_id, channel, day, sentence
FROM distinct_sentences
QUALIFY row_number() OVER (
    PARTITION BY kind, topic_id, role
    ORDER BY is_handy DESC, similarity DESC, voice_id
) <= 12
ORDER BY kind, topic_id, role, is_handy DESC, similarity DESC, voice_id
