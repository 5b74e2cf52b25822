-- grain: one row a department
-- reads published.weekly_denominators / why: counts per 10,000 pieces shipped, or per 1,000 members
SELECT department, measure, value
FROM published.weekly_denominators
WHERE week = $week AND value > 0
ORDER BY department NULLS FIRST
