-- grain: published figure that is another now. reads: previous.data.*, mart.*, core.days.
-- why: was and is, for days that were published and for weeks whose days have not just grown by a new one.
WITH was_days AS (
    SELECT day FROM previous.data.days
),

now_days AS (
    SELECT day FROM core.days WHERE counted_hash IS NOT NULL
),

was_weeks AS (
    SELECT date_trunc('week', day)::DATE AS week, list(day ORDER BY day) AS days FROM was_days GROUP BY ALL
),

now_weeks AS (
    SELECT date_trunc('week', day)::DATE AS week, list(day ORDER BY day) AS days FROM now_days GROUP BY ALL
),

comparable AS (
    SELECT 'week' AS period, was_weeks.week AS first_day
    FROM was_weeks
    INNER JOIN now_weeks ON now_weeks.week = was_weeks.week
    WHERE was_weeks.days = now_weeks.days OR was_weeks.week + 6 <= (SELECT max(day) FROM was_days)
    UNION ALL
    SELECT 'day' AS period, day AS first_day FROM was_days WHERE day IN (SELECT day FROM now_days)
),

was AS (
    SELECT 'day' AS period, day AS first_day, 'contacts' AS measure, NULL::VARCHAR AS department, NULL::VARCHAR AS kind,
        NULL::VARCHAR AS topic_id, sum(contacts)::BIGINT AS figure
    FROM previous.data.daily_contact_counts
    GROUP BY day
    UNION ALL
    SELECT 'day', day, 'voices', NULL, NULL, NULL, sum(voices)::BIGINT FROM previous.data.daily_topic_counts GROUP BY day
    UNION ALL
    SELECT 'week', week, 'cases', department, NULL, NULL, cases FROM previous.data.weekly_department_counts
    UNION ALL
    SELECT 'week', week, 'cases', department, kind, topic_id, cases
    FROM previous.data.weekly_topic_counts
    WHERE role = 'owner' AND topic_id IS NOT NULL AND week > $topics_after
),

became AS (
    SELECT 'day' AS period, day AS first_day, 'contacts' AS measure, NULL::VARCHAR AS department, NULL::VARCHAR AS kind,
        NULL::VARCHAR AS topic_id, sum(contacts)::BIGINT AS figure
    FROM mart.daily_contact_counts
    GROUP BY day
    UNION ALL
    SELECT 'day', day, 'voices', NULL, NULL, NULL, sum(voices)::BIGINT FROM mart.daily_topic_counts GROUP BY day
    UNION ALL
    SELECT 'week', week, 'cases', department, NULL, NULL, cases FROM mart.weekly_department_counts
    UNION ALL
    SELECT 'week', week, 'cases', department, kind, topic_id, cases
    FROM mart.weekly_topic_counts
    WHERE role = 'owner' AND topic_id IS NOT NULL AND week > $topics_after
)

SELECT
    coalesce(was.period, became.period) AS period,
    coalesce(was.first_day, became.first_day) AS first_day,
    coalesce(was.measure, became.measure) AS measure,
    coalesce(was.department, became.department) AS department,
    coalesce(was.kind, became.kind) AS kind,
    coalesce(was.topic_id, became.topic_id) AS topic_id,
    coalesce(was.figure, 0) AS was,
    coalesce(became.figure, 0) AS became
FROM was
FULL OUTER JOIN became
    ON became.period = was.period
    AND became.first_day = was.first_day
    AND became.measure = was.measure
    AND became.department IS NOT DISTINCT FROM was.department
    AND became.kind IS NOT DISTINCT FROM was.kind
    AND became.topic_id IS NOT DISTINCT FROM was.topic_id
INNER JOIN comparable
    ON comparable.period = coalesce(was.period, became.period)
    AND comparable.first_day = coalesce(was.first_day, became.first_day)
WHERE coalesce(was.figure, 0) <> coalesce(became.figure, 0)
