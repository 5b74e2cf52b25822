-- grain: file whose rows are not all accounted for. reads: core.receipts. why: nothing drops out on the way.
-- level: fail. message: 受信した行数と、登録・置き換え・隔離の合計が一致しません
SELECT day, source, source_file
FROM core.receipts
WHERE day IN (SELECT unnest($days)) AND row_count <> contact_rows + superseded_rows + quarantined_rows
