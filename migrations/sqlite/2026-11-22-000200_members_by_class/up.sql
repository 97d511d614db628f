-- Who is named on a case repeats its unit and class, so that "the confidential cases of this unit
-- on which I am named, newest first" is one range of one index.
CREATE TABLE named_members (
    case_id BLOB NOT NULL REFERENCES cases (id),
    worker_id BLOB NOT NULL REFERENCES workers (id),
    membership TEXT NOT NULL CHECK (membership IN ('responsible', 'team', 'listed')),
    opened_at INTEGER NOT NULL,
    since INTEGER NOT NULL,
    unit_id BLOB NOT NULL REFERENCES units (id),
    confidentiality TEXT NOT NULL CHECK (confidentiality IN ('standard', 'confidential', 'restricted')),
    PRIMARY KEY (case_id, worker_id)
) STRICT;
INSERT INTO named_members
    SELECT m.case_id, m.worker_id, m.membership, m.opened_at, m.since, c.unit_id, c.confidentiality
    FROM case_members m JOIN cases c ON c.id = m.case_id;
DROP TABLE case_members;
ALTER TABLE named_members RENAME TO case_members;
CREATE UNIQUE INDEX case_members_responsible_key ON case_members (case_id) WHERE membership = 'responsible';
CREATE INDEX case_members_worker_idx ON case_members (worker_id, opened_at, case_id);
CREATE INDEX case_members_class_idx ON case_members (worker_id, confidentiality, unit_id, opened_at, case_id);
