-- grain: distinct quotable sentence of one topic, the newest first / reads published.voices
-- why: what customers said lately; only of departments that are open to the person, only what may be quoted
SELECT
    sentence,
    max(day) AS day,
    arg_max(channel, voice_id) AS channel,
    count(DISTINCT case_id) AS cases
FROM published.voices
WHERE topic_id = CAST($topic_id AS VARCHAR)
    AND quotable
    AND NOT list_contains($withdrawn::VARCHAR[], coalesce(department, ''))
    AND (
        $everything
        OR list_contains($departments::VARCHAR[], coalesce(department, ''))
        OR list_has_any(shared_with, $departments::VARCHAR[])
    )
GROUP BY sentence
ORDER BY day DESC, cases DESC, sentence
LIMIT $count
