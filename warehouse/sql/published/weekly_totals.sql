-- grain: week. reads: data.weekly_cases, published.days. why: the whole against which a department is read.
SELECT
    days.week,
    count(*) AS days,
    sum(days.contacts)::BIGINT AS contacts,
    any_value(weekly.cases) AS cases,
    sum(days.excluded)::BIGINT AS excluded,
    sum(days.voices)::BIGINT AS voices,
    CASE WHEN bool_and(days.state = 'confirmed') THEN 'confirmed' ELSE 'provisional' END AS state
FROM published.days
LEFT JOIN data.weekly_cases AS weekly ON weekly.week = days.week
GROUP BY days.week
