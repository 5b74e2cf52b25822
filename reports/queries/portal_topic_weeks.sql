-- grain: week × department of one topic / reads published.weekly_topic_counts, published.days
-- why: the history of a topic; a week is settled when all its days are
WITH states AS (
    SELECT week, bool_and(state = 'confirmed') AS is_confirmed FROM published.days GROUP BY week
)
SELECT counts.week, counts.department, counts.role, counts.voices, counts.cases, states.is_confirmed
FROM published.weekly_topic_counts AS counts
INNER JOIN states ON states.week = counts.week
WHERE counts.topic_id = CAST($topic_id AS VARCHAR) AND counts.kind = CAST($kind AS VARCHAR)
ORDER BY counts.week DESC, counts.role, counts.department NULLS LAST
