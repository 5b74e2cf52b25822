-- grain: one row a fact of the build / reads published.build / why: build name, topic version and its date
SELECT key, CAST(value AS VARCHAR) AS value
FROM published.build
ORDER BY key
