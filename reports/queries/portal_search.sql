-- grain: matching quotable voice of one page, with the sums of all matches; one row with nulls where there is none
-- reads published.voices, published.topics
-- why: customers' words across days, of the departments that are open to the person; what must not be quoted is
-- counted and does not leave the query. Each word is looked for in three widths: folding every sentence here takes ten
-- times as long
WITH matches AS MATERIALIZED (
    SELECT voice_id, case_id, day, channel, kind, topic_id, department, sentence, quotable
    FROM (
        SELECT *, lower(sentence) AS folded FROM published.voices
    )
    WHERE (contains(folded, $word1) OR contains(folded, $wide1) OR contains(sentence, $half1)
            OR (len($base1::VARCHAR[]) > 0 AND list_has_all(tokens, $base1::VARCHAR[])))
        AND (contains(folded, $word2) OR contains(folded, $wide2) OR contains(sentence, $half2)
            OR (len($base2::VARCHAR[]) > 0 AND list_has_all(tokens, $base2::VARCHAR[])))
        AND (contains(folded, $word3) OR contains(folded, $wide3) OR contains(sentence, $half3)
            OR (len($base3::VARCHAR[]) > 0 AND list_has_all(tokens, $base3::VARCHAR[])))
        AND (contains(folded, $word4) OR contains(folded, $wide4) OR contains(sentence, $half4)
            OR (len($base4::VARCHAR[]) > 0 AND list_has_all(tokens, $base4::VARCHAR[])))
        AND NOT list_contains($withdrawn::VARCHAR[], coalesce(department, ''))
        AND (
            $everything
            OR list_contains($departments::VARCHAR[], coalesce(department, ''))
            OR list_has_any(shared_with, $departments::VARCHAR[])
        )
),

sums AS (
    SELECT
        count(*) FILTER (quotable) AS voices,
        count(DISTINCT case_id) FILTER (quotable) AS cases,
        count(*) FILTER (NOT quotable) AS hidden
    FROM matches
),

page AS (
    SELECT * FROM matches WHERE quotable ORDER BY day DESC, voice_id LIMIT $count OFFSET $offset
)

SELECT
    sums.voices,
    sums.cases,
    sums.hidden,
    page.day,
    page.channel,
    page.kind,
    page.topic_id,
    topics.label,
    page.department,
    page.sentence
FROM sums
LEFT JOIN page ON TRUE
LEFT JOIN published.topics AS topics ON topics.topic_id = page.topic_id
ORDER BY page.day DESC, page.voice_id
