-- grain: day. reads: mart.cases, copy.data.cases. why: a contact may change the cases of days that were not made anew.
WITH here AS (
    SELECT day, count(*) AS contacts, sum(hash(contact_id, case_id, contact_number)) AS content
    FROM mart.cases
    WHERE day > $since
    GROUP BY ALL
),

there AS (
    SELECT day, count(*) AS contacts, sum(hash(contact_id, case_id, contact_number)) AS content
    FROM copy.data.cases
    WHERE day > $since
    GROUP BY ALL
)

SELECT coalesce(here.day, there.day) AS day
FROM here
FULL JOIN there ON there.day = here.day AND there.contacts = here.contacts AND there.content = here.content
WHERE here.day IS NULL OR there.day IS NULL
ORDER BY ALL
