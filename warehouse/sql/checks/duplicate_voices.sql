-- grain: voice that occurs twice. reads: core.voices. why: a sentence counts once.
-- level: fail. message: 同じ声が二重に登録されています
SELECT day, voice_id FROM core.voices WHERE day IN (SELECT unnest($days)) GROUP BY ALL HAVING count(*) > 1
