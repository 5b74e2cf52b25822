-- grain: row of concentrated (alert × dimension × value). reads: concentrated, rising, mart.voice_facts,
-- core.contacts.
-- why: a place that always held a topic tells nothing, so its share of the topic's contacts before the alert stands
-- beside it, and its share of all contacts of the four weeks up to the alert for a topic without a past. $first and
-- $last are the ends of those days: by them the scans leave the rest of the history out.
WITH wanted AS (
    SELECT
        held.dimension,
        held.value,
        held.value_cases,
        held.known_cases,
        alerts.alert_id,
        alerts.topic_id,
        alerts.kind,
        alerts.department,
        alerts.day,
        alerts.first_day - 1 AS until_day,
        alerts.first_day - $before_days AS from_day
    FROM concentrated AS held
    INNER JOIN rising AS alerts ON alerts.alert_id = held.alert_id
),

said AS (
    SELECT
        wanted.alert_id,
        wanted.dimension,
        wanted.value,
        facts.contact_id,
        CASE wanted.dimension
            WHEN 'product' THEN facts.product
            WHEN 'lot' THEN facts.lot
            WHEN 'desk' THEN facts.desk
            ELSE facts.channel
        END AS known
    FROM wanted
    INNER JOIN mart.voice_facts AS facts
        ON facts.topic_id = wanted.topic_id
            AND facts.kind = wanted.kind
            AND (wanted.department = '*' OR facts.department IS NOT DISTINCT FROM wanted.department)
            AND facts.day BETWEEN wanted.from_day AND wanted.until_day
    WHERE wanted.dimension <> 'store' AND facts.day BETWEEN $first AND $last
    UNION ALL
    SELECT
        wanted.alert_id,
        wanted.dimension,
        wanted.value,
        facts.contact_id,
        json_extract_string(contacts.attributes, '$.store') AS known
    FROM wanted
    INNER JOIN mart.voice_facts AS facts
        ON facts.topic_id = wanted.topic_id
            AND facts.kind = wanted.kind
            AND (wanted.department = '*' OR facts.department IS NOT DISTINCT FROM wanted.department)
            AND facts.day BETWEEN wanted.from_day AND wanted.until_day
    INNER JOIN core.contacts ON contacts.day = facts.day AND contacts.contact_id = facts.contact_id
    WHERE wanted.dimension = 'store' AND facts.day BETWEEN $first AND $last AND contacts.day BETWEEN $first AND $last
),

before AS (
    SELECT
        alert_id,
        dimension,
        value,
        count(DISTINCT contact_id) FILTER (WHERE known = value) AS value_before,
        count(DISTINCT contact_id) AS known_before
    FROM said
    WHERE known <> '' AND NOT starts_with(known, '［')
    GROUP BY ALL
),

contacts_of_days AS (
    SELECT
        contacts.day,
        unnest([
            {'dimension': 'product', 'value': contacts.product},
            {'dimension': 'lot', 'value': contacts.lot},
            {'dimension': 'store', 'value': json_extract_string(contacts.attributes, '$.store')},
            {'dimension': 'desk', 'value': contacts.desk},
            {'dimension': 'channel', 'value': contacts.channel}
        ]) AS known
    FROM core.contacts
    WHERE contacts.excluded_reason IS NULL AND contacts.day BETWEEN $usual_first AND $last
),

daily AS (
    SELECT day, known.dimension AS dimension, known.value AS value, count(*) AS contacts
    FROM contacts_of_days
    WHERE known.value <> ''
    GROUP BY ALL
),

usual AS (
    SELECT
        wanted.day,
        wanted.dimension,
        wanted.value,
        sum(daily.contacts) FILTER (WHERE daily.value = wanted.value) / sum(daily.contacts) AS share
    FROM (SELECT DISTINCT day, dimension, value FROM wanted) AS wanted
    INNER JOIN daily
        ON daily.dimension = wanted.dimension
            AND daily.day > wanted.day - $usual_days
            AND daily.day <= wanted.day
    GROUP BY ALL
)

SELECT
    wanted.alert_id,
    wanted.dimension,
    wanted.value,
    wanted.value_cases,
    wanted.known_cases,
    coalesce(before.value_before, 0) AS value_before,
    coalesce(before.known_before, 0) AS known_before,
    coalesce(usual.share, 0) AS usual_share
FROM wanted
LEFT JOIN before
    ON before.alert_id = wanted.alert_id AND before.dimension = wanted.dimension AND before.value = wanted.value
LEFT JOIN usual ON usual.day = wanted.day AND usual.dimension = wanted.dimension AND usual.value = wanted.value
ORDER BY wanted.alert_id, wanted.dimension, wanted.value
