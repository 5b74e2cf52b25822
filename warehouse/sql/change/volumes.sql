-- grain: day × channel. reads: mart.daily_contact_counts. why: what a day lets expect of every topic.
SELECT day, channel, sum(contacts)::BIGINT AS contacts
FROM mart.daily_contact_counts
WHERE day >= $first
GROUP BY ALL
ORDER BY day, channel
