-- grain: one row. reads: core.days. why: what this build stands on.
SELECT
    $build AS build,
    $registry_version AS registry_version,
    $journal_position AS journal_position,
    $topics_since::DATE AS topics_since,
    $provisional_days::INTEGER AS provisional_days,
    (SELECT max(day) FROM core.days WHERE counted_hash IS NOT NULL) AS newest_day
