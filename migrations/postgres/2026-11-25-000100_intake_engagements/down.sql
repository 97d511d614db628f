-- What came from an intake stays with its case.
DROP INDEX engagements_intake_idx;
ALTER TABLE engagements DROP COLUMN intake_id;
DROP TABLE intake_engagements;
