-- grain: week × day × kind × topic × owner × channel, and per department with kind NULL; where owners follow the
-- contacts also per topic with department '*', all departments together.
-- reads: mart.voice_facts, mart.cases, core.voices, core.contacts.
-- why: counts that can be summed over days, so that a week's expectation and its cases are the same measure. Who types
-- one sentence at five places without a name is five cases, and one of them tells something new. $first and $last are
-- the ends of $days: by them the scans leave the rest of the history out.
WITH linked AS (
    SELECT day, contact_id, case_id FROM mart.cases WHERE day BETWEEN $first AND $last
),

said AS (
    SELECT
        facts.day,
        facts.contact_id,
        facts.channel,
        facts.kind,
        facts.topic_id,
        facts.department,
        CASE
            WHEN contacts.customer_key IS NULL
                THEN nullif(regexp_replace(lower(nfc_normalize(voices.sentence)), '[^\p{L}\p{N}]+', '', 'g'), '')
        END AS words
    FROM mart.voice_facts AS facts
    LEFT JOIN (SELECT day, contact_id, customer_key FROM core.contacts WHERE day BETWEEN $first AND $last) AS contacts
        ON contacts.day = facts.day AND contacts.contact_id = facts.contact_id
    LEFT JOIN (SELECT day, voice_id, sentence FROM core.voices WHERE day BETWEEN $first AND $last) AS voices
        ON voices.day = facts.day AND voices.voice_id = facts.voice_id
    WHERE facts.day IN (SELECT unnest($days)) AND facts.day BETWEEN $first AND $last
),

seen AS (
    SELECT day, contact_id, channel, kind, topic_id, department, words FROM said
    UNION ALL
    SELECT day, contact_id, channel, kind, topic_id, '*' AS department, words
    FROM said
    WHERE $owner_from = 'department_hint' AND topic_id IS NOT NULL
    UNION ALL
    SELECT day, contact_id, channel, NULL AS kind, NULL AS topic_id, department, NULL AS words FROM said
    UNION ALL
    SELECT day, contact_id, channel, NULL AS kind, NULL AS topic_id, unnest(shared_with) AS department, NULL AS words
    FROM mart.voice_facts
    WHERE day IN (SELECT unnest($days)) AND day BETWEEN $first AND $last
),

first_sayers AS (
    SELECT seen.day, seen.kind, seen.topic_id, seen.department, seen.words, min(cases.case_id) AS case_id
    FROM seen
    INNER JOIN linked AS cases ON cases.day = seen.day AND cases.contact_id = seen.contact_id
    WHERE seen.words IS NOT NULL AND seen.topic_id IS NOT NULL
    GROUP BY ALL
),

first_of_case AS (
    SELECT
        date_trunc('week', seen.day)::DATE AS week,
        seen.kind,
        seen.topic_id,
        seen.department,
        cases.case_id,
        min({'day': seen.day, 'channel': seen.channel}) AS arrival,
        bool_or(first_sayers.case_id IS NULL OR first_sayers.case_id = cases.case_id) AS is_separate
    FROM seen
    INNER JOIN linked AS cases ON cases.day = seen.day AND cases.contact_id = seen.contact_id
    LEFT JOIN first_sayers
        ON first_sayers.day = seen.day
            AND first_sayers.kind = seen.kind
            AND first_sayers.topic_id = seen.topic_id
            AND first_sayers.department IS NOT DISTINCT FROM seen.department
            AND first_sayers.words = seen.words
    GROUP BY ALL
)

SELECT
    week,
    arrival.day AS day,
    kind,
    topic_id,
    department,
    arrival.channel AS channel,
    count(*) AS cases,
    count(*) FILTER (WHERE is_separate) AS separate_cases
FROM first_of_case
GROUP BY ALL
