ALTER TABLE case_members DROP COLUMN function_note;
ALTER TABLE case_members DROP COLUMN discipline;
DROP INDEX cases_moved_3_idx;
DROP INDEX cases_moved_2_idx;
DROP INDEX cases_moved_1_idx;
DROP INDEX cases_moved_0_idx;
DROP INDEX cases_moved_unit_idx;
ALTER TABLE cases DROP COLUMN intake_received_at;
DROP TABLE case_offers;
