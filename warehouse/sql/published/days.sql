-- grain: published day. reads: data.days, data.daily_contact_counts, data.daily_topic_counts, data.receipts, data.build.
-- why: how complete a day is, and whether late data may still change it.
WITH contacts AS (
    SELECT day, sum(contacts)::BIGINT AS contacts, sum(excluded)::BIGINT AS excluded
    FROM data.daily_contact_counts
    GROUP BY day
),

voices AS (
    SELECT day, sum(voices)::BIGINT AS voices FROM data.daily_topic_counts GROUP BY day
),

quarantined AS (
    SELECT day, sum(quarantined_rows)::BIGINT AS quarantined
    FROM data.receipts
    WHERE status NOT IN ('canary', 'replaced')
    GROUP BY day
)

SELECT
    days.day,
    date_trunc('week', days.day)::DATE AS week,
    days.verdict,
    CASE WHEN build.newest_day >= days.day + build.provisional_days THEN 'confirmed' ELSE 'provisional' END AS state,
    days.day + build.provisional_days AS confirmed_on,
    coalesce(contacts.contacts, 0) AS contacts,
    coalesce(contacts.excluded, 0) AS excluded,
    coalesce(voices.voices, 0) AS voices,
    coalesce(quarantined.quarantined, 0) AS quarantined,
    days.registry_version
FROM data.days
CROSS JOIN data.build
LEFT JOIN contacts ON contacts.day = days.day
LEFT JOIN voices ON voices.day = days.day
LEFT JOIN quarantined ON quarantined.day = days.day
