-- Marks of the database itself: its instance id, whether it is a demo.
CREATE TABLE meta (
    key text PRIMARY KEY,
    value text NOT NULL
);

-- The tree of organisation units. unit_0 … unit_4 are the unit itself and its ancestors by
-- level, so that "everything below this unit, newest first" is one index range.
CREATE TABLE units (
    id uuid PRIMARY KEY,
    parent_id uuid REFERENCES units (id),
    level integer NOT NULL CHECK (level BETWEEN 0 AND 4),
    unit_0 uuid NOT NULL,
    unit_1 uuid,
    unit_2 uuid,
    unit_3 uuid,
    unit_4 uuid,
    kind text NOT NULL,
    country text NOT NULL CHECK (country IN ('MY', 'ID')),
    code text NOT NULL,
    name text NOT NULL,
    time_zone text NOT NULL,
    weekend jsonb NOT NULL,
    version bigint NOT NULL CHECK (version > 0),
    created_at timestamptz NOT NULL,
    modified_at timestamptz NOT NULL,
    CONSTRAINT units_code_key UNIQUE (code),
    CHECK ((parent_id IS NULL) = (level = 0))
);
CREATE INDEX units_parent_idx ON units (parent_id);

CREATE TABLE workers (
    id uuid PRIMARY KEY,
    unit_id uuid NOT NULL REFERENCES units (id),
    username text NOT NULL,
    full_name text NOT NULL,
    email text,
    position text,
    password_hash text NOT NULL,
    active boolean NOT NULL,
    version bigint NOT NULL CHECK (version > 0),
    created_at timestamptz NOT NULL,
    modified_at timestamptz NOT NULL,
    CONSTRAINT workers_username_key UNIQUE (username)
);
CREATE INDEX workers_unit_idx ON workers (unit_id, id);

CREATE TABLE grants (
    id uuid PRIMARY KEY,
    worker_id uuid NOT NULL REFERENCES workers (id),
    role text NOT NULL,
    unit_id uuid NOT NULL REFERENCES units (id),
    granted_by uuid,
    granted_at timestamptz NOT NULL,
    revoked_at timestamptz
);
CREATE UNIQUE INDEX grants_live_key ON grants (worker_id, role, unit_id) WHERE revoked_at IS NULL;

CREATE TABLE integrations (
    id uuid PRIMARY KEY,
    unit_id uuid NOT NULL REFERENCES units (id),
    name text NOT NULL,
    scopes jsonb NOT NULL,
    active boolean NOT NULL,
    version bigint NOT NULL CHECK (version > 0),
    created_at timestamptz NOT NULL,
    modified_at timestamptz NOT NULL
);

-- At most two live secrets, so that one can be replaced without an interruption.
CREATE TABLE integration_secrets (
    id uuid PRIMARY KEY,
    integration_id uuid NOT NULL REFERENCES integrations (id),
    secret_hash bytea NOT NULL,
    created_at timestamptz NOT NULL,
    revoked_at timestamptz
);
CREATE INDEX integration_secrets_idx ON integration_secrets (integration_id);

-- A log-in and its family of refresh tokens. A refresh token is derived from the server key,
-- the family and the generation, so nothing that could be replayed is stored.
CREATE TABLE sessions (
    id uuid PRIMARY KEY,
    worker_id uuid REFERENCES workers (id),
    integration_id uuid REFERENCES integrations (id),
    client_id text NOT NULL,
    scopes jsonb NOT NULL,
    device text,
    generation bigint NOT NULL,
    rotated_at timestamptz NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    revoked_at timestamptz,
    revoked_because text,
    CHECK ((worker_id IS NULL) <> (integration_id IS NULL))
);
CREATE INDEX sessions_worker_idx ON sessions (worker_id, id);
CREATE INDEX sessions_integration_idx ON sessions (integration_id, id);

-- Failed log-ins by account and by address, both as keyed hashes.
CREATE TABLE guesses (
    key bytea PRIMARY KEY,
    failures bigint NOT NULL,
    last_at timestamptz NOT NULL,
    wait_until timestamptz
);

-- Moves with every change of who may do what; other nodes poll it.
CREATE TABLE access_epoch (
    id integer PRIMARY KEY CHECK (id = 1),
    epoch bigint NOT NULL
);
INSERT INTO access_epoch (id, epoch) VALUES (1, 1);

CREATE TABLE persons (
    id uuid PRIMARY KEY,
    unit_id uuid NOT NULL REFERENCES units (id),
    full_name text NOT NULL,
    sex text,
    birth_date date,
    birth_date_precision text,
    deceased_on date,
    details jsonb NOT NULL,
    registered_by uuid NOT NULL,
    version bigint NOT NULL CHECK (version > 0),
    created_at timestamptz NOT NULL,
    modified_at timestamptz NOT NULL
);
CREATE INDEX persons_birth_idx ON persons (birth_date, id);
CREATE INDEX persons_modified_idx ON persons (modified_at, id);

-- Normalised names and aliases, for prefix search.
CREATE TABLE person_names (
    person_id uuid NOT NULL REFERENCES persons (id),
    name_key text NOT NULL COLLATE "C",
    PRIMARY KEY (person_id, name_key)
);
CREATE INDEX person_names_key_idx ON person_names (name_key, person_id);

-- Identifiers are sealed (AES-256-GCM); `blind` is a keyed hash for exact look-up. Unique only
-- within the registering unit: a global constraint would tell a stranger who is known elsewhere.
-- `unit_id` is that unit, and empty where somebody of another unit, who may not know of the
-- person that has the number there, gave it to a second one: a match tells the data officer.
CREATE TABLE person_identifiers (
    id uuid PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES persons (id),
    unit_id uuid REFERENCES units (id),
    kind text NOT NULL,
    position integer NOT NULL,
    sealed bytea NOT NULL,
    blind bytea NOT NULL,
    created_at timestamptz NOT NULL,
    removed_at timestamptz
);
CREATE UNIQUE INDEX person_identifiers_live_key
    ON person_identifiers (unit_id, kind, blind) WHERE removed_at IS NULL;
CREATE INDEX person_identifiers_blind_idx ON person_identifiers (kind, blind);
CREATE INDEX person_identifiers_person_idx ON person_identifiers (person_id);

-- The same identifier registered by two units: for the data officer, never for the registrar.
CREATE TABLE person_matches (
    id uuid PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES persons (id),
    other_person_id uuid NOT NULL REFERENCES persons (id),
    kind text NOT NULL,
    found_at timestamptz NOT NULL,
    CONSTRAINT person_matches_pair_key UNIQUE (person_id, other_person_id, kind)
);

CREATE TABLE external_refs (
    record_kind text NOT NULL,
    unit_id uuid NOT NULL REFERENCES units (id),
    system text NOT NULL,
    value text NOT NULL,
    record_id uuid NOT NULL,
    CONSTRAINT external_refs_pkey PRIMARY KEY (record_kind, unit_id, system, value)
);
CREATE INDEX external_refs_record_idx ON external_refs (record_id);
CREATE INDEX external_refs_value_idx ON external_refs (system, value);

-- What a record held before each change, sealed.
CREATE TABLE record_versions (
    record_id uuid NOT NULL,
    version bigint NOT NULL,
    record_kind text NOT NULL,
    sealed bytea NOT NULL,
    replaced_at timestamptz NOT NULL,
    replaced_by uuid NOT NULL,
    PRIMARY KEY (record_id, version)
);

-- Client-made ids: the same id with the same command (by its hash) is a replay.
CREATE TABLE creations (
    record_id uuid PRIMARY KEY,
    record_kind text NOT NULL,
    command_hash bytea NOT NULL,
    created_by uuid NOT NULL
);

CREATE TABLE idempotency_keys (
    key_hash bytea PRIMARY KEY,
    fingerprint bytea NOT NULL,
    status integer NOT NULL,
    sealed bytea NOT NULL,
    created_at timestamptz NOT NULL
);
CREATE INDEX idempotency_keys_created_idx ON idempotency_keys (created_at);

CREATE TABLE document_requirements (
    unit_id uuid NOT NULL REFERENCES units (id),
    category text NOT NULL,
    document_type text NOT NULL,
    PRIMARY KEY (unit_id, category, document_type)
);

CREATE TABLE intakes (
    id uuid PRIMARY KEY,
    unit_id uuid NOT NULL REFERENCES units (id),
    unit_0 uuid NOT NULL,
    unit_1 uuid,
    unit_2 uuid,
    unit_3 uuid,
    unit_4 uuid,
    person_id uuid REFERENCES persons (id),
    channel text NOT NULL,
    category text NOT NULL,
    urgency text NOT NULL,
    status text NOT NULL CHECK (status IN ('received', 'screening', 'returned_incomplete', 'decided')),
    decision text,
    case_id uuid,
    received_at timestamptz NOT NULL,
    response_due_at timestamptz NOT NULL,
    responded_at timestamptz,
    recorded_by uuid NOT NULL,
    details jsonb NOT NULL,
    version bigint NOT NULL CHECK (version > 0),
    created_at timestamptz NOT NULL,
    modified_at timestamptz NOT NULL,
    CHECK ((status = 'decided') = (decision IS NOT NULL)),
    CHECK ((decision = 'accepted') = (case_id IS NOT NULL))
);
CREATE INDEX intakes_unit_idx ON intakes (unit_id, received_at, id);
CREATE INDEX intakes_unit_status_idx ON intakes (unit_id, status, received_at, id);
CREATE INDEX intakes_0_idx ON intakes (unit_0, received_at, id);
CREATE INDEX intakes_1_idx ON intakes (unit_1, received_at, id);
CREATE INDEX intakes_2_idx ON intakes (unit_2, received_at, id);
CREATE INDEX intakes_3_idx ON intakes (unit_3, received_at, id);
CREATE INDEX intakes_person_idx ON intakes (person_id);
CREATE INDEX intakes_modified_idx ON intakes (modified_at, id);

CREATE TABLE intake_documents (
    id uuid PRIMARY KEY,
    intake_id uuid NOT NULL REFERENCES intakes (id),
    document_type text NOT NULL,
    status text NOT NULL CHECK (status IN ('pending', 'received', 'waived')),
    details jsonb NOT NULL,
    version bigint NOT NULL CHECK (version > 0),
    created_at timestamptz NOT NULL,
    modified_at timestamptz NOT NULL,
    CONSTRAINT intake_documents_type_key UNIQUE (intake_id, document_type)
);

-- The last file number given, per unit and year of the unit's time zone.
CREATE TABLE file_counters (
    unit_id uuid NOT NULL REFERENCES units (id),
    year integer NOT NULL,
    last bigint NOT NULL,
    PRIMARY KEY (unit_id, year)
);

CREATE TABLE cases (
    id uuid PRIMARY KEY,
    unit_id uuid NOT NULL REFERENCES units (id),
    unit_0 uuid NOT NULL,
    unit_1 uuid,
    unit_2 uuid,
    unit_3 uuid,
    unit_4 uuid,
    file_number text NOT NULL,
    intake_id uuid NOT NULL REFERENCES intakes (id),
    client_kind text NOT NULL,
    person_id uuid NOT NULL REFERENCES persons (id),
    category text NOT NULL,
    confidentiality text NOT NULL CHECK (confidentiality IN ('standard', 'confidential', 'restricted')),
    stage text NOT NULL CHECK (stage IN ('assessment', 'intervention', 'monitoring', 'termination')),
    status text NOT NULL CHECK (status IN ('open', 'on_hold', 'closure_requested', 'closed')),
    episode integer NOT NULL CHECK (episode > 0),
    responsible_id uuid NOT NULL REFERENCES workers (id),
    opened_at timestamptz NOT NULL,
    closed_at timestamptz,
    termination_reason text,
    stage_before_termination text,
    details jsonb NOT NULL,
    version bigint NOT NULL CHECK (version > 0),
    created_at timestamptz NOT NULL,
    modified_at timestamptz NOT NULL,
    CONSTRAINT cases_file_number_key UNIQUE (file_number),
    CONSTRAINT cases_intake_key UNIQUE (intake_id),
    CHECK ((status = 'closed') = (closed_at IS NOT NULL)),
    CHECK ((stage = 'termination') = (termination_reason IS NOT NULL))
);
CREATE INDEX cases_unit_idx ON cases (unit_id, opened_at, id);
CREATE INDEX cases_unit_class_idx ON cases (unit_id, confidentiality, opened_at, id);
CREATE INDEX cases_unit_modified_idx ON cases (unit_id, modified_at, id);
CREATE INDEX cases_unit_stage_idx ON cases (unit_id, stage, opened_at, id);
CREATE INDEX cases_unit_status_idx ON cases (unit_id, status, opened_at, id);
CREATE INDEX cases_unit_category_idx ON cases (unit_id, category, opened_at, id);
CREATE INDEX cases_0_idx ON cases (unit_0, opened_at, id);
CREATE INDEX cases_1_idx ON cases (unit_1, opened_at, id);
CREATE INDEX cases_2_idx ON cases (unit_2, opened_at, id);
CREATE INDEX cases_3_idx ON cases (unit_3, opened_at, id);
CREATE INDEX cases_responsible_idx ON cases (responsible_id, opened_at, id);
CREATE INDEX cases_person_idx ON cases (person_id);
CREATE INDEX cases_modified_idx ON cases (modified_at, id);

-- The responsible worker, the team and, for a restricted case, those named on its list.
CREATE TABLE case_members (
    case_id uuid NOT NULL REFERENCES cases (id),
    worker_id uuid NOT NULL REFERENCES workers (id),
    membership text NOT NULL CHECK (membership IN ('responsible', 'team', 'listed')),
    opened_at timestamptz NOT NULL,
    since timestamptz NOT NULL,
    PRIMARY KEY (case_id, worker_id)
);
CREATE UNIQUE INDEX case_members_responsible_key ON case_members (case_id) WHERE membership = 'responsible';
CREATE INDEX case_members_worker_idx ON case_members (worker_id, opened_at, case_id);

CREATE TABLE notes (
    id uuid PRIMARY KEY,
    case_id uuid NOT NULL REFERENCES cases (id),
    author_id uuid NOT NULL REFERENCES workers (id),
    status text NOT NULL CHECK (status IN ('draft', 'signed', 'amended')),
    occurred_at timestamptz NOT NULL,
    text text NOT NULL,
    signed_at timestamptz,
    version bigint NOT NULL CHECK (version > 0),
    created_at timestamptz NOT NULL,
    modified_at timestamptz NOT NULL,
    CHECK ((status = 'draft') = (signed_at IS NULL))
);
CREATE INDEX notes_case_idx ON notes (case_id, created_at, id);
CREATE INDEX notes_case_modified_idx ON notes (case_id, modified_at, id);

CREATE TABLE note_amendments (
    id uuid PRIMARY KEY,
    note_id uuid NOT NULL REFERENCES notes (id),
    author_id uuid NOT NULL REFERENCES workers (id),
    text text NOT NULL,
    reason text NOT NULL,
    created_at timestamptz NOT NULL
);
CREATE INDEX note_amendments_note_idx ON note_amendments (note_id, created_at, id);

CREATE TABLE contacts (
    id uuid PRIMARY KEY,
    case_id uuid NOT NULL REFERENCES cases (id),
    recorded_by uuid NOT NULL REFERENCES workers (id),
    channel text NOT NULL,
    reached boolean NOT NULL,
    at timestamptz NOT NULL,
    details jsonb NOT NULL,
    created_at timestamptz NOT NULL
);
CREATE INDEX contacts_case_idx ON contacts (case_id, at, id);
CREATE INDEX contacts_case_created_idx ON contacts (case_id, created_at, id);

CREATE TABLE tasks (
    id uuid PRIMARY KEY,
    case_id uuid NOT NULL REFERENCES cases (id),
    note_id uuid REFERENCES notes (id),
    status text NOT NULL CHECK (status IN ('open', 'done', 'cancelled')),
    due_on date,
    details jsonb NOT NULL,
    version bigint NOT NULL CHECK (version > 0),
    created_at timestamptz NOT NULL,
    modified_at timestamptz NOT NULL
);
CREATE INDEX tasks_case_idx ON tasks (case_id, created_at, id);
CREATE INDEX tasks_case_modified_idx ON tasks (case_id, modified_at, id);
CREATE INDEX tasks_open_idx ON tasks (case_id) WHERE status = 'open';

CREATE TABLE terminations (
    id uuid PRIMARY KEY,
    case_id uuid NOT NULL REFERENCES cases (id),
    episode integer NOT NULL,
    reason text NOT NULL,
    withdrawn_at timestamptz,
    details jsonb NOT NULL,
    version bigint NOT NULL CHECK (version > 0),
    created_at timestamptz NOT NULL,
    modified_at timestamptz NOT NULL
);
CREATE UNIQUE INDEX terminations_current_key ON terminations (case_id, episode) WHERE withdrawn_at IS NULL;

CREATE TABLE closure_requests (
    id uuid PRIMARY KEY,
    case_id uuid NOT NULL REFERENCES cases (id),
    episode integer NOT NULL,
    status text NOT NULL CHECK (status IN ('pending', 'approved', 'rejected', 'withdrawn')),
    requested_by uuid NOT NULL REFERENCES workers (id),
    requested_at timestamptz NOT NULL,
    decided_by uuid REFERENCES workers (id),
    decided_at timestamptz,
    details jsonb NOT NULL,
    version bigint NOT NULL CHECK (version > 0),
    created_at timestamptz NOT NULL,
    modified_at timestamptz NOT NULL
);
CREATE INDEX closure_requests_case_idx ON closure_requests (case_id, id);
CREATE UNIQUE INDEX closure_requests_pending_key ON closure_requests (case_id) WHERE status = 'pending';

CREATE TABLE overrides (
    id uuid PRIMARY KEY,
    record_kind text NOT NULL CHECK (record_kind IN ('intake', 'case')),
    record_id uuid NOT NULL,
    gate text NOT NULL,
    requirement text NOT NULL,
    reason text NOT NULL,
    by_worker uuid NOT NULL REFERENCES workers (id),
    at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz
);
CREATE INDEX overrides_record_idx ON overrides (record_id, id);

-- The timeline of every record, the audit trail and, later, the change feed. No personal data.
CREATE TABLE events (
    seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    id uuid NOT NULL UNIQUE,
    at timestamptz NOT NULL,
    record_kind text NOT NULL,
    record_id uuid NOT NULL,
    record_version bigint NOT NULL,
    case_id uuid,
    type text NOT NULL,
    data jsonb NOT NULL,
    actor_kind text NOT NULL,
    actor_id uuid NOT NULL,
    client_id text NOT NULL,
    request_id text NOT NULL,
    reason text
);
CREATE INDEX events_record_idx ON events (record_id, seq);
CREATE INDEX events_case_idx ON events (case_id, seq) WHERE case_id IS NOT NULL;

-- Who looked at which person or case.
CREATE TABLE read_log (
    seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL,
    record_kind text NOT NULL,
    record_id uuid NOT NULL,
    actor_kind text NOT NULL,
    actor_id uuid NOT NULL,
    client_id text NOT NULL,
    request_id text NOT NULL
);
CREATE INDEX read_log_record_idx ON read_log (record_id, seq);
