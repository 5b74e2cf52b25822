-- grain: kind × day. reads: mart.weekly_case_arrivals. why: how many voices without topic a day had for groups to be in.
SELECT kind, day, sum(cases)::BIGINT AS cases
FROM mart.weekly_case_arrivals
WHERE topic_id IS NULL AND kind IS NOT NULL AND day > $after
GROUP BY ALL
ORDER BY kind, day
