-- grain: week / reads published.days / why: a week without a topic's voices is a zero only where days were counted
SELECT week, count(*) AS days
FROM published.days
GROUP BY week
ORDER BY week
