-- grain: one row a topic / reads published.topics / why: names, and which topics are new or no longer shown
SELECT topic_id, kind, label, born_on, status, keywords, owner_department
FROM published.topics
ORDER BY topic_id
