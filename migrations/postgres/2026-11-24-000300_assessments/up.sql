-- Assessments; what they found are their elements.
CREATE TABLE assessments (
    id uuid PRIMARY KEY,
    case_id uuid NOT NULL REFERENCES cases (id),
    episode integer NOT NULL,
    kind text NOT NULL CHECK (kind IN ('initial', 'reassessment', 'termination')),
    status text NOT NULL CHECK (status IN ('draft', 'finalised', 'superseded', 'withdrawn')),
    supersedes_id uuid REFERENCES assessments (id),
    drafted_by uuid NOT NULL REFERENCES workers (id),
    details jsonb NOT NULL,
    finalised_at timestamptz,
    finalised_by uuid REFERENCES workers (id),
    reassess_by date,
    version bigint NOT NULL CHECK (version > 0),
    created_at timestamptz NOT NULL,
    modified_at timestamptz NOT NULL,
    CHECK ((finalised_at IS NULL) = (status IN ('draft', 'withdrawn'))),
    CHECK ((finalised_at IS NULL) = (finalised_by IS NULL))
);
CREATE INDEX assessments_case_idx ON assessments (case_id, created_at, id);
CREATE INDEX assessments_case_modified_idx ON assessments (case_id, modified_at, id);
-- One unfinished draft at a time.
CREATE UNIQUE INDEX assessments_draft_key ON assessments (case_id) WHERE status = 'draft';

-- The parts of all documents: of assessments, of versions of a plan. The next version of a document
-- has rows of its own in which a part keeps its id.
CREATE TABLE elements (
    document_id uuid NOT NULL,
    id uuid NOT NULL,
    case_id uuid NOT NULL REFERENCES cases (id),
    kind text NOT NULL,
    details jsonb NOT NULL,
    version bigint NOT NULL CHECK (version > 0),
    created_at timestamptz NOT NULL,
    modified_at timestamptz NOT NULL,
    PRIMARY KEY (document_id, id)
);
CREATE INDEX elements_document_idx ON elements (document_id, kind, created_at, id);
