-- grain: corrected figure of a department in this week or the one before, first and last value over all publications.
-- reads: published.corrections. why: a changed number is stated with its reason, never silent.
SELECT
    first_day AS week,
    kind,
    topic_id,
    arg_min(was, build) AS was,
    arg_max(became, build) AS became,
    bool_or(state = 'confirmed') AS is_confirmed,
    list_distinct(flatten(list(reasons ORDER BY build))) AS reasons
FROM published.corrections
WHERE period = 'week' AND measure = 'cases' AND department IS NOT DISTINCT FROM $department
    AND first_day IN ($week, $previous)
GROUP BY first_day, kind, topic_id
HAVING arg_min(was, build) <> arg_max(became, build)
ORDER BY
    topic_id IS NOT NULL,
    first_day DESC,
    abs(arg_max(became, build) - arg_min(was, build)) DESC,
    topic_id,
    kind
