-- grain: topic or theme. reads: data.topics, data.routes. why: names, owner and history of a topic.
SELECT
    topics.topic_id,
    topics.kind,
    topics.label,
    topics.label_source,
    topics.parent_id,
    parents.label AS parent_label,
    topics.born_on,
    topics.status,
    topics.merged_into,
    routes.owner_department,
    coalesce(routes.shared_with, []) AS shared_with,
    topics.keywords,
    topics.registry_version
FROM data.topics
LEFT JOIN data.topics AS parents ON parents.topic_id = topics.parent_id
LEFT JOIN data.routes ON routes.topic_id = topics.topic_id
