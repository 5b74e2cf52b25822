-- grain: day × kind of input that is another than in the previous publication. reads: previous.data.*, core.*.
-- why: the reason for a correction; a day that came in anew is one, too.
WITH changed AS (
    SELECT
        coalesce(was.day, became.day) AS day,
        coalesce(was.kind, became.kind) AS kind,
        CASE WHEN was.day IS NULL THEN 'new' WHEN became.day IS NULL THEN 'gone' ELSE 'other' END AS change
    FROM previous.data.day_inputs AS was
    FULL OUTER JOIN core.day_inputs AS became
        ON became.day = was.day AND became.kind = was.kind AND became.name = was.name
    WHERE was.digest IS DISTINCT FROM became.digest
),

was_forgotten AS (
    SELECT day, count(*) AS contacts FROM previous.data.contacts WHERE excluded_reason = 'forgotten' GROUP BY day
),

now_forgotten AS (
    SELECT day, count(*) AS contacts FROM core.contacts WHERE excluded_reason = 'forgotten' GROUP BY day
)

SELECT DISTINCT day, kind, change FROM changed WHERE kind <> 'suppressed'
UNION
SELECT now_forgotten.day, 'forgotten' AS kind, 'new' AS change
FROM now_forgotten
LEFT JOIN was_forgotten ON was_forgotten.day = now_forgotten.day
WHERE now_forgotten.contacts IS DISTINCT FROM was_forgotten.contacts
UNION
SELECT day, 'day' AS kind, 'new' AS change
FROM core.days
WHERE counted_hash IS NOT NULL AND day NOT IN (SELECT day FROM previous.data.days)
