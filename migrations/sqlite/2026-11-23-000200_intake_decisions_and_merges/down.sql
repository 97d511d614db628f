DROP INDEX person_matches_other_idx;
DROP INDEX persons_merged_idx;
ALTER TABLE persons DROP COLUMN merged_into_id;
DROP TABLE intake_contacts;
