-- How much a case is at risk: its worst open risk.
ALTER TABLE cases ADD COLUMN risk text NOT NULL DEFAULT 'none_recorded'
    CHECK (risk IN ('none_recorded', 'low', 'moderate', 'high', 'critical'));

-- When the first of what is still to be done on a case is due: the end of that day where its unit
-- is.
ALTER TABLE cases ADD COLUMN due_at timestamptz;
UPDATE cases SET due_at = (due.day + 1)::timestamp AT TIME ZONE units.time_zone - interval '1 second'
FROM (SELECT id, unit_id, least((details ->> 'held_until_on')::date, (SELECT min(due_on) FROM tasks
    WHERE tasks.case_id = cases.id AND tasks.status = 'open')) AS day
    FROM cases WHERE status <> 'closed') due
JOIN units ON units.id = due.unit_id
WHERE cases.id = due.id AND due.day IS NOT NULL;
