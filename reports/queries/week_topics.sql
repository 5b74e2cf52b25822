-- grain: one row a week, kind, topic (NULL = not assigned), department and role / reads published.weekly_topic_counts
-- why: the figures of every report of the week, beside the week before
SELECT week, kind, topic_id, department, role, voices, cases
FROM published.weekly_topic_counts
WHERE week IN ($week, $previous)
ORDER BY week, kind, topic_id NULLS LAST, department NULLS LAST, role
