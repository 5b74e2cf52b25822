-- grain: event of a refit that a topic had a part in / reads published.lineage / why: where a topic comes from
SELECT registry_version, happened_on, event, topic_id, related_ids
FROM published.lineage
WHERE topic_id = CAST($topic_id AS VARCHAR) OR list_contains(related_ids, CAST($topic_id AS VARCHAR))
ORDER BY registry_version, event, topic_id
