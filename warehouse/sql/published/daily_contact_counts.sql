-- grain: day × source × channel × desk. reads: data.daily_contact_counts. why: the centre's own figures.
SELECT
    day, source, channel, desk, contacts, excluded, resolved, mean_csat, mean_handle_seconds
FROM data.daily_contact_counts
