-- grain: topic × department that shares it. reads: core.routes. why: who sees a range beside its owner.
SELECT topic_id, unnest(shared_with) AS department FROM core.routes ORDER BY topic_id, department
