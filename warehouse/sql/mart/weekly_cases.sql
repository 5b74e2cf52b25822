-- grain: week. reads: mart.cases. why: cases of the whole centre, which no sum over departments gives. $first and
-- $last are the ends of $days: by them the scans leave the rest of the history out.
SELECT date_trunc('week', day)::DATE AS week, count(DISTINCT case_id) AS cases
FROM mart.cases
WHERE day IN (SELECT unnest($days)) AND day BETWEEN $first AND $last
GROUP BY ALL
