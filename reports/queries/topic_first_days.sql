-- grain: one row a topic / reads published.daily_topic_counts / why: since when a topic has been heard
SELECT topic_id, min(day) AS first_day
FROM published.daily_topic_counts
WHERE topic_id IS NOT NULL
GROUP BY topic_id
ORDER BY topic_id
