-- grain: week × kind × topic × department. reads: data.weekly_topic_counts. why: ranking and change.
SELECT week, kind, topic_id, department, role, voices, contacts, cases FROM data.weekly_topic_counts
