-- grain: contact that may belong to the same case as a contact of $days, one step away. reads: core.contacts, core.days.
-- why: a case must not depend on the order in which its days were loaded.
WITH seeds AS (
    SELECT customer_key, source, source_case_id FROM core.contacts WHERE contact_id IN (SELECT contact_id FROM case_seeds)
)

SELECT DISTINCT contacts.contact_id
FROM core.contacts
INNER JOIN core.days ON days.day = contacts.day AND days.counted_hash IS NOT NULL
WHERE contacts.excluded_reason IS NULL
    AND (
        contacts.customer_key IN (SELECT customer_key FROM seeds)
        OR (contacts.source_case_id IS NOT NULL AND contacts.source_case_id IN (SELECT source_case_id FROM seeds))
        OR contacts.contact_id IN (SELECT contact_id FROM case_seeds)
    )
