-- grain: improvement action with what became of it / reads published.actions, action_effects, topics
-- why: the departments that did it or own its topics read of it
SELECT
    actions.action_id,
    actions.topic_ids,
    actions.department,
    actions.done_on,
    actions.what,
    actions.expected_effect,
    actions.owner,
    actions.due_on,
    actions.status,
    actions.answer,
    actions.answered_on,
    actions.closed_on,
    effects.verdict,
    effects.reason,
    effects.change_low,
    effects.change_high,
    effects.smallest_effect,
    effects.before_cases,
    effects.after_cases,
    effects.before_days,
    effects.after_days,
    effects.volume_change,
    effects.control_count,
    coalesce(effects.counted_topics, []) AS counted_topics,
    coalesce(effects.other_actions, []) AS other_actions,
    effects.judged_until,
    effects.judge_from,
    list_sort(list_distinct(list_filter(
        list(topics.owner_department), lambda owner: owner IS NOT NULL
    ))) AS topic_owners
FROM published.actions AS actions
LEFT JOIN published.action_effects AS effects ON effects.action_id = actions.action_id
LEFT JOIN published.topics AS topics
    ON list_contains(effects.counted_topics, topics.topic_id) OR list_contains(actions.topic_ids, topics.topic_id)
GROUP BY ALL
ORDER BY actions.done_on NULLS LAST, actions.action_id
