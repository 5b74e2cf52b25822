-- grain: file × day. reads: data.receipts. why: 未着 and 破損 are named.
SELECT
    day, source, source_file, status, encoding, row_count, contact_rows, superseded_rows, quarantined_rows
FROM data.receipts
