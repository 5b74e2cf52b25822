-- grain: alert of a topic × dimension × value that holds most of its cases. reads: rising (rows of mart.alerts),
-- mart.voice_facts, mart.cases, core.contacts.
-- why: where a rise concentrates. A case counts once in each week, as in the alert's own figures, so that contacts of
-- later days change nothing. $first and $last are the ends of what these alerts look at: by them the scans leave the rest of
-- the history out.
WITH voiced AS (
    SELECT
        alerts.alert_id,
        {'week': date_trunc('week', facts.day), 'case_id': coalesce(cases.case_id, facts.contact_id)} AS case_of_week,
        facts.product,
        facts.lot,
        json_extract_string(contacts.attributes, '$.store') AS store,
        facts.desk,
        facts.channel
    FROM rising AS alerts
    INNER JOIN mart.voice_facts AS facts
        ON facts.topic_id = alerts.topic_id
            AND facts.kind = alerts.kind
            AND (alerts.department = '*' OR facts.department IS NOT DISTINCT FROM alerts.department)
            AND facts.day BETWEEN alerts.first_day AND alerts.day
    LEFT JOIN (SELECT day, contact_id, case_id FROM mart.cases WHERE day BETWEEN $first AND $last) AS cases
        ON cases.day = facts.day AND cases.contact_id = facts.contact_id
    LEFT JOIN (SELECT day, contact_id, attributes FROM core.contacts WHERE day BETWEEN $first AND $last) AS contacts
        ON contacts.day = facts.day AND contacts.contact_id = facts.contact_id
    WHERE facts.day BETWEEN $first AND $last
),

placed AS (
    SELECT alert_id, dimension, value, case_of_week
    FROM (UNPIVOT voiced ON product, lot, store, desk, channel INTO NAME dimension VALUE value)
    WHERE value <> '' AND NOT starts_with(value, '［') -- what was masked is no place
),

by_dimension AS (
    SELECT alert_id, dimension, count(DISTINCT case_of_week) AS known_cases FROM placed GROUP BY ALL
),

by_value AS (
    SELECT alert_id, dimension, value, count(DISTINCT case_of_week) AS value_cases FROM placed GROUP BY ALL
)

SELECT by_value.alert_id, by_value.dimension, by_value.value, by_value.value_cases, by_dimension.known_cases
FROM by_value
INNER JOIN by_dimension
    ON by_dimension.alert_id = by_value.alert_id AND by_dimension.dimension = by_value.dimension
WHERE by_value.value_cases >= greatest($least_cases, $least_share * by_dimension.known_cases)
ORDER BY by_value.alert_id, by_value.dimension, by_value.value
