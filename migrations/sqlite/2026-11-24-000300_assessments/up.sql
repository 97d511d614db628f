-- Assessments; what they found are their elements.
CREATE TABLE assessments (
    id BLOB PRIMARY KEY,
    case_id BLOB NOT NULL REFERENCES cases (id),
    episode INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('initial', 'reassessment', 'termination')),
    status TEXT NOT NULL CHECK (status IN ('draft', 'finalised', 'superseded', 'withdrawn')),
    supersedes_id BLOB REFERENCES assessments (id),
    drafted_by BLOB NOT NULL REFERENCES workers (id),
    details TEXT NOT NULL CHECK (json_valid(details)),
    finalised_at INTEGER,
    finalised_by BLOB REFERENCES workers (id),
    reassess_by TEXT,
    version INTEGER NOT NULL CHECK (version > 0),
    created_at INTEGER NOT NULL,
    modified_at INTEGER NOT NULL,
    CHECK ((finalised_at IS NULL) = (status IN ('draft', 'withdrawn'))),
    CHECK ((finalised_at IS NULL) = (finalised_by IS NULL))
) STRICT;
CREATE INDEX assessments_case_idx ON assessments (case_id, created_at, id);
CREATE INDEX assessments_case_modified_idx ON assessments (case_id, modified_at, id);
-- One unfinished draft at a time.
CREATE UNIQUE INDEX assessments_draft_key ON assessments (case_id) WHERE status = 'draft';

-- The parts of all documents: of assessments, of versions of a plan. The next version of a document
-- has rows of its own in which a part keeps its id.
CREATE TABLE elements (
    document_id BLOB NOT NULL,
    id BLOB NOT NULL,
    case_id BLOB NOT NULL REFERENCES cases (id),
    kind TEXT NOT NULL,
    details TEXT NOT NULL CHECK (json_valid(details)),
    version INTEGER NOT NULL CHECK (version > 0),
    created_at INTEGER NOT NULL,
    modified_at INTEGER NOT NULL,
    PRIMARY KEY (document_id, id)
) STRICT;
CREATE INDEX elements_document_idx ON elements (document_id, kind, created_at, id);
