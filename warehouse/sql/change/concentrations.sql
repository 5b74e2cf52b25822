-- grain: alert of a topic × dimension × value that holds most of its cases. reads: mart.alerts, mart.voice_facts,
-- mart.cases, core.contacts.
-- why: where a rise concentrates, beside where the topic was before and where contacts of four weeks are. Only what
-- holds $least_share of an alert's cases is looked up in the time before. $oldest is the first day that any alert looks
-- at: by it the scans leave the rest of the history out.
WITH recent AS (
    SELECT
        contacts.contact_id,
        unnest([
            {'dimension': 'product', 'value': contacts.product},
            {'dimension': 'lot', 'value': contacts.lot},
            {'dimension': 'store', 'value': json_extract_string(contacts.attributes, '$.store')},
            {'dimension': 'desk', 'value': contacts.desk},
            {'dimension': 'channel', 'value': contacts.channel}
        ]) AS known
    FROM core.contacts
    WHERE contacts.excluded_reason IS NULL AND contacts.day > $newest - 28
),

usual_counts AS (
    SELECT known.dimension AS dimension, known.value AS value, count(*) AS contacts
    FROM recent
    WHERE known.value <> ''
    GROUP BY ALL
),

usual_shares AS (
    SELECT dimension, value, contacts / sum(contacts) OVER (PARTITION BY dimension) AS share FROM usual_counts
),

voiced AS (
    SELECT
        alerts.alert_id,
        facts.day >= alerts.first_day AS is_window,
        coalesce(cases.case_id, facts.contact_id) AS case_id,
        facts.product,
        facts.lot,
        json_extract_string(contacts.attributes, '$.store') AS store,
        facts.desk,
        facts.channel
    FROM mart.alerts
    INNER JOIN mart.voice_facts AS facts
        ON facts.topic_id = alerts.topic_id
            AND facts.kind = alerts.kind
            AND (alerts.department = '*' OR facts.department IS NOT DISTINCT FROM alerts.department)
            AND facts.day BETWEEN alerts.first_day - $before_days AND alerts.day
    LEFT JOIN (SELECT day, contact_id, case_id FROM mart.cases WHERE day BETWEEN $oldest AND $newest) AS cases
        ON cases.day = facts.day AND cases.contact_id = facts.contact_id
    LEFT JOIN (SELECT day, contact_id, attributes FROM core.contacts WHERE day BETWEEN $oldest AND $newest) AS contacts
        ON contacts.day = facts.day AND contacts.contact_id = facts.contact_id
    WHERE facts.day BETWEEN $oldest AND $newest
),

placed AS (
    SELECT alert_id, is_window, case_id, dimension, value
    FROM (UNPIVOT voiced ON product, lot, store, desk, channel INTO NAME dimension VALUE value)
    WHERE value <> '' AND NOT starts_with(value, '［') -- what was masked is no place
),

by_dimension AS (
    SELECT alert_id, dimension, count(DISTINCT case_id) AS known_cases
    FROM placed
    WHERE is_window
    GROUP BY ALL
),

by_value AS (
    SELECT alert_id, dimension, value, count(DISTINCT case_id) AS value_cases
    FROM placed
    WHERE is_window
    GROUP BY ALL
),

most AS (
    SELECT by_value.alert_id, by_value.dimension, by_value.value, by_value.value_cases, by_dimension.known_cases
    FROM by_value
    INNER JOIN by_dimension
        ON by_dimension.alert_id = by_value.alert_id AND by_dimension.dimension = by_value.dimension
    WHERE by_value.value_cases >= $least_share * by_dimension.known_cases
),

before AS (
    SELECT
        most.alert_id,
        most.dimension,
        most.value,
        count(DISTINCT placed.case_id) FILTER (WHERE placed.value = most.value) AS value_before,
        count(DISTINCT placed.case_id) AS known_before
    FROM most
    INNER JOIN placed ON placed.alert_id = most.alert_id AND placed.dimension = most.dimension
    WHERE NOT placed.is_window
    GROUP BY ALL
)

SELECT
    most.alert_id,
    most.dimension,
    most.value,
    most.value_cases,
    most.known_cases,
    coalesce(before.value_before, 0) AS value_before,
    coalesce(before.known_before, 0) AS known_before,
    coalesce(usual.share, 0) AS usual_share
FROM most
LEFT JOIN before
    ON before.alert_id = most.alert_id AND before.dimension = most.dimension AND before.value = most.value
LEFT JOIN usual_shares AS usual ON usual.dimension = most.dimension AND usual.value = most.value
ORDER BY most.alert_id, most.dimension, most.value
