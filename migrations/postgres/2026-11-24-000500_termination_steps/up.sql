-- What is recorded on the way to the end of a case: notices, reports, the client's own plan, the
-- support network. `kind` says what `details` holds.
CREATE TABLE termination_steps (
    id uuid PRIMARY KEY,
    case_id uuid NOT NULL REFERENCES cases (id),
    episode integer NOT NULL,
    kind text NOT NULL,
    recorded_by uuid NOT NULL REFERENCES workers (id),
    withdrawn_at timestamptz,
    details jsonb NOT NULL,
    version bigint NOT NULL CHECK (version > 0),
    created_at timestamptz NOT NULL,
    modified_at timestamptz NOT NULL
);
CREATE INDEX termination_steps_case_idx ON termination_steps (case_id, kind, created_at, id);
CREATE INDEX termination_steps_case_modified_idx ON termination_steps (case_id, kind, modified_at, id);
CREATE INDEX termination_steps_standing_idx ON termination_steps (case_id, episode) WHERE withdrawn_at IS NULL;
