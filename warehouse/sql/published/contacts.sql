-- grain: counted contact of the last days, without keys of persons. reads: data.contacts, data.cases.
-- why: what numbers are broken down by.
SELECT
    contacts.day,
    date_trunc('week', contacts.day)::DATE AS week,
    contacts.contact_id,
    cases.case_id,
    cases.contact_number,
    contacts.source,
    contacts.channel,
    contacts.started_at,
    contacts.desk,
    contacts.product,
    contacts.lot,
    contacts.resolved,
    contacts.csat,
    contacts.nps,
    contacts.first_reply_seconds,
    contacts.handle_seconds
FROM data.contacts
INNER JOIN data.cases ON cases.day = contacts.day AND cases.contact_id = contacts.contact_id
WHERE contacts.excluded_reason IS NULL
