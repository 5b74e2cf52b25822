-- grain: urgent case that was passed on, or answer to it / reads published.escalations, departments
-- why: readers see who was told and when, by the name of the department where it has one
SELECT
    escalations.case_id,
    coalesce(departments.name, escalations.escalated_to) AS escalated_to,
    escalations.escalation_state,
    escalations.note,
    escalations.escalated_at
FROM published.escalations AS escalations
LEFT JOIN published.departments AS departments ON departments.department = escalations.escalated_to
ORDER BY escalations.escalated_at, escalations.entry_id
