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

-- What is asked for day by day, over whatever part of the tree, without all that is not due or not
-- alarming.
CREATE INDEX cases_due_unit_idx ON cases (unit_id, opened_at, id) WHERE due_at IS NOT NULL;
CREATE INDEX cases_due_0_idx ON cases (unit_0, opened_at, id) WHERE due_at IS NOT NULL;
CREATE INDEX cases_due_1_idx ON cases (unit_1, opened_at, id) WHERE due_at IS NOT NULL;
CREATE INDEX cases_due_2_idx ON cases (unit_2, opened_at, id) WHERE due_at IS NOT NULL;
CREATE INDEX cases_due_3_idx ON cases (unit_3, opened_at, id) WHERE due_at IS NOT NULL;
CREATE INDEX cases_alarming_unit_idx ON cases (unit_id, opened_at, id) WHERE risk IN ('high', 'critical');
CREATE INDEX cases_alarming_0_idx ON cases (unit_0, opened_at, id) WHERE risk IN ('high', 'critical');
CREATE INDEX cases_alarming_1_idx ON cases (unit_1, opened_at, id) WHERE risk IN ('high', 'critical');
CREATE INDEX cases_alarming_2_idx ON cases (unit_2, opened_at, id) WHERE risk IN ('high', 'critical');
CREATE INDEX cases_alarming_3_idx ON cases (unit_3, opened_at, id) WHERE risk IN ('high', 'critical');

-- The same for intakes that wait for a response, and what was changed in one unit.
CREATE INDEX intakes_unanswered_unit_idx ON intakes (unit_id, received_at, id) WHERE responded_at IS NULL;
CREATE INDEX intakes_unanswered_0_idx ON intakes (unit_0, received_at, id) WHERE responded_at IS NULL;
CREATE INDEX intakes_unanswered_1_idx ON intakes (unit_1, received_at, id) WHERE responded_at IS NULL;
CREATE INDEX intakes_unanswered_2_idx ON intakes (unit_2, received_at, id) WHERE responded_at IS NULL;
CREATE INDEX intakes_unanswered_3_idx ON intakes (unit_3, received_at, id) WHERE responded_at IS NULL;
CREATE INDEX intakes_unit_modified_idx ON intakes (unit_id, modified_at, id);
