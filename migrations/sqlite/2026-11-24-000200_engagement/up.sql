-- Consents, legal bases, rights explained and contracts of a case, one kind of row each. `word` is
-- what it is to (a consent) or of which kind; `state` is what was done, never what the clock makes of it.
CREATE TABLE engagements (
    id BLOB PRIMARY KEY,
    case_id BLOB NOT NULL REFERENCES cases (id),
    kind TEXT NOT NULL CHECK (kind IN ('consent', 'legal_basis', 'rights_explanation', 'contract')),
    word TEXT NOT NULL,
    state TEXT NOT NULL,
    details TEXT NOT NULL CHECK (json_valid(details)),
    version INTEGER NOT NULL CHECK (version > 0),
    created_at INTEGER NOT NULL,
    modified_at INTEGER NOT NULL
) STRICT;
CREATE INDEX engagements_case_idx ON engagements (case_id, kind, created_at, id);
CREATE INDEX engagements_case_modified_idx ON engagements (case_id, kind, modified_at, id);
