-- grain: group of unassigned voices that may become a topic. reads: data.topic_candidates. why: the new is noticed early.
SELECT position, kind, label, case_count, voice_count, first_day, last_day, examples, voice_ids FROM data.topic_candidates
