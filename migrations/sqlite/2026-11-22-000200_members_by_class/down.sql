CREATE TABLE named_members (
    case_id BLOB NOT NULL REFERENCES cases (id),
    worker_id BLOB NOT NULL REFERENCES workers (id),
    membership TEXT NOT NULL CHECK (membership IN ('responsible', 'team', 'listed')),
    opened_at INTEGER NOT NULL,
    since INTEGER NOT NULL,
    PRIMARY KEY (case_id, worker_id)
) STRICT;
INSERT INTO named_members
    SELECT case_id, worker_id, membership, opened_at, since FROM case_members;
DROP TABLE case_members;
ALTER TABLE named_members RENAME TO case_members;
CREATE UNIQUE INDEX case_members_responsible_key ON case_members (case_id) WHERE membership = 'responsible';
CREATE INDEX case_members_worker_idx ON case_members (worker_id, opened_at, case_id);
