-- grain: counted voice of the last days. reads: data.voice_facts, voices, assignments, contacts, cases.
-- why: the masked rows behind every number.
SELECT
    facts.day,
    date_trunc('week', facts.day)::DATE AS week,
    facts.voice_id,
    facts.contact_id,
    voices.seq,
    cases.case_id,
    contacts.source,
    facts.channel,
    facts.desk,
    facts.product,
    facts.lot,
    contacts.started_at,
    facts.kind,
    voices.kind_score,
    voices.sentence,
    voices.tokens,
    voices.quotable,
    voices.sentiment,
    voices.flags,
    facts.risk,
    facts.topic_id,
    assignments.similarity,
    facts.department,
    facts.shared_with
FROM data.voice_facts AS facts
INNER JOIN data.voices ON voices.day = facts.day AND voices.voice_id = facts.voice_id
INNER JOIN data.assignments ON assignments.day = facts.day AND assignments.voice_id = facts.voice_id
INNER JOIN data.contacts ON contacts.day = facts.day AND contacts.contact_id = facts.contact_id
INNER JOIN data.cases ON cases.day = facts.day AND cases.contact_id = facts.contact_id
