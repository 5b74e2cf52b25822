-- grain: file that says it gave contacts while none of them is there, or the other way round. reads: receipts, contacts.
-- level: fail. message: 受信ファイルの内訳と登録されたお問い合わせが一致しません
WITH loaded AS (
    SELECT day, source, source_file, count(*) AS contacts
    FROM core.contacts
    WHERE day IN (SELECT unnest($days))
    GROUP BY ALL
),

delivered AS (
    SELECT receipts.day, receipts.source, receipts.source_file, sum(receipts.contact_rows) AS contact_rows
    FROM core.receipts
    SEMI JOIN loaded ON loaded.day = receipts.day AND loaded.source = receipts.source
    WHERE receipts.contact_rows > 0
    GROUP BY ALL
)

SELECT coalesce(delivered.day, loaded.day) AS day, coalesce(delivered.source, loaded.source) AS source
FROM delivered
FULL OUTER JOIN loaded
    ON loaded.day = delivered.day AND loaded.source = delivered.source AND loaded.source_file = delivered.source_file
WHERE delivered.source IS NULL OR loaded.source IS NULL OR loaded.contacts > delivered.contact_rows
