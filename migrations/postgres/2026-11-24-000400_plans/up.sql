-- Versions of the plan of a case; their parts are elements.
CREATE TABLE plans (
    id uuid PRIMARY KEY,
    case_id uuid NOT NULL REFERENCES cases (id),
    number integer NOT NULL CHECK (number > 0),
    previous_id uuid REFERENCES plans (id),
    status text NOT NULL CHECK (status IN
        ('draft', 'proposed', 'agreed', 'approved', 'active', 'superseded', 'closed')),
    details jsonb NOT NULL,
    course jsonb NOT NULL,
    version bigint NOT NULL CHECK (version > 0),
    created_at timestamptz NOT NULL,
    modified_at timestamptz NOT NULL
);
CREATE INDEX plans_case_idx ON plans (case_id, created_at, id);
CREATE INDEX plans_case_modified_idx ON plans (case_id, modified_at, id);
CREATE UNIQUE INDEX plans_number_key ON plans (case_id, number);
-- One active and at most one unfinished version at a time.
CREATE UNIQUE INDEX plans_active_key ON plans (case_id) WHERE status = 'active';
CREATE UNIQUE INDEX plans_unfinished_key ON plans (case_id)
    WHERE status IN ('draft', 'proposed', 'agreed', 'approved');

-- How the tasks and goals of active plans went. Never changed; a later row counts.
CREATE TABLE plan_progress (
    id uuid PRIMARY KEY,
    plan_id uuid NOT NULL REFERENCES plans (id),
    case_id uuid NOT NULL REFERENCES cases (id),
    element_id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('plan_task', 'goal')),
    details jsonb NOT NULL,
    recorded_by uuid NOT NULL REFERENCES workers (id),
    created_at timestamptz NOT NULL
);
CREATE INDEX plan_progress_case_idx ON plan_progress (case_id, created_at, id);
CREATE INDEX plan_progress_element_idx ON plan_progress (case_id, element_id, created_at, id);

-- Which documents of a case have a part.
CREATE INDEX elements_case_idx ON elements (case_id, id);
