-- Households: what is said about one is read and written whole, its cards and members are rows.
CREATE TABLE households (
    id uuid PRIMARY KEY,
    unit_id uuid NOT NULL REFERENCES units (id),
    details jsonb NOT NULL,
    registered_by uuid NOT NULL,
    version bigint NOT NULL CHECK (version > 0),
    created_at timestamptz NOT NULL,
    modified_at timestamptz NOT NULL
);
CREATE INDEX households_modified_idx ON households (modified_at, id);

-- Card numbers, sealed and looked up as identifiers of persons are. `unit_id` is the registering
-- unit, within which no other household may have the number, and empty where somebody of another
-- unit, who may not know of the household that has it there, gave it to a second one.
CREATE TABLE household_cards (
    id uuid PRIMARY KEY,
    household_id uuid NOT NULL REFERENCES households (id),
    unit_id uuid REFERENCES units (id),
    kind text NOT NULL,
    position integer NOT NULL,
    sealed bytea NOT NULL,
    blind bytea NOT NULL,
    created_at timestamptz NOT NULL,
    removed_at timestamptz
);
CREATE UNIQUE INDEX household_cards_live_key
    ON household_cards (unit_id, kind, blind) WHERE removed_at IS NULL;
CREATE INDEX household_cards_blind_idx ON household_cards (kind, blind);
CREATE INDEX household_cards_household_idx ON household_cards (household_id);

-- Groups and communities.
CREATE TABLE client_groups (
    id uuid PRIMARY KEY,
    unit_id uuid NOT NULL REFERENCES units (id),
    kind text NOT NULL CHECK (kind IN ('group', 'community')),
    name text NOT NULL,
    details jsonb NOT NULL,
    registered_by uuid NOT NULL,
    version bigint NOT NULL CHECK (version > 0),
    created_at timestamptz NOT NULL,
    modified_at timestamptz NOT NULL
);
CREATE INDEX client_groups_modified_idx ON client_groups (modified_at, id);
CREATE INDEX client_groups_unit_idx ON client_groups (unit_id, modified_at, id);

-- Who is, or was, a member of a household or group, and as what. `role` is the relation to the
-- head of a household, or the part played in a group.
CREATE TABLE party_members (
    id uuid PRIMARY KEY,
    household_id uuid REFERENCES households (id),
    group_id uuid REFERENCES client_groups (id),
    person_id uuid NOT NULL REFERENCES persons (id),
    role text NOT NULL,
    since date,
    until date,
    details jsonb NOT NULL,
    version bigint NOT NULL CHECK (version > 0),
    created_at timestamptz NOT NULL,
    modified_at timestamptz NOT NULL,
    CHECK ((household_id IS NULL) <> (group_id IS NULL))
);
CREATE UNIQUE INDEX party_members_household_key
    ON party_members (household_id, person_id) WHERE until IS NULL AND household_id IS NOT NULL;
CREATE UNIQUE INDEX party_members_group_key
    ON party_members (group_id, person_id) WHERE until IS NULL AND group_id IS NOT NULL;
CREATE UNIQUE INDEX party_members_head_key
    ON party_members (household_id) WHERE until IS NULL AND role = 'head';
CREATE UNIQUE INDEX party_members_spokesperson_key
    ON party_members (group_id) WHERE until IS NULL AND role = 'spokesperson';
CREATE INDEX party_members_household_idx ON party_members (household_id, id);
CREATE INDEX party_members_group_idx ON party_members (group_id, id);
CREATE INDEX party_members_person_idx ON party_members (person_id);

-- Relationships between persons, each once: from the side of the one with the smaller id.
CREATE TABLE relationships (
    id uuid PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES persons (id),
    other_person_id uuid NOT NULL REFERENCES persons (id),
    kind text NOT NULL,
    since date,
    until date,
    details jsonb NOT NULL,
    recorded_by uuid NOT NULL,
    version bigint NOT NULL CHECK (version > 0),
    created_at timestamptz NOT NULL,
    modified_at timestamptz NOT NULL,
    CHECK (person_id < other_person_id)
);
CREATE UNIQUE INDEX relationships_live_key
    ON relationships (person_id, other_person_id, kind) WHERE until IS NULL;
CREATE INDEX relationships_person_idx ON relationships (person_id, id);
CREATE INDEX relationships_other_idx ON relationships (other_person_id, id);

-- Households and groups as clients.
ALTER TABLE intakes ADD COLUMN client_kind text NOT NULL DEFAULT 'individual';
ALTER TABLE intakes ADD COLUMN household_id uuid REFERENCES households (id);
ALTER TABLE intakes ADD COLUMN group_id uuid REFERENCES client_groups (id);
CREATE INDEX intakes_household_idx
    ON intakes (household_id, received_at, id) WHERE household_id IS NOT NULL;
CREATE INDEX intakes_group_idx
    ON intakes (group_id, received_at, id) WHERE group_id IS NOT NULL;
ALTER TABLE cases ADD COLUMN household_id uuid REFERENCES households (id);
ALTER TABLE cases ADD COLUMN group_id uuid REFERENCES client_groups (id);
CREATE INDEX cases_household_idx
    ON cases (household_id, opened_at, id) WHERE household_id IS NOT NULL;
CREATE INDEX cases_group_idx
    ON cases (group_id, opened_at, id) WHERE group_id IS NOT NULL;
CREATE INDEX cases_unit_client_idx ON cases (unit_id, client_kind, opened_at, id);
