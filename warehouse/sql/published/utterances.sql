-- grain: masked turn of the last days. reads: data.utterances, data.contacts. why: the thread of a contact; planted
-- contacts are nobody's.
SELECT utterances.day, utterances.contact_id, utterances.seq, utterances.speaker, utterances.text
FROM data.utterances
ANTI JOIN data.contacts
    ON contacts.day = utterances.day
    AND contacts.contact_id = utterances.contact_id
    AND contacts.excluded_reason = 'canary'
