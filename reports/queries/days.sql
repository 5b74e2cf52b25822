-- grain: one row a published day / reads published.days / why: weeks to report on, 速報 or 確定, what is missing
SELECT day, week, state, confirmed_on, voices
FROM published.days
ORDER BY day
