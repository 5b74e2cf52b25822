-- grain: button that was pressed / reads published.feedback / why: what a department knows, where a topic belongs
SELECT topic_id, department, button, to_department, week, given_at
FROM published.feedback
ORDER BY given_at, entry_id
