UPDATE cases SET details = json_remove(details, '$.alarm_causes') WHERE alarmed_at IS NOT NULL;

DROP INDEX cases_alarmed_3_idx;
DROP INDEX cases_alarmed_2_idx;
DROP INDEX cases_alarmed_1_idx;
DROP INDEX cases_alarmed_0_idx;
DROP INDEX cases_alarmed_unit_idx;
ALTER TABLE cases DROP COLUMN alarmed_at;
