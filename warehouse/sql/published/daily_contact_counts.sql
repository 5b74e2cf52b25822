-- grain: day × source × channel × desk. reads: data.daily_contact_counts, data.build. why: the centre's own figures.
SELECT
    counts.day,
    counts.source,
    counts.channel,
    counts.desk,
    counts.contacts,
    counts.excluded,
    counts.resolved,
    counts.mean_csat,
    counts.mean_handle_seconds,
    CASE WHEN build.newest_day >= counts.day + build.provisional_days THEN 'confirmed' ELSE 'provisional' END AS state
FROM data.daily_contact_counts AS counts
CROSS JOIN data.build
