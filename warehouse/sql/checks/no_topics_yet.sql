-- grain: the day, when no registry exists yet. reads: core.days. why: unassigned must not look like 'no topics'.
-- level: warn. message: 話題の一覧がまだ作られていないため、声はすべて未分類です
SELECT day FROM core.days WHERE day IN (SELECT unnest($days)) AND registry_version = 0
