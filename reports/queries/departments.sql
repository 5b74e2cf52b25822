-- grain: one row a department / reads published.departments / why: names and order of the reports
SELECT department, name
FROM published.departments
ORDER BY position, department
