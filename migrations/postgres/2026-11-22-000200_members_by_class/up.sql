-- Who is named on a case repeats its unit and class, so that "the confidential cases of this unit
-- on which I am named, newest first" is one range of one index.
ALTER TABLE case_members ADD COLUMN unit_id uuid REFERENCES units (id);
ALTER TABLE case_members ADD COLUMN confidentiality text
    CHECK (confidentiality IN ('standard', 'confidential', 'restricted'));
UPDATE case_members m SET unit_id = c.unit_id, confidentiality = c.confidentiality
    FROM cases c WHERE c.id = m.case_id;
ALTER TABLE case_members ALTER COLUMN unit_id SET NOT NULL;
ALTER TABLE case_members ALTER COLUMN confidentiality SET NOT NULL;
CREATE INDEX case_members_class_idx ON case_members (worker_id, confidentiality, unit_id, opened_at, case_id);
