-- grain: day × source × channel, counted or not. reads: core.contacts. why: what a day is compared with.
SELECT day, source, channel, count(*) AS contacts
FROM core.contacts
WHERE day BETWEEN $first AND $last
GROUP BY ALL
