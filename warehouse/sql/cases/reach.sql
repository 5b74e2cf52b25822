-- grain: contact that may belong to the same case as a contact of case_seeds, one step away.
-- reads: case_seeds, core.contacts, core.days. why: a case must not depend on the order in which its days were loaded,
-- and a customer's contacts further apart than $case_days are no step of one matter; $first and $last are the seeds'
-- days with that distance around, so that the history is left unread. Numbers of cases have no such bound: of the
-- history their column alone is read, and the rest only of the rows found.
WITH numbered AS (
    SELECT contacts.rowid AS row_number
    FROM core.contacts
    WHERE contacts.source_case_id IN (SELECT source_case_id FROM case_seeds WHERE source_case_id IS NOT NULL)
),

found AS (
    SELECT contacts.day, contacts.contact_id, contacts.customer_key, contacts.source_case_id, contacts.started_at
    FROM core.contacts
    WHERE contacts.excluded_reason IS NULL AND contacts.rowid IN (SELECT row_number FROM numbered)
    UNION
    SELECT contacts.day, contacts.contact_id, contacts.customer_key, contacts.source_case_id, contacts.started_at
    FROM core.contacts
    WHERE contacts.excluded_reason IS NULL
        AND contacts.day BETWEEN $first AND $last
        AND EXISTS (
            FROM case_seeds AS seeds
            WHERE seeds.customer_key = contacts.customer_key
                AND contacts.day BETWEEN seeds.day - $case_days AND seeds.day + $case_days
        )
)

SELECT day, contact_id, customer_key, source_case_id, started_at
FROM found
WHERE day IN (SELECT day FROM core.days WHERE counted_hash IS NOT NULL)
