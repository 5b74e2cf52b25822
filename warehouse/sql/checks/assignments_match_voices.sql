-- grain: voice without exactly one assignment, or assignment without voice. reads: core.voices, core.assignments.
-- level: fail. message: 声と話題の対応が一致しません
SELECT coalesce(voices.day, assignments.day) AS day, coalesce(voices.voice_id, assignments.voice_id) AS voice_id
FROM (SELECT day, voice_id FROM core.voices WHERE day IN (SELECT unnest($days))) AS voices
FULL OUTER JOIN (SELECT day, voice_id FROM core.assignments WHERE day IN (SELECT unnest($days))) AS assignments
    ON assignments.day = voices.day AND assignments.voice_id = voices.voice_id
WHERE voices.voice_id IS NULL OR assignments.voice_id IS NULL
