-- What workers are qualified for. `kind` is that of `details`, for the lists that ask for one.
CREATE TABLE worker_qualifications (
    id BLOB PRIMARY KEY,
    worker_id BLOB NOT NULL REFERENCES workers (id),
    kind TEXT NOT NULL,
    details TEXT NOT NULL CHECK (json_valid(details)),
    withdrawal TEXT CHECK (json_valid(withdrawal)),
    recorded_by BLOB NOT NULL REFERENCES workers (id),
    version INTEGER NOT NULL CHECK (version > 0),
    created_at INTEGER NOT NULL,
    modified_at INTEGER NOT NULL
) STRICT;
CREATE INDEX worker_qualifications_worker_idx ON worker_qualifications (worker_id, id);
CREATE INDEX worker_qualifications_modified_idx
    ON worker_qualifications (worker_id, modified_at, id);
