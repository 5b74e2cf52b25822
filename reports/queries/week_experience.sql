-- grain: one row a week / reads published.contacts / why: the centre's own figures, with how many stand behind each
SELECT
    week,
    count(csat) AS csat_answers,
    avg(csat) AS mean_csat,
    count(resolved) AS resolved_known,
    count(*) FILTER (WHERE resolved) AS resolved
FROM published.contacts
WHERE week IN ($week, $previous)
GROUP BY week
ORDER BY week
