-- grain: contact that occurs twice, on this day or on another one too. reads: core.contacts. why: a contact counts once.
-- level: fail. message: 同じお問い合わせが二重に登録されています
SELECT contact_id
FROM core.contacts
WHERE contact_id IN (SELECT contact_id FROM core.contacts WHERE day = $day)
GROUP BY contact_id
HAVING count(*) > 1
