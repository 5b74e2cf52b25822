-- grain: week × kind × topic × department. reads: data.weekly_topic_counts, data.build. why: ranking and change.
SELECT
    counts.week,
    counts.kind,
    counts.topic_id,
    counts.department,
    counts.role,
    counts.voices,
    counts.contacts,
    counts.cases,
    CASE WHEN build.newest_day >= counts.week + 6 + build.provisional_days THEN 'confirmed' ELSE 'provisional' END AS state
FROM data.weekly_topic_counts AS counts
CROSS JOIN data.build
