-- grain: counted day. reads: core.days, mart.weekly_case_arrivals, mart.daily_contact_counts.
-- why: what a day says of every series, as one hash, and the hash of its inputs, on which products, lots and stores
-- hang; days assigned to another registry version are no history.
WITH arrivals AS (
    SELECT day, sum(hash(kind, topic_id, department, channel, cases, separate_cases)::HUGEINT) AS digest
    FROM mart.weekly_case_arrivals
    GROUP BY day
),

volumes AS (
    SELECT day, sum(hash(source, channel, desk, contacts)::HUGEINT) AS digest
    FROM mart.daily_contact_counts
    GROUP BY day
)

SELECT days.day, concat_ws(' ', days.counted_hash, arrivals.digest, '/', volumes.digest) AS digest
FROM core.days
LEFT JOIN arrivals ON arrivals.day = days.day
LEFT JOIN volumes ON volumes.day = days.day
WHERE days.counted_hash IS NOT NULL
    AND days.registry_version = (SELECT max(registry_version) FROM core.days WHERE counted_hash IS NOT NULL)
ORDER BY days.day
