-- grain: urgent case that was passed on, or answer to it. reads: data.escalations. why: who was told, when, what came back.
SELECT entry_id, case_id, escalated_to, escalation_state, note, escalated_at
FROM data.escalations
