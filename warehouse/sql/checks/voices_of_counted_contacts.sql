-- grain: voice whose contact is missing or excluded. reads: core.voices, core.contacts. why: excluded means not counted.
-- level: fail. message: 集計対象外のお問い合わせに声が付いています
SELECT voices.day, voices.voice_id
FROM core.voices
LEFT JOIN core.contacts ON contacts.contact_id = voices.contact_id AND contacts.day = voices.day
WHERE voices.day IN (SELECT unnest($days))
    AND (contacts.contact_id IS NULL OR contacts.excluded_reason IS NOT NULL)
