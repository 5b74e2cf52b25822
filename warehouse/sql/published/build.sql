-- grain: fact about this build. reads: data.build. why: readers see what the numbers stand on.
SELECT unnest(['build', 'registry_version', 'journal_position', 'newest_day', 'topics_since', 'provisional_days']) AS key,
    unnest([
        build, registry_version::VARCHAR, journal_position, newest_day::VARCHAR, topics_since::VARCHAR,
        provisional_days::VARCHAR
    ]) AS value
FROM data.build
