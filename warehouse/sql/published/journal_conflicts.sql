-- grain: edit that no longer applies. reads: data.journal_conflicts. why: never silently dropped.
SELECT entry_id, action, reason FROM data.journal_conflicts
