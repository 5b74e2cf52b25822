-- grain: week. reads: mart.cases. why: cases of the whole centre, which no sum over departments gives.
SELECT date_trunc('week', day)::DATE AS week, count(DISTINCT case_id) AS cases FROM mart.cases GROUP BY ALL
