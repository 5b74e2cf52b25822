-- grain: file that could not be read. reads: core.receipts. why: readers must know what is not in the numbers.
-- level: warn. message: 読み取れなかったファイルがあります
SELECT day, source, source_file FROM core.receipts WHERE day IN (SELECT unnest($days)) AND status = 'broken'
