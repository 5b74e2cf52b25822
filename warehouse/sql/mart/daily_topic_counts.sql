-- grain: day × kind × topic × owner × channel. reads: mart.voice_facts, mart.cases. why: trends of a topic.
SELECT
    facts.day,
    facts.kind,
    facts.topic_id,
    facts.department,
    facts.channel,
    count(*) AS voices,
    count(DISTINCT facts.contact_id) AS contacts,
    count(DISTINCT cases.case_id) AS cases
FROM mart.voice_facts AS facts
INNER JOIN mart.cases ON cases.day = facts.day AND cases.contact_id = facts.contact_id
WHERE facts.day IN (SELECT unnest($days))
GROUP BY ALL
