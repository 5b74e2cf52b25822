-- grain: one row / reads published.voices / why: a copy keeps only the last days' rows; older weeks have none to show
SELECT min(day) AS day
FROM published.voices
