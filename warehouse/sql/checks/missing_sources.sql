-- grain: expected file that did not come. reads: core.receipts. why: readers must know what is not in the numbers.
-- level: warn. message: 未着のデータがあります
SELECT source, source_file FROM core.receipts WHERE day = $day AND status = 'missing'
