-- grain: topic (or new group) that rises × night or week. reads: data.alerts. why: what is new comes first.
SELECT
    alert_id,
    scope,
    day,
    kind,
    topic_id,
    department,
    window_days,
    first_day,
    seen,
    repeated_cases,
    expected,
    low,
    high,
    adjusted_p,
    since,
    dimension,
    value,
    value_cases,
    known_cases,
    candidate,
    outcome
FROM data.alerts
