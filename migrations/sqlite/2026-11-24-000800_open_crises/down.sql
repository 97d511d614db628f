-- Where it was before.
UPDATE cases SET details = json_set(details, '$.open_crises', open_crises) WHERE open_crises > 0;

DROP INDEX cases_in_crisis_3_idx;
DROP INDEX cases_in_crisis_2_idx;
DROP INDEX cases_in_crisis_1_idx;
DROP INDEX cases_in_crisis_0_idx;
DROP INDEX cases_in_crisis_unit_idx;
ALTER TABLE cases DROP COLUMN open_crises;
