DROP INDEX case_members_class_idx;
ALTER TABLE case_members DROP COLUMN confidentiality;
ALTER TABLE case_members DROP COLUMN unit_id;
