-- grain: week × department. reads: data.weekly_department_counts. why: 「うち当部に関わるもの」.
SELECT week, department, voices, contacts, cases FROM data.weekly_department_counts
