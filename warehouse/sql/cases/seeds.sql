-- grain: contact whose case may change when $days change. reads: core.contacts, core.days, cases_parted.
-- why: contacts that shared a case with one of these days may have to part.
SELECT contacts.day, contacts.contact_id, contacts.customer_key, contacts.source_case_id, contacts.started_at
FROM core.contacts
INNER JOIN core.days ON days.day = contacts.day AND days.counted_hash IS NOT NULL
LEFT JOIN cases_parted AS parted ON parted.day = contacts.day AND parted.contact_id = contacts.contact_id
WHERE contacts.excluded_reason IS NULL
    AND contacts.day IN (SELECT unnest($days) UNION SELECT day FROM cases_parted)
    AND (contacts.day IN (SELECT unnest($days)) OR parted.contact_id IS NOT NULL)
