-- grain: improvement action. reads: data.actions. why: what was done, by whom, what became of the answer.
SELECT
    action_id,
    topic_ids,
    department,
    done_on,
    what,
    expected_effect,
    owner,
    due_on,
    status,
    answer,
    answered_on,
    closed_on,
    recorded_at
FROM data.actions
