-- grain: contact reached. reads: core.contacts, mart.cases. why: order in time decides a case's first contact.
SELECT contacts.day, contacts.contact_id, cases.case_id AS old_case_id, cases.contact_number AS old_number
FROM core.contacts
LEFT JOIN mart.cases ON cases.contact_id = contacts.contact_id
WHERE contacts.contact_id IN (SELECT contact_id FROM case_seeds)
ORDER BY contacts.started_at, contacts.contact_id
