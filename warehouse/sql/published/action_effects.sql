-- grain: improvement action. reads: data.action_effects. why: whether it moved a number, and what cannot be said.
SELECT
    action_id,
    verdict,
    reason,
    change_low,
    change_high,
    smallest_effect,
    before_cases,
    after_cases,
    before_days,
    after_days,
    volume_change,
    control_count,
    counted_topics,
    other_actions,
    judged_until,
    judge_from
FROM data.action_effects
