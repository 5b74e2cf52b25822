-- grain: alert of a topic × dimension × value. reads: mart.alerts, mart.voice_facts, mart.cases, core.contacts.
-- why: where a rise concentrates, beside where the topic was before and where contacts of four weeks are.
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

overlapping AS (
    SELECT
        alerts.alert_id,
        facts.day >= alerts.first_day AS is_window,
        coalesce(cases.case_id, facts.contact_id) AS case_id,
        unnest([
            {'dimension': 'product', 'value': facts.product},
            {'dimension': 'lot', 'value': facts.lot},
            {'dimension': 'store', 'value': json_extract_string(contacts.attributes, '$.store')},
            {'dimension': 'desk', 'value': facts.desk},
            {'dimension': 'channel', 'value': facts.channel}
        ]) AS known
    FROM mart.alerts
    INNER JOIN mart.voice_facts AS facts
        ON facts.topic_id = alerts.topic_id
            AND facts.kind = alerts.kind
            AND (alerts.department = '*' OR facts.department IS NOT DISTINCT FROM alerts.department)
            AND facts.day BETWEEN alerts.first_day - $before_days AND alerts.day
    LEFT JOIN mart.cases ON cases.day = facts.day AND cases.contact_id = facts.contact_id
    LEFT JOIN core.contacts ON contacts.day = facts.day AND contacts.contact_id = facts.contact_id
),

by_dimension AS (
    SELECT
        alert_id,
        known.dimension AS dimension,
        count(DISTINCT case_id) FILTER (WHERE is_window) AS known_cases,
        count(DISTINCT case_id) FILTER (WHERE NOT is_window) AS known_before
    FROM overlapping
    WHERE known.value <> ''
    GROUP BY ALL
),

by_value AS (
    SELECT
        alert_id,
        known.dimension AS dimension,
        known.value AS value,
        count(DISTINCT case_id) FILTER (WHERE is_window) AS value_cases,
        count(DISTINCT case_id) FILTER (WHERE NOT is_window) AS value_before
    FROM overlapping
    WHERE known.value <> ''
    GROUP BY ALL
)

SELECT
    by_value.alert_id,
    by_value.dimension,
    by_value.value,
    by_value.value_cases,
    by_dimension.known_cases,
    by_value.value_before,
    by_dimension.known_before,
    coalesce(usual.share, 0) AS usual_share
FROM by_value
INNER JOIN by_dimension ON by_dimension.alert_id = by_value.alert_id AND by_dimension.dimension = by_value.dimension
LEFT JOIN usual_shares AS usual ON usual.dimension = by_value.dimension AND usual.value = by_value.value
ORDER BY by_value.alert_id, by_value.dimension, by_value.value
