-- grain: week × kind × topic × department × role. reads: data.weekly_expectations. why: the normal range beside a count.
SELECT week, kind, topic_id, department, role, expected, low, high, trend FROM data.weekly_expectations
