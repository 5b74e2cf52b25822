-- grain: day × kind × topic × owner × channel. reads: data.daily_topic_counts, data.build. why: trend of a topic.
SELECT
    counts.day,
    counts.kind,
    counts.topic_id,
    counts.department,
    counts.channel,
    counts.voices,
    counts.contacts,
    counts.cases,
    CASE WHEN build.newest_day >= counts.day + build.provisional_days THEN 'confirmed' ELSE 'provisional' END AS state
FROM data.daily_topic_counts AS counts
CROSS JOIN data.build
