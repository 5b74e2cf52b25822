-- grain: contact whose case may change when $days change. reads: core.contacts, core.days, mart.cases.
-- why: contacts that shared a case with one of these days may have to part.
WITH parted AS (
    SELECT day, contact_id
    FROM mart.cases
    WHERE case_id IN (SELECT case_id FROM mart.cases WHERE day IN (SELECT unnest($days)))
)

SELECT contacts.day, contacts.contact_id, contacts.customer_key, contacts.source_case_id, contacts.started_at
FROM core.contacts
INNER JOIN core.days ON days.day = contacts.day AND days.counted_hash IS NOT NULL
LEFT JOIN parted ON parted.day = contacts.day AND parted.contact_id = contacts.contact_id
WHERE contacts.excluded_reason IS NULL
    AND contacts.day IN (SELECT unnest($days) UNION SELECT day FROM parted)
    AND (contacts.day IN (SELECT unnest($days)) OR parted.contact_id IS NOT NULL)
