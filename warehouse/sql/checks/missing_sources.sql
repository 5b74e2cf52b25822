-- grain: expected file that did not come. reads: core.receipts. why: readers must know what is not in the numbers.
-- level: warn. message: 未着のデータがあります
SELECT day, source, source_file FROM core.receipts WHERE day IN (SELECT unnest($days)) AND status = 'missing'
