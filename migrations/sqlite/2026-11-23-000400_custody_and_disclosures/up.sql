-- Papers and property held for a client, from their receipt to their settlement. `currency` and
-- `minor` repeat what of `details` can be added up.
CREATE TABLE custody_items (
    id BLOB PRIMARY KEY,
    case_id BLOB NOT NULL REFERENCES cases (id),
    kind TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('held', 'settled', 'withdrawn')),
    currency TEXT,
    minor INTEGER CHECK (minor >= 0),
    recorded_by BLOB NOT NULL REFERENCES workers (id),
    details TEXT NOT NULL CHECK (json_valid(details)),
    version INTEGER NOT NULL CHECK (version > 0),
    created_at INTEGER NOT NULL,
    modified_at INTEGER NOT NULL,
    CHECK ((kind = 'money') = (minor IS NOT NULL)),
    CHECK ((currency IS NULL) = (minor IS NULL))
) STRICT;
CREATE INDEX custody_items_case_idx ON custody_items (case_id, created_at, id);
CREATE INDEX custody_items_case_modified_idx ON custody_items (case_id, modified_at, id);
CREATE INDEX custody_items_held_idx ON custody_items (case_id) WHERE status = 'held';

CREATE TABLE custody_movements (
    id BLOB PRIMARY KEY,
    custody_item_id BLOB NOT NULL REFERENCES custody_items (id),
    recorded_by BLOB NOT NULL REFERENCES workers (id),
    moved_at INTEGER NOT NULL,
    details TEXT NOT NULL CHECK (json_valid(details)),
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX custody_movements_item_idx ON custody_movements (custody_item_id, created_at, id);

-- What of a case was told to whom. One that puts a mistake right takes the place of another.
CREATE TABLE disclosures (
    id BLOB PRIMARY KEY,
    case_id BLOB NOT NULL REFERENCES cases (id),
    recipient TEXT NOT NULL,
    basis TEXT NOT NULL,
    disclosed_at INTEGER NOT NULL,
    superseded_by BLOB REFERENCES disclosures (id),
    recorded_by BLOB NOT NULL REFERENCES workers (id),
    details TEXT NOT NULL CHECK (json_valid(details)),
    created_at INTEGER NOT NULL,
    modified_at INTEGER NOT NULL
) STRICT;
CREATE INDEX disclosures_case_idx ON disclosures (case_id, disclosed_at, id);
CREATE INDEX disclosures_case_modified_idx ON disclosures (case_id, modified_at, id);
