-- grain: contact whose case may change when $days change. reads: core.contacts, mart.cases.
-- why: contacts that shared a case with one of these days may have to part.
SELECT contact_id FROM core.contacts WHERE day IN (SELECT unnest($days)) AND excluded_reason IS NULL
UNION
SELECT contact_id FROM mart.cases
WHERE case_id IN (SELECT case_id FROM mart.cases WHERE day IN (SELECT unnest($days)))
