-- grain: one row a kind, topic, department and role (kind NULL = all of a department)
-- reads published.weekly_expectations, published.alerts
-- why: the normal range beside every count of the week, and what rises: since when, and what readers said of it
SELECT
    expectations.kind,
    expectations.topic_id,
    expectations.department,
    expectations.role,
    expectations.low,
    expectations.high,
    expectations.trend,
    alerts.since,
    alerts.adjusted_p,
    alerts.outcome
FROM published.weekly_expectations AS expectations
LEFT JOIN published.alerts AS alerts
    ON alerts.scope = 'week'
        AND alerts.day BETWEEN $week AND $week + 6
        AND expectations.role = 'owner'
        AND alerts.kind = expectations.kind
        AND alerts.topic_id = expectations.topic_id
        AND alerts.department IS NOT DISTINCT FROM expectations.department
WHERE expectations.week = $week
ORDER BY
    alerts.adjusted_p NULLS LAST,
    expectations.kind NULLS FIRST,
    expectations.topic_id NULLS FIRST,
    expectations.department NULLS FIRST,
    expectations.role
