-- grain: urgent case / reads published.voices / why: the list of who was told of what; newest first
-- The words of a voice that must not be quoted do not leave the query.
SELECT
    case_id,
    substr(sha256(case_id), 1, 16) AS case_ref,
    min(day) AS day,
    arg_min(channel, voice_id) AS channel,
    min(product) AS product,
    arg_min(department, voice_id) AS department,
    list_sort(list_distinct(flatten(list(risk)))) AS risk,
    min(CASE WHEN quotable THEN sentence END) AS sentence
FROM published.voices
WHERE len(risk) > 0
    AND NOT list_contains($withdrawn::VARCHAR[], coalesce(department, ''))
    AND (
        $everything
        OR list_contains($departments::VARCHAR[], coalesce(department, ''))
        OR list_has_any(shared_with, $departments::VARCHAR[])
    )
GROUP BY case_id
HAVING CAST($case_ref AS VARCHAR) = '' OR substr(sha256(case_id), 1, 16) = CAST($case_ref AS VARCHAR)
ORDER BY day DESC, case_id
LIMIT $count
