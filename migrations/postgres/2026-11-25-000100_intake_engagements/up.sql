-- What a client agreed to on an intake that is not accepted: as in engagements, which they become at
-- acceptance. What is decided otherwise stays here.
CREATE TABLE intake_engagements (
    id uuid PRIMARY KEY,
    intake_id uuid NOT NULL REFERENCES intakes (id),
    kind text NOT NULL CHECK (kind IN ('consent', 'legal_basis', 'rights_explanation', 'contract')),
    word text NOT NULL,
    state text NOT NULL,
    details jsonb NOT NULL,
    version bigint NOT NULL CHECK (version > 0),
    created_at timestamptz NOT NULL,
    modified_at timestamptz NOT NULL
);
CREATE INDEX intake_engagements_intake_idx ON intake_engagements (intake_id, kind, created_at, id);

-- On which intake it was made, if it was.
ALTER TABLE engagements ADD COLUMN intake_id uuid REFERENCES intakes (id);
CREATE INDEX engagements_intake_idx ON engagements (intake_id, kind, created_at, id) WHERE intake_id IS NOT NULL;
