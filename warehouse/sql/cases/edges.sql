-- grain: pair of contacts of one matter. reads: mart.voice_facts, case_seeds.
-- why: same case number of the centre, else same customer and topic within $case_days days.
WITH topical AS (
    SELECT DISTINCT reached.contact_id, reached.started_at, reached.customer_key, facts.topic_id
    FROM case_seeds AS reached
    INNER JOIN mart.voice_facts AS facts ON facts.day = reached.day AND facts.contact_id = reached.contact_id
    WHERE facts.day BETWEEN $first AND $last AND reached.customer_key IS NOT NULL AND facts.topic_id IS NOT NULL
),

by_topic AS (
    SELECT
        contact_id,
        lag(contact_id) OVER matter AS earlier_id,
        started_at - lag(started_at) OVER matter AS gap
    FROM topical
    WINDOW matter AS (PARTITION BY customer_key, topic_id ORDER BY started_at, contact_id)
),

by_number AS (
    SELECT
        contact_id,
        lag(contact_id) OVER (PARTITION BY source_case_id ORDER BY started_at, contact_id) AS earlier_id
    FROM case_seeds
    WHERE source_case_id IS NOT NULL
)

SELECT contact_id, earlier_id FROM by_topic WHERE gap <= to_days($case_days)
UNION
SELECT contact_id, earlier_id FROM by_number WHERE earlier_id IS NOT NULL
