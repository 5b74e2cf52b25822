-- grain: contact reached. reads: case_seeds, mart.cases. why: order in time decides a case's first contact.
SELECT seeds.day, seeds.contact_id, cases.case_id AS old_case_id, cases.contact_number AS old_number
FROM case_seeds AS seeds
LEFT JOIN mart.cases
    ON cases.day = seeds.day
    AND cases.contact_id = seeds.contact_id
    AND cases.day BETWEEN $first AND $last
ORDER BY seeds.started_at, seeds.contact_id
