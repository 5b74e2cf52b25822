-- grain: kind × day. reads: mart.weekly_case_arrivals.
-- why: how many voices without topic a day had for groups to be in, and how many voices of the kind at all.
SELECT
    kind,
    day,
    coalesce(sum(cases) FILTER (WHERE topic_id IS NULL), 0)::BIGINT AS cases,
    sum(cases)::BIGINT AS cases_of_kind
FROM mart.weekly_case_arrivals
WHERE kind IS NOT NULL AND department IS DISTINCT FROM '*' AND day > $after
GROUP BY ALL
ORDER BY kind, day
