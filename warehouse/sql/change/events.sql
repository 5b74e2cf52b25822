-- grain: event of a source. reads: core.calendar. why: campaigns and releases that explain a number.
SELECT event_type, name, day, coalesce(until_day, day) AS until_day FROM core.calendar ORDER BY event_type, name, day, until_day
