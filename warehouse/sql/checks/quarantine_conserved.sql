-- grain: file whose quarantined rows are not listed. reads: core.receipts, core.quarantine. why: every bad row is shown.
-- level: fail. message: 隔離した行の件数と明細が一致しません
WITH listed AS (
    SELECT day, source, source_file, file_hash, count(DISTINCT source_row) AS row_count
    FROM core.quarantine
    WHERE day IN (SELECT unnest($days)) AND source_row > 0
    GROUP BY ALL
)

SELECT receipts.day, receipts.source, receipts.source_file
FROM core.receipts
LEFT JOIN listed USING (day, source, source_file, file_hash)
WHERE receipts.day IN (SELECT unnest($days))
    AND receipts.status NOT IN ('broken', 'replaced')
    AND receipts.quarantined_rows <> coalesce(listed.row_count, 0)
