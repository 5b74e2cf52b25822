-- grain: day whose rows are not those of the copy before. reads: previous.data.days, core.days.
-- why: equal inputs and owners give equal rows, so these need not be written again.
SELECT days.day
FROM core.days
ANTI JOIN previous.data.days AS was
    ON was.day = days.day AND was.input_hash = days.input_hash AND was.counted_hash = days.counted_hash
WHERE days.counted_hash IS NOT NULL AND days.day > $since
ORDER BY days.day
