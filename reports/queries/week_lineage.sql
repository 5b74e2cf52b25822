-- grain: one row a day, version and event / reads published.lineage / why: a marker dates each change of the topics
SELECT happened_on, registry_version, event, count(*) AS topics
FROM published.lineage
WHERE happened_on BETWEEN $monday AND $sunday
GROUP BY happened_on, registry_version, event
ORDER BY happened_on, registry_version, event
