-- grain: week × department. reads: data.weekly_department_counts, data.build. why: 「うち当部に関わるもの」.
SELECT
    counts.week,
    counts.department,
    counts.voices,
    counts.contacts,
    counts.cases,
    CASE WHEN build.newest_day >= counts.week + 6 + build.provisional_days THEN 'confirmed' ELSE 'provisional' END AS state
FROM data.weekly_department_counts AS counts
CROSS JOIN data.build
