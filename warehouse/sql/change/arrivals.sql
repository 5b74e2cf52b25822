-- grain: day × kind × topic × owner × channel. reads: mart.weekly_case_arrivals. why: the series that are judged.
SELECT day, kind, topic_id, department, channel, sum(cases)::BIGINT AS cases, sum(separate_cases)::BIGINT AS separate_cases
FROM mart.weekly_case_arrivals
WHERE day >= $first
GROUP BY ALL
ORDER BY day, kind NULLS FIRST, topic_id NULLS FIRST, department NULLS FIRST, channel
