-- The 50 newest cases of a unit in a stage (and one more, which tells that there are more), as a
-- caseworker (role 0), a supervisor (1) or a state director (2) sees them: those the role shows,
-- and those the reader is named on. Each part is limited on its own index.
\set office random(0, :offices - 1)
\set unit :office_0 + :office
\if :role = 2
\set worker :worker_0 + :offices * 3 + :office / :districts
\elif :role = 1
\set worker :worker_0 + :office * 3 + 2
\else
\set worker :worker_0 + :office * 3 + random(0, 1)
\endif
\if :role = 0
SELECT * FROM (
    (SELECT * FROM cases
     WHERE unit_id = bench_id(:unit, 0) AND stage = 'assessment'
       AND confidentiality = 'standard'
     ORDER BY opened_at DESC, id DESC LIMIT 51)
    UNION ALL
    (SELECT c.* FROM case_members m JOIN cases c ON c.id = m.case_id
     WHERE m.worker_id = bench_id(:worker, 0) AND m.confidentiality = 'confidential'
       AND m.unit_id = bench_id(:unit, 0) AND m.membership IN ('responsible', 'team')
       AND c.stage = 'assessment'
     ORDER BY m.opened_at DESC, m.case_id DESC LIMIT 51)
    UNION ALL
    (SELECT c.* FROM case_members m JOIN cases c ON c.id = m.case_id
     WHERE m.worker_id = bench_id(:worker, 0) AND m.confidentiality = 'restricted'
       AND m.unit_id = bench_id(:unit, 0) AND c.stage = 'assessment'
     ORDER BY m.opened_at DESC, m.case_id DESC LIMIT 51)
) one
ORDER BY opened_at DESC, id DESC LIMIT 51;
\else
SELECT * FROM (
    (SELECT * FROM cases
     WHERE unit_id = bench_id(:unit, 0) AND stage = 'assessment'
       AND confidentiality IN ('standard', 'confidential')
     ORDER BY opened_at DESC, id DESC LIMIT 51)
    UNION ALL
    (SELECT c.* FROM case_members m JOIN cases c ON c.id = m.case_id
     WHERE m.worker_id = bench_id(:worker, 0) AND m.confidentiality = 'restricted'
       AND m.unit_id = bench_id(:unit, 0) AND c.stage = 'assessment'
     ORDER BY m.opened_at DESC, m.case_id DESC LIMIT 51)
) one
ORDER BY opened_at DESC, id DESC LIMIT 51;
\endif
