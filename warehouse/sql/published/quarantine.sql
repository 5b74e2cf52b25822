-- grain: row in quarantine. reads: data.quarantine. why: bad rows are shown, never lost.
SELECT day, source, source_file, source_row, reason, detail FROM data.quarantine
WHERE source_file <> '(canary)'
