-- grain: one row a week and department (NULL = 未割当) / reads published.weekly_department_counts
-- why: what concerns a department, beside the week before
SELECT week, department, contacts, cases
FROM published.weekly_department_counts
WHERE week IN ($week, $previous)
ORDER BY week, department NULLS LAST
