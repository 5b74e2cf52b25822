-- grain: one row a refit / reads published.lineage / why: a marker dates each change of the topics
-- The first version sorted what was never sorted before: nothing changed on that day.
SELECT registry_version, min(happened_on) AS happened_on
FROM published.lineage
WHERE registry_version > 1
GROUP BY registry_version
ORDER BY registry_version
