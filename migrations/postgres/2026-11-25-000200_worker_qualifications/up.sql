-- What workers are qualified for. `kind` is that of `details`, for the lists that ask for one.
CREATE TABLE worker_qualifications (
    id uuid PRIMARY KEY,
    worker_id uuid NOT NULL REFERENCES workers (id),
    kind text NOT NULL,
    details jsonb NOT NULL,
    withdrawal jsonb,
    recorded_by uuid NOT NULL REFERENCES workers (id),
    version bigint NOT NULL CHECK (version > 0),
    created_at timestamptz NOT NULL,
    modified_at timestamptz NOT NULL
);
CREATE INDEX worker_qualifications_worker_idx ON worker_qualifications (worker_id, id);
CREATE INDEX worker_qualifications_modified_idx
    ON worker_qualifications (worker_id, modified_at, id);
