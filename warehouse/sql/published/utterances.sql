-- grain: masked turn of the last days. reads: data.utterances. why: the thread of a contact.
SELECT day, contact_id, seq, speaker, text FROM data.utterances
