-- Terminations recorded their notice to the family and the support network among their own
-- particulars at first. Both become steps of the end: what was told moves into rows of its own,
-- recorded by whoever answers for the case. The day of a notice becomes noon in Kuala Lumpur, eleven
-- in Jakarta. Their ids are the termination's but for the last byte.
INSERT INTO termination_steps (id, case_id, episode, kind, recorded_by, withdrawn_at, details, version, created_at, modified_at)
SELECT (left(t.id::text, 34) || 'ff')::uuid, t.case_id, t.episode, 'termination_notice', c.responsible_id, t.withdrawn_at,
    '{"recipient": "family", "at_safe_time": false}'::jsonb || jsonb_strip_nulls(jsonb_build_object(
        'outcome', t.details#>>'{notice_to_family,outcome}',
        'reason', t.details#>>'{notice_to_family,reason}',
        'given_at', (t.details#>>'{notice_to_family,given_on}') || 'T04:00:00Z'
    )), 1, t.modified_at, t.modified_at
FROM terminations t JOIN cases c ON c.id = t.case_id
WHERE t.details#>>'{notice_to_family,outcome}' IS NOT NULL;

INSERT INTO termination_steps (id, case_id, episode, kind, recorded_by, withdrawn_at, details, version, created_at, modified_at)
SELECT (left(t.id::text, 34) || lpad(to_hex(one.key - 1), 2, '0'))::uuid, t.case_id, t.episode, 'support_contact', c.responsible_id, NULL,
    '{"kind": "person", "consent": "not_asked"}'::jsonb || jsonb_strip_nulls(jsonb_build_object(
        'name', one.value->>'name',
        'relation', one.value->>'relation',
        'contact', one.value->>'contact',
        'gives', one.value->>'support'
    )), 1, t.modified_at, t.modified_at
FROM terminations t JOIN cases c ON c.id = t.case_id,
    jsonb_array_elements(t.details->'support_network') WITH ORDINALITY one (value, key);
