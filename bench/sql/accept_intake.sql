-- Accepts an intake, statement by statement as the service does it: the standing of the session
-- again, the intake locked, what the gate of acceptance looks at, then every row.
-- Each intake waits once: client and turn count down from :from.
\set waiting :from - (:turn * 16 + :client_id)
\set turn :turn + 1
\set office :waiting % :offices
\set copy 1 + :waiting / :offices
\set unit :office_0 + :office
\set state :unit_0 + 1 + :office / :districts
\set intake :waiting_0 + :office
\set supervisor :worker_0 + :office * 3 + 2
\set caseworker :worker_0 + :office * 3
\set session :session_0 + (:office + 1) * :sessions_per_office - 1
\set made :made_0 + :waiting
BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
SELECT s.worker_id, s.integration_id, s.client_id, s.scopes, s.expires_at, s.revoked_at,
       w.unit_id, w.active, i.unit_id AS part, i.active AS on
FROM sessions s
LEFT JOIN workers w ON w.id = s.worker_id
LEFT JOIN integrations i ON i.id = s.integration_id
WHERE s.id = bench_id(:session, 0);
SELECT id, role, unit_id FROM grants
WHERE worker_id = bench_id(:supervisor, 0) AND revoked_at IS NULL ORDER BY id;
SELECT * FROM intakes WHERE id = bench_id(:intake, :copy) FOR UPDATE \gset intake_
SELECT * FROM intake_documents WHERE intake_id = bench_id(:intake, :copy) ORDER BY id;
SELECT * FROM overrides
WHERE record_id = bench_id(:intake, :copy) AND used_at IS NULL AND expires_at > now() ORDER BY id;
SELECT EXISTS (
    SELECT 1 FROM grants g JOIN workers w ON w.id = g.worker_id
    WHERE w.active AND g.worker_id = bench_id(:caseworker, 0)
      AND g.unit_id = bench_id(:unit, 0)
      AND g.role = 'caseworker' AND g.revoked_at IS NULL);
SELECT * FROM units WHERE id = bench_id(:unit, 0);
UPDATE intakes
SET person_id = :intake_person_id, channel = 'agency_referral', category = 'older_person',
    urgency = 'urgent', status = 'decided', decision = 'accepted', case_id = bench_id(:made, 0),
    received_at = received_at, response_due_at = response_due_at, responded_at = now(),
    details = '{"referrer": {"agency": "Hospital Kulim", "name": "Puan Rohana"}, "presenting_problem": "Lives alone and cannot manage after his discharge; nobody has visited him for three weeks, and the neighbours are worried.", "secondary_categories": [], "external_refs": [], "missing_documents": [], "returned_at": null, "decline_reason": null, "decided_by": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e11", "decided_at": "2026-03-02T01:30:00Z", "documents_due_on": null, "screening": {"tests": {"further_action": {"met": true, "note": "His situation at home is not known."}, "planning_and_intervention": {"met": true}, "periodic_monitoring": {"met": true}}, "criteria": [{"criterion": "Lives in the district", "effect": "excludes", "result": "met"}], "duplicates_reviewed": {"result": "no_duplicate_found"}, "screened_by": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e11", "screened_at": "2026-03-02T01:30:00Z"}, "return_note": null, "resubmission_note": null, "decision_note": "Complete; first visit this week.", "recorded_by": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e11", "recorded_by_integration": null}',
    version = version + 1, modified_at = now()
WHERE id = bench_id(:intake, :copy) AND version = :intake_version::bigint;
INSERT INTO events (id, at, record_kind, record_id, record_version, case_id, type, data, actor_kind,
                    actor_id, client_id, request_id, reason)
VALUES (bench_id(:made, 1), now(), 'intake', bench_id(:intake, :copy), :intake_version::bigint + 1,
        bench_id(:made, 0), 'intake.accepted',
        '{"case_id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e11", "caseworker_id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e11", "overrides_used": [], "decided_by": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e11", "decided_at": "2026-03-02T01:30:00Z"}',
        'worker', bench_id(:supervisor, 0), 'bench', '01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e11', NULL);
UPDATE overrides SET used_at = now()
WHERE record_id = bench_id(:intake, :copy) AND gate = 'accept' AND used_at IS NULL;
INSERT INTO file_counters (unit_id, year, last) VALUES (bench_id(:unit, 0), 2026, 1)
ON CONFLICT (unit_id, year) DO UPDATE SET last = file_counters.last + 1 RETURNING last \gset file_
INSERT INTO cases (id, unit_id, unit_0, unit_1, unit_2, file_number, intake_id, client_kind,
                   person_id, category, opened_at, created_at, confidentiality, stage, status,
                   episode, responsible_id, details, version, modified_at)
VALUES (bench_id(:made, 0), bench_id(:unit, 0), bench_id(:unit_0, 0),
        bench_id(:state, 0), bench_id(:unit, 0),
        'PKMD-' || lpad(:office::text, 2, '0') || '/2026/' || lpad(:file_last::text, 6, '0'),
        bench_id(:intake, :copy), 'individual', :intake_person_id, 'older_person', now(), now(),
        'standard', 'assessment', 'open', 1, bench_id(:caseworker, 0),
        '{"secondary_categories": [], "external_refs": [], "reopened_at": null}', 1, now());
INSERT INTO case_members (case_id, worker_id, membership, opened_at, since, unit_id, confidentiality)
VALUES (bench_id(:made, 0), bench_id(:caseworker, 0), 'responsible', now(), now(),
        bench_id(:unit, 0), 'standard');
INSERT INTO events (id, at, record_kind, record_id, record_version, case_id, type, data, actor_kind,
                    actor_id, client_id, request_id, reason)
VALUES (bench_id(:made, 2), now(), 'case', bench_id(:made, 0), 1, bench_id(:made, 0), 'case.opened',
        '{"unit_id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e11", "file_number": "PKMD-00/2026/000001", "intake_id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e11", "client_kind": "individual", "person_id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e11", "category": "older_person", "secondary_categories": [], "confidentiality": "standard", "responsible_id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e11", "opened_at": "2026-03-02T01:30:00Z"}',
        'worker', bench_id(:supervisor, 0), 'bench', '01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e11', NULL);
COMMIT;
