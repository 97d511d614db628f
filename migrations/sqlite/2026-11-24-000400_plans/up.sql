-- Versions of the plan of a case; their parts are elements.
CREATE TABLE plans (
    id BLOB PRIMARY KEY,
    case_id BLOB NOT NULL REFERENCES cases (id),
    number INTEGER NOT NULL CHECK (number > 0),
    previous_id BLOB REFERENCES plans (id),
    status TEXT NOT NULL CHECK (status IN
        ('draft', 'proposed', 'agreed', 'approved', 'active', 'superseded', 'closed')),
    details TEXT NOT NULL CHECK (json_valid(details)),
    course TEXT NOT NULL CHECK (json_valid(course)),
    version INTEGER NOT NULL CHECK (version > 0),
    created_at INTEGER NOT NULL,
    modified_at INTEGER NOT NULL
) STRICT;
CREATE INDEX plans_case_idx ON plans (case_id, created_at, id);
CREATE INDEX plans_case_modified_idx ON plans (case_id, modified_at, id);
CREATE UNIQUE INDEX plans_number_key ON plans (case_id, number);
-- One active and at most one unfinished version at a time.
CREATE UNIQUE INDEX plans_active_key ON plans (case_id) WHERE status = 'active';
CREATE UNIQUE INDEX plans_unfinished_key ON plans (case_id)
    WHERE status IN ('draft', 'proposed', 'agreed', 'approved');

-- How the tasks and goals of active plans went. Never changed; a later row counts.
CREATE TABLE plan_progress (
    id BLOB PRIMARY KEY,
    plan_id BLOB NOT NULL REFERENCES plans (id),
    case_id BLOB NOT NULL REFERENCES cases (id),
    element_id BLOB NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('plan_task', 'goal')),
    details TEXT NOT NULL CHECK (json_valid(details)),
    recorded_by BLOB NOT NULL REFERENCES workers (id),
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX plan_progress_case_idx ON plan_progress (case_id, created_at, id);
CREATE INDEX plan_progress_element_idx ON plan_progress (case_id, element_id, created_at, id);

-- Which documents of a case have a part.
CREATE INDEX elements_case_idx ON elements (case_id, id);
