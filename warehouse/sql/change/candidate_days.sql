-- grain: group of voices without topic × day. reads: core.topic_candidates, mart.voice_facts, mart.cases.
-- why: whether a group is new: its cases on the day of their first voice in it.
WITH members AS (
    SELECT position, unnest(voice_ids) AS voice_id FROM core.topic_candidates
),

first_of_case AS (
    SELECT
        members.position,
        coalesce(cases.case_id, facts.contact_id) AS case_id,
        min(facts.day) AS day,
        min(facts.department) AS first_department,
        max(facts.department) AS last_department,
        bool_or(facts.department IS NULL) AS is_unowned
    FROM members
    INNER JOIN mart.voice_facts AS facts ON facts.voice_id = members.voice_id
    LEFT JOIN mart.cases ON cases.day = facts.day AND cases.contact_id = facts.contact_id
    WHERE facts.day > $after
    GROUP BY ALL
)

SELECT
    position,
    day,
    count(*) AS cases,
    min(first_department) AS first_department,
    max(last_department) AS last_department,
    bool_or(is_unowned) AS is_unowned
FROM first_of_case
GROUP BY ALL
ORDER BY position, day
