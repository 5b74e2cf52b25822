-- grain: day × kind × topic × owner × channel. reads: data.daily_topic_counts. why: trend of a topic.
SELECT day, kind, topic_id, department, channel, voices, contacts, cases FROM data.daily_topic_counts
