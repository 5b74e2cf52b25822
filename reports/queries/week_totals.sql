-- grain: one row a week / reads published.weekly_totals / why: how much was received, beside the week before
SELECT week, days, contacts, cases, excluded
FROM published.weekly_totals
WHERE week IN ($week, $previous)
ORDER BY week
