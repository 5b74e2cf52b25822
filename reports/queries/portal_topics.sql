-- grain: topic or theme with its cases in a week and the week before / reads published.topics, weekly_topic_counts
-- why: the portal's list of topics; counts are the owner's
SELECT
    topics.topic_id,
    topics.kind,
    topics.label,
    topics.label_source,
    topics.parent_id,
    topics.parent_label,
    topics.born_on,
    topics.status,
    topics.owner_department,
    topics.shared_with,
    topics.keywords,
    coalesce(this_week.cases, 0)::BIGINT AS cases,
    coalesce(week_before.cases, 0)::BIGINT AS cases_before
FROM published.topics AS topics
LEFT JOIN published.weekly_topic_counts AS this_week
    ON this_week.topic_id = topics.topic_id
    AND this_week.kind = topics.kind
    AND this_week.role = 'owner'
    AND this_week.department IS NOT DISTINCT FROM topics.owner_department
    AND this_week.week = CAST($week AS DATE)
LEFT JOIN published.weekly_topic_counts AS week_before
    ON week_before.topic_id = topics.topic_id
    AND week_before.kind = topics.kind
    AND week_before.role = 'owner'
    AND week_before.department IS NOT DISTINCT FROM topics.owner_department
    AND week_before.week = CAST($week AS DATE) - 7
ORDER BY cases DESC, topics.topic_id
