-- grain: event of a refit. reads: data.lineage. why: a marker dates the refit; topics keep their history.
SELECT registry_version, happened_on, event, topic_id, related_ids FROM data.lineage
