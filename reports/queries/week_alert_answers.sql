-- grain: one row / reads published.alerts / why: how many of the rises told so far were ones, as readers found
WITH runs AS (
    SELECT kind, topic_id, department, since, max(outcome) AS outcome
    FROM published.alerts
    WHERE outcome IS NOT NULL AND day <= $sunday
    GROUP BY ALL
)

SELECT count(*) AS answered, count(*) FILTER (WHERE outcome <> 'false') AS confirmed FROM runs
