-- grain: alert / reads published.alerts / why: the list of what readers found each to be; newest first
SELECT
    alert_id,
    scope,
    day,
    kind,
    topic_id,
    department,
    window_days,
    seen,
    expected,
    low,
    high,
    since,
    outcome
FROM published.alerts
WHERE (CAST($alert_id AS VARCHAR) = '' OR alert_id = CAST($alert_id AS VARCHAR))
    AND NOT list_contains($withdrawn::VARCHAR[], coalesce(department, ''))
    -- What all departments say together would tell of a withdrawn one, too.
    AND (department IS DISTINCT FROM '*' OR len($withdrawn::VARCHAR[]) = 0)
    AND ($everything OR list_contains($departments::VARCHAR[], coalesce(department, '')))
ORDER BY day DESC, alert_id
LIMIT $count
