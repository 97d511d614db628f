-- What a client agreed to on an intake that is not accepted: as in engagements, which they become at
-- acceptance. What is decided otherwise stays here.
CREATE TABLE intake_engagements (
    id BLOB PRIMARY KEY,
    intake_id BLOB NOT NULL REFERENCES intakes (id),
    kind TEXT NOT NULL CHECK (kind IN ('consent', 'legal_basis', 'rights_explanation', 'contract')),
    word TEXT NOT NULL,
    state TEXT NOT NULL,
    details TEXT NOT NULL CHECK (json_valid(details)),
    version INTEGER NOT NULL CHECK (version > 0),
    created_at INTEGER NOT NULL,
    modified_at INTEGER NOT NULL
) STRICT;
CREATE INDEX intake_engagements_intake_idx ON intake_engagements (intake_id, kind, created_at, id);

-- On which intake it was made, if it was.
ALTER TABLE engagements ADD COLUMN intake_id BLOB REFERENCES intakes (id);
CREATE INDEX engagements_intake_idx ON engagements (intake_id, kind, created_at, id) WHERE intake_id IS NOT NULL;
