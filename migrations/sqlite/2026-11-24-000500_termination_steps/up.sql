-- What is recorded on the way to the end of a case: notices, reports, the client's own plan, the
-- support network. `kind` says what `details` holds.
CREATE TABLE termination_steps (
    id BLOB PRIMARY KEY,
    case_id BLOB NOT NULL REFERENCES cases (id),
    episode INTEGER NOT NULL,
    kind TEXT NOT NULL,
    recorded_by BLOB NOT NULL REFERENCES workers (id),
    withdrawn_at INTEGER,
    details TEXT NOT NULL CHECK (json_valid(details)),
    version INTEGER NOT NULL CHECK (version > 0),
    created_at INTEGER NOT NULL,
    modified_at INTEGER NOT NULL
) STRICT;
CREATE INDEX termination_steps_case_idx ON termination_steps (case_id, kind, created_at, id);
CREATE INDEX termination_steps_case_modified_idx ON termination_steps (case_id, kind, modified_at, id);
CREATE INDEX termination_steps_standing_idx ON termination_steps (case_id, episode) WHERE withdrawn_at IS NULL;
