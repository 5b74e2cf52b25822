-- grain: day × source × channel × desk. reads: core.contacts. why: the centre's own figures, and how complete a day is.
SELECT
    day,
    source,
    channel,
    desk,
    count(*) FILTER (WHERE excluded_reason IS NULL) AS contacts,
    count(*) FILTER (WHERE excluded_reason IS NOT NULL) AS excluded,
    count(*) FILTER (WHERE resolved AND excluded_reason IS NULL) AS resolved,
    avg(csat) FILTER (WHERE excluded_reason IS NULL) AS mean_csat,
    avg(handle_seconds) FILTER (WHERE excluded_reason IS NULL) AS mean_handle_seconds
FROM core.contacts
WHERE day IN (SELECT unnest($days)) AND excluded_reason IS DISTINCT FROM 'canary'
GROUP BY ALL
