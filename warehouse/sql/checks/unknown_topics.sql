-- grain: topic of the days' assignments that is not in the registry. reads: core.assignments, core.topics.
-- level: fail. message: 登録されていない話題に割り当てられた声があります
SELECT DISTINCT assignments.day, assignments.topic_id
FROM core.assignments
LEFT JOIN core.topics ON topics.topic_id = assignments.topic_id
WHERE assignments.day IN (SELECT unnest($days)) AND assignments.topic_id IS NOT NULL AND topics.topic_id IS NULL
