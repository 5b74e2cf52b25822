-- grain: week × department of one topic / reads published.weekly_expectations / why: the normal range beside a count
SELECT week, department, role, low, high
FROM published.weekly_expectations
WHERE topic_id = CAST($topic_id AS VARCHAR) AND kind = CAST($kind AS VARCHAR)
