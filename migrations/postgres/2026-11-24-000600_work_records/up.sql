-- Interventions, sessions, crises and changes of strategy of a case, one kind of row each. `at` is the
-- time by which people look for them. The records of one group session share `group_session_id`, and
-- nothing else that leads from one case to another.
CREATE TABLE work_records (
    id uuid PRIMARY KEY,
    case_id uuid NOT NULL REFERENCES cases (id),
    kind text NOT NULL CHECK (kind IN ('intervention', 'work_session', 'crisis', 'strategy_change')),
    state text NOT NULL,
    intervention_id uuid REFERENCES work_records (id),
    group_session_id uuid,
    at timestamptz NOT NULL,
    details jsonb NOT NULL,
    version bigint NOT NULL CHECK (version > 0),
    created_at timestamptz NOT NULL,
    modified_at timestamptz NOT NULL
);
CREATE INDEX work_records_case_idx ON work_records (case_id, kind, at, id);
CREATE INDEX work_records_case_modified_idx ON work_records (case_id, kind, modified_at, id);
CREATE INDEX work_records_group_idx ON work_records (group_session_id) WHERE group_session_id IS NOT NULL;
