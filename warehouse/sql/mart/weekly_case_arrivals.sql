-- grain: week × day × kind × topic × owner × channel, and per department with kind NULL. reads: mart.voice_facts, mart.cases.
-- why: counts that can be summed over days, so that a week's expectation and its cases are the same measure.
WITH seen AS (
    SELECT day, contact_id, channel, kind, topic_id, department FROM mart.voice_facts
    UNION ALL
    SELECT day, contact_id, channel, NULL AS kind, NULL AS topic_id, department FROM mart.voice_facts
    UNION ALL
    SELECT day, contact_id, channel, NULL AS kind, NULL AS topic_id, unnest(shared_with) AS department FROM mart.voice_facts
),

first_of_case AS (
    SELECT
        date_trunc('week', seen.day)::DATE AS week,
        seen.kind,
        seen.topic_id,
        seen.department,
        cases.case_id,
        min({'day': seen.day, 'channel': seen.channel}) AS arrival
    FROM seen
    INNER JOIN mart.cases ON cases.day = seen.day AND cases.contact_id = seen.contact_id
    WHERE seen.day IN (SELECT unnest($days))
    GROUP BY ALL
)

SELECT week, arrival.day AS day, kind, topic_id, department, arrival.channel AS channel, count(*) AS cases
FROM first_of_case
GROUP BY ALL
