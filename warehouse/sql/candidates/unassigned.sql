-- grain: one counted voice without a topic. reads: mart.voice_facts, mart.cases, core.voices.
-- why: what no topic holds is looked at again every night.
SELECT
    facts.day,
    facts.voice_id,
    facts.kind,
    voices.sentence,
    voices.tokens,
    voices.quotable,
    coalesce(cases.case_id, facts.contact_id) AS case_id
FROM mart.voice_facts AS facts
INNER JOIN core.voices ON voices.day = facts.day AND voices.voice_id = facts.voice_id
LEFT JOIN mart.cases ON cases.day = facts.day AND cases.contact_id = facts.contact_id
WHERE facts.topic_id IS NULL AND facts.day > $after
ORDER BY facts.voice_id
