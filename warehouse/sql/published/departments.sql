-- grain: department. reads: data.departments. why: names and order for readers.
SELECT department, name, position FROM data.departments
