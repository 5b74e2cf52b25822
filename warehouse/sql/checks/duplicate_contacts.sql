-- grain: contact that occurs twice, on one day or on two. reads: core.contacts. why: a contact counts once.
-- level: fail. message: 同じお問い合わせが二重に登録されています
WITH twice AS (
    SELECT contact_id
    FROM core.contacts
    WHERE contact_id IN (SELECT contact_id FROM core.contacts WHERE day IN (SELECT unnest($days)))
    GROUP BY contact_id
    HAVING count(*) > 1
)

SELECT DISTINCT contacts.day, contacts.contact_id
FROM core.contacts
INNER JOIN twice ON twice.contact_id = contacts.contact_id
WHERE contacts.day IN (SELECT unnest($days))
