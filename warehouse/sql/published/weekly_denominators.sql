-- grain: week × department. reads: data.weekly_denominators. why: counts per 10,000 pieces shipped, or per 1,000 members.
SELECT week, department, measure, value FROM data.weekly_denominators
