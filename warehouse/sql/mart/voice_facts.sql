-- grain: one counted voice. reads: core.voices, contacts, assignments, topics, routes, departments.
-- why: everything that is counted starts here, so owner and merges are decided in one place. $first and $last are
-- the ends of $days: by them the scans leave the rest of the history out.
SELECT
    voices.day,
    voices.voice_id,
    voices.contact_id,
    coalesce(topics.merged_into, assignments.topic_id) AS topic_id,
    voices.kind,
    CASE WHEN $owner_from = 'department_hint' THEN hinted.department ELSE routes.owner_department END AS department,
    CASE
        WHEN $owner_from = 'department_hint' THEN []
        ELSE list_filter(coalesce(routes.shared_with, []), lambda name: name IS DISTINCT FROM routes.owner_department)
    END AS shared_with,
    contacts.channel,
    contacts.desk,
    contacts.product,
    contacts.lot,
    voices.risk
FROM core.voices
INNER JOIN core.contacts ON contacts.day = voices.day AND contacts.contact_id = voices.contact_id
LEFT JOIN (SELECT day, voice_id, topic_id FROM core.assignments WHERE day BETWEEN $first AND $last) AS assignments
    ON assignments.day = voices.day AND assignments.voice_id = voices.voice_id
LEFT JOIN core.topics ON topics.topic_id = assignments.topic_id
LEFT JOIN core.routes ON routes.topic_id = coalesce(topics.merged_into, assignments.topic_id)
LEFT JOIN core.departments AS hinted ON hinted.hint = contacts.department_hint
WHERE voices.day IN (SELECT unnest($days))
    AND voices.day BETWEEN $first AND $last
    AND contacts.day BETWEEN $first AND $last
    AND contacts.excluded_reason IS NULL
