-- grain: one row an alert / reads published.alerts / why: what rises, by night and by week, strongest first
-- What people have marked as a false alarm or as known is no news.
SELECT
    alert_id, scope, day, kind, topic_id, department, first_day, since, seen, repeated_cases, low, high,
    adjusted_p
FROM published.alerts
WHERE day >= $first_day AND outcome IS DISTINCT FROM 'false' AND outcome IS DISTINCT FROM 'known'
ORDER BY day, adjusted_p, seen DESC, topic_id, kind, department
