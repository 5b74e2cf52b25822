-- grain: one row / reads published.days / why: the week that lists start with
SELECT max(week) AS week FROM published.days
