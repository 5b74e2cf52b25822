-- grain: turn of a contact that began in the week / reads published.utterances, published.voices
-- why: the thread of a contact; sentences that must not be quoted come along so that they can be left out
SELECT
    turns.contact_id,
    turns.seq,
    turns.speaker,
    turns.text,
    coalesce(hidden.sentences, []) AS hidden
FROM published.utterances AS turns
LEFT JOIN (
    SELECT contact_id, seq, list(sentence ORDER BY voice_id) AS sentences
    FROM published.voices
    WHERE day BETWEEN $monday AND $sunday AND NOT quotable
    GROUP BY contact_id, seq
) AS hidden ON hidden.contact_id = turns.contact_id AND hidden.seq = turns.seq
WHERE turns.day BETWEEN $monday AND $sunday
    AND turns.contact_id IN (SELECT unnest(CAST($contacts AS VARCHAR [])))
ORDER BY turns.contact_id, turns.seq
