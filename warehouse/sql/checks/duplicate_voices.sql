-- grain: voice that occurs twice. reads: core.voices. why: a sentence counts once.
-- level: fail. message: 同じ声が二重に登録されています
SELECT voice_id FROM core.voices WHERE day = $day GROUP BY voice_id HAVING count(*) > 1
