-- Papers and property held for a client, from their receipt to their settlement. `currency` and
-- `minor` repeat what of `details` can be added up.
CREATE TABLE custody_items (
    id uuid PRIMARY KEY,
    case_id uuid NOT NULL REFERENCES cases (id),
    kind text NOT NULL,
    status text NOT NULL CHECK (status IN ('held', 'settled', 'withdrawn')),
    currency text,
    minor bigint CHECK (minor >= 0),
    recorded_by uuid NOT NULL REFERENCES workers (id),
    details jsonb NOT NULL,
    version bigint NOT NULL CHECK (version > 0),
    created_at timestamptz NOT NULL,
    modified_at timestamptz NOT NULL,
    CHECK ((kind = 'money') = (minor IS NOT NULL)),
    CHECK ((currency IS NULL) = (minor IS NULL))
);
CREATE INDEX custody_items_case_idx ON custody_items (case_id, created_at, id);
CREATE INDEX custody_items_case_modified_idx ON custody_items (case_id, modified_at, id);
CREATE INDEX custody_items_held_idx ON custody_items (case_id) WHERE status = 'held';

CREATE TABLE custody_movements (
    id uuid PRIMARY KEY,
    custody_item_id uuid NOT NULL REFERENCES custody_items (id),
    recorded_by uuid NOT NULL REFERENCES workers (id),
    moved_at timestamptz NOT NULL,
    details jsonb NOT NULL,
    created_at timestamptz NOT NULL
);
CREATE INDEX custody_movements_item_idx ON custody_movements (custody_item_id, created_at, id);

-- What of a case was told to whom. One that puts a mistake right takes the place of another.
CREATE TABLE disclosures (
    id uuid PRIMARY KEY,
    case_id uuid NOT NULL REFERENCES cases (id),
    recipient text NOT NULL,
    basis text NOT NULL,
    disclosed_at timestamptz NOT NULL,
    superseded_by uuid REFERENCES disclosures (id),
    recorded_by uuid NOT NULL REFERENCES workers (id),
    details jsonb NOT NULL,
    created_at timestamptz NOT NULL,
    modified_at timestamptz NOT NULL
);
CREATE INDEX disclosures_case_idx ON disclosures (case_id, disclosed_at, id);
CREATE INDEX disclosures_case_modified_idx ON disclosures (case_id, modified_at, id);
