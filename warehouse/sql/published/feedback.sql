-- grain: button that was pressed. reads: data.feedback. why: what a department knows, and where a topic belongs.
SELECT entry_id, topic_id, department, button, to_department, week, shown_on, given_at
FROM data.feedback
