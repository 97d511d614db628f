-- Observations of the indicators of a plan. Never changed; another takes the place of a wrong one.
CREATE TABLE observations (
    id uuid PRIMARY KEY,
    case_id uuid NOT NULL REFERENCES cases (id),
    indicator_id uuid NOT NULL,
    phase text NOT NULL,
    observed_at timestamptz NOT NULL,
    superseded_by uuid REFERENCES observations (id),
    recorded_by uuid NOT NULL REFERENCES workers (id),
    details jsonb NOT NULL,
    created_at timestamptz NOT NULL,
    modified_at timestamptz NOT NULL
);
CREATE INDEX observations_case_idx ON observations (case_id, observed_at, id);
CREATE INDEX observations_case_modified_idx ON observations (case_id, modified_at, id);
CREATE INDEX observations_indicator_idx ON observations (case_id, indicator_id, observed_at, id);

-- How something of a case is monitored; due_by_on is the last day on which what is next due is
-- done on time.
CREATE TABLE monitoring_plans (
    id uuid PRIMARY KEY,
    case_id uuid NOT NULL REFERENCES cases (id),
    status text NOT NULL CHECK (status IN ('active', 'ended')),
    due_by_on date,
    details jsonb NOT NULL,
    version bigint NOT NULL CHECK (version > 0),
    created_at timestamptz NOT NULL,
    modified_at timestamptz NOT NULL
);
CREATE INDEX monitoring_plans_case_idx ON monitoring_plans (case_id, created_at, id);
CREATE INDEX monitoring_plans_case_modified_idx ON monitoring_plans (case_id, modified_at, id);

CREATE TABLE progress_reports (
    id uuid PRIMARY KEY,
    case_id uuid NOT NULL REFERENCES cases (id),
    status text NOT NULL CHECK (status IN ('draft', 'submitted', 'acknowledged')),
    details jsonb NOT NULL,
    version bigint NOT NULL CHECK (version > 0),
    created_at timestamptz NOT NULL,
    modified_at timestamptz NOT NULL
);
CREATE INDEX progress_reports_case_idx ON progress_reports (case_id, created_at, id);
CREATE INDEX progress_reports_case_modified_idx ON progress_reports (case_id, modified_at, id);

-- What was planned held against what was achieved. Never changed; a later one counts.
CREATE TABLE evaluations (
    id uuid PRIMARY KEY,
    case_id uuid NOT NULL REFERENCES cases (id),
    episode integer NOT NULL,
    plan_id uuid NOT NULL REFERENCES plans (id),
    conclusion text NOT NULL CHECK (conclusion IN
        ('continue', 'adjust_monitoring', 'revise_plan', 'reassess', 'prepare_termination')),
    evaluated_on date NOT NULL,
    recorded_by uuid NOT NULL REFERENCES workers (id),
    details jsonb NOT NULL,
    created_at timestamptz NOT NULL
);
CREATE INDEX evaluations_case_idx ON evaluations (case_id, created_at, id);
