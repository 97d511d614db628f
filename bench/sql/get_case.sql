-- One case as a reader needs it: the row, how the reader is named on it, and who asked for the
-- closure that waits.
\set number random(:case_0, :case_last)
\set copy random(1, :copies)
\set worker :worker_0 + (:number - :case_0) / :cases_per_office * 3 + random(0, 1)
SELECT c.*, m.membership, r.requested_by
FROM cases c
LEFT JOIN case_members m ON m.case_id = c.id AND m.worker_id = bench_id(:worker, 0)
LEFT JOIN closure_requests r ON r.case_id = c.id AND r.status = 'pending'
WHERE c.id = bench_id(:number, :copy);
