-- grain: file that says it gave contacts while none of them is there, or the other way round. reads: receipts, contacts.
-- level: fail. message: 受信ファイルの内訳と登録されたお問い合わせが一致しません
WITH delivered AS (
    SELECT source, source_file, sum(contact_rows) AS contact_rows
    FROM core.receipts
    WHERE day = $day AND contact_rows > 0 AND source IN (SELECT source FROM core.contacts WHERE day = $day)
    GROUP BY ALL
),

loaded AS (
    SELECT source, source_file, count(*) AS contacts FROM core.contacts WHERE day = $day GROUP BY ALL
)

SELECT coalesce(delivered.source, loaded.source) AS source
FROM delivered
FULL OUTER JOIN loaded ON loaded.source = delivered.source AND loaded.source_file = delivered.source_file
WHERE delivered.source IS NULL OR loaded.source IS NULL OR loaded.contacts > delivered.contact_rows
