-- Observations of the indicators of a plan. Never changed; another takes the place of a wrong one.
CREATE TABLE observations (
    id BLOB PRIMARY KEY,
    case_id BLOB NOT NULL REFERENCES cases (id),
    indicator_id BLOB NOT NULL,
    phase TEXT NOT NULL,
    observed_at INTEGER NOT NULL,
    superseded_by BLOB REFERENCES observations (id),
    recorded_by BLOB NOT NULL REFERENCES workers (id),
    details TEXT NOT NULL CHECK (json_valid(details)),
    created_at INTEGER NOT NULL,
    modified_at INTEGER NOT NULL
) STRICT;
CREATE INDEX observations_case_idx ON observations (case_id, observed_at, id);
CREATE INDEX observations_case_modified_idx ON observations (case_id, modified_at, id);
CREATE INDEX observations_indicator_idx ON observations (case_id, indicator_id, observed_at, id);

-- How something of a case is monitored; due_by_on is the last day on which what is next due is
-- done on time.
CREATE TABLE monitoring_plans (
    id BLOB PRIMARY KEY,
    case_id BLOB NOT NULL REFERENCES cases (id),
    status TEXT NOT NULL CHECK (status IN ('active', 'ended')),
    due_by_on TEXT,
    details TEXT NOT NULL CHECK (json_valid(details)),
    version INTEGER NOT NULL CHECK (version > 0),
    created_at INTEGER NOT NULL,
    modified_at INTEGER NOT NULL
) STRICT;
CREATE INDEX monitoring_plans_case_idx ON monitoring_plans (case_id, created_at, id);
CREATE INDEX monitoring_plans_case_modified_idx ON monitoring_plans (case_id, modified_at, id);

CREATE TABLE progress_reports (
    id BLOB PRIMARY KEY,
    case_id BLOB NOT NULL REFERENCES cases (id),
    status TEXT NOT NULL CHECK (status IN ('draft', 'submitted', 'acknowledged')),
    details TEXT NOT NULL CHECK (json_valid(details)),
    version INTEGER NOT NULL CHECK (version > 0),
    created_at INTEGER NOT NULL,
    modified_at INTEGER NOT NULL
) STRICT;
CREATE INDEX progress_reports_case_idx ON progress_reports (case_id, created_at, id);
CREATE INDEX progress_reports_case_modified_idx ON progress_reports (case_id, modified_at, id);

-- What was planned held against what was achieved. Never changed; a later one counts.
CREATE TABLE evaluations (
    id BLOB PRIMARY KEY,
    case_id BLOB NOT NULL REFERENCES cases (id),
    episode INTEGER NOT NULL,
    plan_id BLOB NOT NULL REFERENCES plans (id),
    conclusion TEXT NOT NULL CHECK (conclusion IN
        ('continue', 'adjust_monitoring', 'revise_plan', 'reassess', 'prepare_termination')),
    evaluated_on TEXT NOT NULL,
    recorded_by BLOB NOT NULL REFERENCES workers (id),
    details TEXT NOT NULL CHECK (json_valid(details)),
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX evaluations_case_idx ON evaluations (case_id, created_at, id);
