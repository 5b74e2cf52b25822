-- grain: row in quarantine. reads: core.quarantine. why: bad rows are shown, never lost.
-- level: warn. message: 読み取れず隔離した行があります
SELECT day, source, source_file, source_row
FROM core.quarantine
WHERE day IN (SELECT unnest($days)) AND source_row > 0 AND source_file <> '(canary)'
