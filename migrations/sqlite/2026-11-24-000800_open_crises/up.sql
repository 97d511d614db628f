-- How many crises of a case are not resolved: what the case showed among its details only.
ALTER TABLE cases ADD COLUMN open_crises INTEGER NOT NULL DEFAULT 0 CHECK (open_crises >= 0);
UPDATE cases SET open_crises = json_extract(details, '$.open_crises')
WHERE json_extract(details, '$.open_crises') > 0;

-- The few in a crisis, over whatever part of the tree.
CREATE INDEX cases_in_crisis_unit_idx ON cases (unit_id, opened_at, id) WHERE open_crises > 0;
CREATE INDEX cases_in_crisis_0_idx ON cases (unit_0, opened_at, id) WHERE open_crises > 0;
CREATE INDEX cases_in_crisis_1_idx ON cases (unit_1, opened_at, id) WHERE open_crises > 0;
CREATE INDEX cases_in_crisis_2_idx ON cases (unit_2, opened_at, id) WHERE open_crises > 0;
CREATE INDEX cases_in_crisis_3_idx ON cases (unit_3, opened_at, id) WHERE open_crises > 0;
