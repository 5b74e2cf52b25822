-- grain: reason why a copy takes nothing over from the one before. reads: previous.data.*, core.day_inputs.
-- why: bytes of rows that were replaced because of what hides personal data must not stay, nor may holes grow.
SELECT became.kind AS reason
FROM core.day_inputs AS became
INNER JOIN previous.data.days ON days.day = became.day
LEFT JOIN previous.data.day_inputs AS was
    ON was.day = became.day AND was.kind = became.kind AND was.name = became.name
WHERE became.kind IN ('masking', 'masking.yaml', 'suppressed', 'key', 'code', 'library')
    AND was.digest IS DISTINCT FROM became.digest
UNION
SELECT 'holes' AS reason
FROM pragma_database_size()
WHERE database_name = 'previous' AND free_blocks > used_blocks
