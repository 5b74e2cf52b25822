-- grain: one row / reads published.voices / why: few cases are shown without days
SELECT count(DISTINCT case_id) AS cases
FROM published.voices
WHERE topic_id = CAST($topic_id AS VARCHAR)
    AND NOT list_contains($withdrawn::VARCHAR[], coalesce(department, ''))
    AND (
        $everything
        OR list_contains($departments::VARCHAR[], coalesce(department, ''))
        OR list_has_any(shared_with, $departments::VARCHAR[])
    )
