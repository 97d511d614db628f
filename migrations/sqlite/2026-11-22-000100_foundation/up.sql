-- Marks of the database itself: its instance id, whether it is a demo.
CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

-- The tree of organisation units. unit_0 … unit_4 are the unit itself and its ancestors by
-- level, so that "everything below this unit, newest first" is one index range.
CREATE TABLE units (
    id BLOB PRIMARY KEY,
    parent_id BLOB REFERENCES units (id),
    level INTEGER NOT NULL CHECK (level BETWEEN 0 AND 4),
    unit_0 BLOB NOT NULL,
    unit_1 BLOB,
    unit_2 BLOB,
    unit_3 BLOB,
    unit_4 BLOB,
    kind TEXT NOT NULL,
    country TEXT NOT NULL CHECK (country IN ('MY', 'ID')),
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    weekend TEXT NOT NULL CHECK (json_valid(weekend)),
    version INTEGER NOT NULL CHECK (version > 0),
    created_at INTEGER NOT NULL,
    modified_at INTEGER NOT NULL,
    CONSTRAINT units_code_key UNIQUE (code),
    CHECK ((parent_id IS NULL) = (level = 0))
) STRICT;
CREATE INDEX units_parent_idx ON units (parent_id);

CREATE TABLE workers (
    id BLOB PRIMARY KEY,
    unit_id BLOB NOT NULL REFERENCES units (id),
    username TEXT NOT NULL,
    full_name TEXT NOT NULL,
    email TEXT,
    position TEXT,
    password_hash TEXT NOT NULL,
    active INTEGER NOT NULL,
    version INTEGER NOT NULL CHECK (version > 0),
    created_at INTEGER NOT NULL,
    modified_at INTEGER NOT NULL,
    CONSTRAINT workers_username_key UNIQUE (username)
) STRICT;
CREATE INDEX workers_unit_idx ON workers (unit_id, id);

CREATE TABLE grants (
    id BLOB PRIMARY KEY,
    worker_id BLOB NOT NULL REFERENCES workers (id),
    role TEXT NOT NULL,
    unit_id BLOB NOT NULL REFERENCES units (id),
    granted_by BLOB,
    granted_at INTEGER NOT NULL,
    revoked_at INTEGER
) STRICT;
CREATE UNIQUE INDEX grants_live_key ON grants (worker_id, role, unit_id) WHERE revoked_at IS NULL;

CREATE TABLE integrations (
    id BLOB PRIMARY KEY,
    unit_id BLOB NOT NULL REFERENCES units (id),
    name TEXT NOT NULL,
    scopes TEXT NOT NULL CHECK (json_valid(scopes)),
    active INTEGER NOT NULL,
    version INTEGER NOT NULL CHECK (version > 0),
    created_at INTEGER NOT NULL,
    modified_at INTEGER NOT NULL
) STRICT;

-- At most two live secrets, so that one can be replaced without an interruption.
CREATE TABLE integration_secrets (
    id BLOB PRIMARY KEY,
    integration_id BLOB NOT NULL REFERENCES integrations (id),
    secret_hash BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    revoked_at INTEGER
) STRICT;
CREATE INDEX integration_secrets_idx ON integration_secrets (integration_id);

-- A log-in and its family of refresh tokens. A refresh token is derived from the server key,
-- the family and the generation, so nothing that could be replayed is stored.
CREATE TABLE sessions (
    id BLOB PRIMARY KEY,
    worker_id BLOB REFERENCES workers (id),
    integration_id BLOB REFERENCES integrations (id),
    client_id TEXT NOT NULL,
    scopes TEXT NOT NULL CHECK (json_valid(scopes)),
    device TEXT,
    generation INTEGER NOT NULL,
    rotated_at INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    revoked_at INTEGER,
    revoked_because TEXT,
    CHECK ((worker_id IS NULL) <> (integration_id IS NULL))
) STRICT;
CREATE INDEX sessions_worker_idx ON sessions (worker_id, id);
CREATE INDEX sessions_integration_idx ON sessions (integration_id, id);

-- Failed log-ins by account and by address, both as keyed hashes.
CREATE TABLE guesses (
    key BLOB PRIMARY KEY,
    failures INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    wait_until INTEGER
) STRICT;

-- Moves with every change of who may do what; other nodes poll it.
CREATE TABLE access_epoch (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    epoch INTEGER NOT NULL
) STRICT;
INSERT INTO access_epoch (id, epoch) VALUES (1, 1);

CREATE TABLE persons (
    id BLOB PRIMARY KEY,
    unit_id BLOB NOT NULL REFERENCES units (id),
    full_name TEXT NOT NULL,
    sex TEXT,
    birth_date TEXT,
    birth_date_precision TEXT,
    deceased_on TEXT,
    details TEXT NOT NULL CHECK (json_valid(details)),
    registered_by BLOB NOT NULL,
    version INTEGER NOT NULL CHECK (version > 0),
    created_at INTEGER NOT NULL,
    modified_at INTEGER NOT NULL
) STRICT;
CREATE INDEX persons_birth_idx ON persons (birth_date, id);
CREATE INDEX persons_modified_idx ON persons (modified_at, id);

-- Normalised names and aliases, for prefix search.
CREATE TABLE person_names (
    person_id BLOB NOT NULL REFERENCES persons (id),
    name_key TEXT NOT NULL,
    PRIMARY KEY (person_id, name_key)
) STRICT;
CREATE INDEX person_names_key_idx ON person_names (name_key, person_id);

-- Identifiers are sealed (AES-256-GCM); `blind` is a keyed hash for exact look-up. Unique only
-- within the registering unit: a global constraint would tell a stranger who is known elsewhere.
-- `unit_id` is that unit, and empty where somebody of another unit, who may not know of the
-- person that has the number there, gave it to a second one: a match tells the data officer.
CREATE TABLE person_identifiers (
    id BLOB PRIMARY KEY,
    person_id BLOB NOT NULL REFERENCES persons (id),
    unit_id BLOB REFERENCES units (id),
    kind TEXT NOT NULL,
    position INTEGER NOT NULL,
    sealed BLOB NOT NULL,
    blind BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    removed_at INTEGER
) STRICT;
CREATE UNIQUE INDEX person_identifiers_live_key
    ON person_identifiers (unit_id, kind, blind) WHERE removed_at IS NULL;
CREATE INDEX person_identifiers_blind_idx ON person_identifiers (kind, blind);
CREATE INDEX person_identifiers_person_idx ON person_identifiers (person_id);

-- The same identifier registered by two units: for the data officer, never for the registrar.
CREATE TABLE person_matches (
    id BLOB PRIMARY KEY,
    person_id BLOB NOT NULL REFERENCES persons (id),
    other_person_id BLOB NOT NULL REFERENCES persons (id),
    kind TEXT NOT NULL,
    found_at INTEGER NOT NULL,
    CONSTRAINT person_matches_pair_key UNIQUE (person_id, other_person_id, kind)
) STRICT;

CREATE TABLE external_refs (
    record_kind TEXT NOT NULL,
    unit_id BLOB NOT NULL REFERENCES units (id),
    system TEXT NOT NULL,
    value TEXT NOT NULL,
    record_id BLOB NOT NULL,
    CONSTRAINT external_refs_pkey PRIMARY KEY (record_kind, unit_id, system, value)
) STRICT;
CREATE INDEX external_refs_record_idx ON external_refs (record_id);
CREATE INDEX external_refs_value_idx ON external_refs (system, value);

-- What a record held before each change, sealed.
CREATE TABLE record_versions (
    record_id BLOB NOT NULL,
    version INTEGER NOT NULL,
    record_kind TEXT NOT NULL,
    sealed BLOB NOT NULL,
    replaced_at INTEGER NOT NULL,
    replaced_by BLOB NOT NULL,
    PRIMARY KEY (record_id, version)
) STRICT;

-- Client-made ids: the same id with the same command (by its hash) is a replay.
CREATE TABLE creations (
    record_id BLOB PRIMARY KEY,
    record_kind TEXT NOT NULL,
    command_hash BLOB NOT NULL,
    created_by BLOB NOT NULL
) STRICT;

CREATE TABLE idempotency_keys (
    key_hash BLOB PRIMARY KEY,
    fingerprint BLOB NOT NULL,
    status INTEGER NOT NULL,
    sealed BLOB NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX idempotency_keys_created_idx ON idempotency_keys (created_at);

CREATE TABLE document_requirements (
    unit_id BLOB NOT NULL REFERENCES units (id),
    category TEXT NOT NULL,
    document_type TEXT NOT NULL,
    PRIMARY KEY (unit_id, category, document_type)
) STRICT;

CREATE TABLE intakes (
    id BLOB PRIMARY KEY,
    unit_id BLOB NOT NULL REFERENCES units (id),
    unit_0 BLOB NOT NULL,
    unit_1 BLOB,
    unit_2 BLOB,
    unit_3 BLOB,
    unit_4 BLOB,
    person_id BLOB REFERENCES persons (id),
    channel TEXT NOT NULL,
    category TEXT NOT NULL,
    urgency TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('received', 'screening', 'returned_incomplete', 'decided')),
    decision TEXT,
    case_id BLOB,
    received_at INTEGER NOT NULL,
    response_due_at INTEGER NOT NULL,
    responded_at INTEGER,
    recorded_by BLOB NOT NULL,
    details TEXT NOT NULL CHECK (json_valid(details)),
    version INTEGER NOT NULL CHECK (version > 0),
    created_at INTEGER NOT NULL,
    modified_at INTEGER NOT NULL,
    CHECK ((status = 'decided') = (decision IS NOT NULL)),
    CHECK ((decision = 'accepted') = (case_id IS NOT NULL))
) STRICT;
CREATE INDEX intakes_unit_idx ON intakes (unit_id, received_at, id);
CREATE INDEX intakes_unit_status_idx ON intakes (unit_id, status, received_at, id);
CREATE INDEX intakes_0_idx ON intakes (unit_0, received_at, id);
CREATE INDEX intakes_1_idx ON intakes (unit_1, received_at, id);
CREATE INDEX intakes_2_idx ON intakes (unit_2, received_at, id);
CREATE INDEX intakes_3_idx ON intakes (unit_3, received_at, id);
CREATE INDEX intakes_person_idx ON intakes (person_id);
CREATE INDEX intakes_modified_idx ON intakes (modified_at, id);

CREATE TABLE intake_documents (
    id BLOB PRIMARY KEY,
    intake_id BLOB NOT NULL REFERENCES intakes (id),
    document_type TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('pending', 'received', 'waived')),
    details TEXT NOT NULL CHECK (json_valid(details)),
    version INTEGER NOT NULL CHECK (version > 0),
    created_at INTEGER NOT NULL,
    modified_at INTEGER NOT NULL,
    CONSTRAINT intake_documents_type_key UNIQUE (intake_id, document_type)
) STRICT;

-- The last file number given, per unit and year of the unit's time zone.
CREATE TABLE file_counters (
    unit_id BLOB NOT NULL REFERENCES units (id),
    year INTEGER NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (unit_id, year)
) STRICT;

CREATE TABLE cases (
    id BLOB PRIMARY KEY,
    unit_id BLOB NOT NULL REFERENCES units (id),
    unit_0 BLOB NOT NULL,
    unit_1 BLOB,
    unit_2 BLOB,
    unit_3 BLOB,
    unit_4 BLOB,
    file_number TEXT NOT NULL,
    intake_id BLOB NOT NULL REFERENCES intakes (id),
    client_kind TEXT NOT NULL,
    person_id BLOB NOT NULL REFERENCES persons (id),
    category TEXT NOT NULL,
    confidentiality TEXT NOT NULL CHECK (confidentiality IN ('standard', 'confidential', 'restricted')),
    stage TEXT NOT NULL CHECK (stage IN ('assessment', 'intervention', 'monitoring', 'termination')),
    status TEXT NOT NULL CHECK (status IN ('open', 'on_hold', 'closure_requested', 'closed')),
    episode INTEGER NOT NULL CHECK (episode > 0),
    responsible_id BLOB NOT NULL REFERENCES workers (id),
    opened_at INTEGER NOT NULL,
    closed_at INTEGER,
    termination_reason TEXT,
    stage_before_termination TEXT,
    details TEXT NOT NULL CHECK (json_valid(details)),
    version INTEGER NOT NULL CHECK (version > 0),
    created_at INTEGER NOT NULL,
    modified_at INTEGER NOT NULL,
    CONSTRAINT cases_file_number_key UNIQUE (file_number),
    CONSTRAINT cases_intake_key UNIQUE (intake_id),
    CHECK ((status = 'closed') = (closed_at IS NOT NULL)),
    CHECK ((stage = 'termination') = (termination_reason IS NOT NULL))
) STRICT;
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
    case_id BLOB NOT NULL REFERENCES cases (id),
    worker_id BLOB NOT NULL REFERENCES workers (id),
    membership TEXT NOT NULL CHECK (membership IN ('responsible', 'team', 'listed')),
    opened_at INTEGER NOT NULL,
    since INTEGER NOT NULL,
    PRIMARY KEY (case_id, worker_id)
) STRICT;
CREATE UNIQUE INDEX case_members_responsible_key ON case_members (case_id) WHERE membership = 'responsible';
CREATE INDEX case_members_worker_idx ON case_members (worker_id, opened_at, case_id);

CREATE TABLE notes (
    id BLOB PRIMARY KEY,
    case_id BLOB NOT NULL REFERENCES cases (id),
    author_id BLOB NOT NULL REFERENCES workers (id),
    status TEXT NOT NULL CHECK (status IN ('draft', 'signed', 'amended')),
    occurred_at INTEGER NOT NULL,
    text TEXT NOT NULL,
    signed_at INTEGER,
    version INTEGER NOT NULL CHECK (version > 0),
    created_at INTEGER NOT NULL,
    modified_at INTEGER NOT NULL,
    CHECK ((status = 'draft') = (signed_at IS NULL))
) STRICT;
CREATE INDEX notes_case_idx ON notes (case_id, created_at, id);
CREATE INDEX notes_case_modified_idx ON notes (case_id, modified_at, id);

CREATE TABLE note_amendments (
    id BLOB PRIMARY KEY,
    note_id BLOB NOT NULL REFERENCES notes (id),
    author_id BLOB NOT NULL REFERENCES workers (id),
    text TEXT NOT NULL,
    reason TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX note_amendments_note_idx ON note_amendments (note_id, created_at, id);

CREATE TABLE contacts (
    id BLOB PRIMARY KEY,
    case_id BLOB NOT NULL REFERENCES cases (id),
    recorded_by BLOB NOT NULL REFERENCES workers (id),
    channel TEXT NOT NULL,
    reached INTEGER NOT NULL,
    at INTEGER NOT NULL,
    details TEXT NOT NULL CHECK (json_valid(details)),
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX contacts_case_idx ON contacts (case_id, at, id);
CREATE INDEX contacts_case_created_idx ON contacts (case_id, created_at, id);

CREATE TABLE tasks (
    id BLOB PRIMARY KEY,
    case_id BLOB NOT NULL REFERENCES cases (id),
    note_id BLOB REFERENCES notes (id),
    status TEXT NOT NULL CHECK (status IN ('open', 'done', 'cancelled')),
    due_on TEXT,
    details TEXT NOT NULL CHECK (json_valid(details)),
    version INTEGER NOT NULL CHECK (version > 0),
    created_at INTEGER NOT NULL,
    modified_at INTEGER NOT NULL
) STRICT;
CREATE INDEX tasks_case_idx ON tasks (case_id, created_at, id);
CREATE INDEX tasks_case_modified_idx ON tasks (case_id, modified_at, id);
CREATE INDEX tasks_open_idx ON tasks (case_id) WHERE status = 'open';

CREATE TABLE terminations (
    id BLOB PRIMARY KEY,
    case_id BLOB NOT NULL REFERENCES cases (id),
    episode INTEGER NOT NULL,
    reason TEXT NOT NULL,
    withdrawn_at INTEGER,
    details TEXT NOT NULL CHECK (json_valid(details)),
    version INTEGER NOT NULL CHECK (version > 0),
    created_at INTEGER NOT NULL,
    modified_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX terminations_current_key ON terminations (case_id, episode) WHERE withdrawn_at IS NULL;

CREATE TABLE closure_requests (
    id BLOB PRIMARY KEY,
    case_id BLOB NOT NULL REFERENCES cases (id),
    episode INTEGER NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('pending', 'approved', 'rejected', 'withdrawn')),
    requested_by BLOB NOT NULL REFERENCES workers (id),
    requested_at INTEGER NOT NULL,
    decided_by BLOB REFERENCES workers (id),
    decided_at INTEGER,
    details TEXT NOT NULL CHECK (json_valid(details)),
    version INTEGER NOT NULL CHECK (version > 0),
    created_at INTEGER NOT NULL,
    modified_at INTEGER NOT NULL
) STRICT;
CREATE INDEX closure_requests_case_idx ON closure_requests (case_id, id);
CREATE UNIQUE INDEX closure_requests_pending_key ON closure_requests (case_id) WHERE status = 'pending';

CREATE TABLE overrides (
    id BLOB PRIMARY KEY,
    record_kind TEXT NOT NULL CHECK (record_kind IN ('intake', 'case')),
    record_id BLOB NOT NULL,
    gate TEXT NOT NULL,
    requirement TEXT NOT NULL,
    reason TEXT NOT NULL,
    by_worker BLOB NOT NULL REFERENCES workers (id),
    at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER
) STRICT;
CREATE INDEX overrides_record_idx ON overrides (record_id, id);

-- The timeline of every record, the audit trail and, later, the change feed. No personal data.
CREATE TABLE events (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id BLOB NOT NULL UNIQUE,
    at INTEGER NOT NULL,
    record_kind TEXT NOT NULL,
    record_id BLOB NOT NULL,
    record_version INTEGER NOT NULL,
    case_id BLOB,
    type TEXT NOT NULL,
    data TEXT NOT NULL CHECK (json_valid(data)),
    actor_kind TEXT NOT NULL,
    actor_id BLOB NOT NULL,
    client_id TEXT NOT NULL,
    request_id TEXT NOT NULL,
    reason TEXT
) STRICT;
CREATE INDEX events_record_idx ON events (record_id, seq);
CREATE INDEX events_case_idx ON events (case_id, seq) WHERE case_id IS NOT NULL;

-- Who looked at which person or case.
CREATE TABLE read_log (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    record_kind TEXT NOT NULL,
    record_id BLOB NOT NULL,
    actor_kind TEXT NOT NULL,
    actor_id BLOB NOT NULL,
    client_id TEXT NOT NULL,
    request_id TEXT NOT NULL
) STRICT;
CREATE INDEX read_log_record_idx ON read_log (record_id, seq);
