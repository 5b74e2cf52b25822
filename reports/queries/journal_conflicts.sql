-- grain: one row an edit that no longer applies / reads published.journal_conflicts / why: no edit is dropped silently
SELECT entry_id, action, reason
FROM published.journal_conflicts
ORDER BY entry_id
