-- grain: file × day. reads: data.receipts, data.sources. why: 未着 and 破損 are named as readers know them.
SELECT
    receipts.day,
    receipts.source,
    coalesce(sources.source_label, receipts.source) AS source_label,
    receipts.source_file,
    receipts.status,
    receipts.encoding,
    receipts.row_count,
    receipts.contact_rows,
    receipts.superseded_rows,
    receipts.quarantined_rows
FROM data.receipts
LEFT JOIN data.sources ON sources.source = receipts.source
WHERE receipts.status <> 'canary'
