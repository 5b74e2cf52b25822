-- grain: measure × day. reads: core.daily_denominators. why: figures of the sources, all products and lots together.
SELECT measure, day, sum(value) AS value
FROM core.daily_denominators
WHERE day >= $first
GROUP BY ALL
ORDER BY measure, day
