-- Consents, legal bases, rights explained and contracts of a case, one kind of row each. `word` is
-- what it is to (a consent) or of which kind; `state` is what was done, never what the clock makes of it.
CREATE TABLE engagements (
    id uuid PRIMARY KEY,
    case_id uuid NOT NULL REFERENCES cases (id),
    kind text NOT NULL CHECK (kind IN ('consent', 'legal_basis', 'rights_explanation', 'contract')),
    word text NOT NULL,
    state text NOT NULL,
    details jsonb NOT NULL,
    version bigint NOT NULL CHECK (version > 0),
    created_at timestamptz NOT NULL,
    modified_at timestamptz NOT NULL
);
CREATE INDEX engagements_case_idx ON engagements (case_id, kind, created_at, id);
CREATE INDEX engagements_case_modified_idx ON engagements (case_id, kind, modified_at, id);
