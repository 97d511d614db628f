-- Attachments of cases. The content lies elsewhere, as the object of this name; a row speaks of an
-- object only once that is whole and on disk.
CREATE TABLE attachments (
    id uuid PRIMARY KEY,
    case_id uuid NOT NULL REFERENCES cases (id),
    added_by uuid NOT NULL REFERENCES workers (id),
    status text NOT NULL CHECK (status IN ('awaiting_content', 'stored', 'withdrawn')),
    document_type text NOT NULL,
    details jsonb NOT NULL,
    media_type text NOT NULL,
    size bigint NOT NULL CHECK (size > 0),
    sha256 text NOT NULL CHECK (length(sha256) = 64),
    object uuid,
    stored_at timestamptz,
    withdrawn_at timestamptz,
    withdrawal_reason text,
    version bigint NOT NULL CHECK (version > 0),
    created_at timestamptz NOT NULL,
    modified_at timestamptz NOT NULL,
    CHECK ((object IS NULL) = (stored_at IS NULL)),
    CHECK (status <> 'stored' OR object IS NOT NULL),
    CHECK (status <> 'awaiting_content' OR object IS NULL),
    CHECK ((status = 'withdrawn') = (withdrawn_at IS NOT NULL)),
    CHECK ((withdrawn_at IS NULL) = (withdrawal_reason IS NULL))
);
CREATE INDEX attachments_case_idx ON attachments (case_id, created_at, id);
CREATE INDEX attachments_case_modified_idx ON attachments (case_id, modified_at, id);

-- Objects that are being written: noted before the first byte, forgotten when an attachment takes
-- the object over. What stays here for a day belongs to nothing and is removed with its object.
CREATE TABLE attachment_uploads (
    object uuid PRIMARY KEY,
    attachment_id uuid NOT NULL REFERENCES attachments (id),
    started_at timestamptz NOT NULL
);
CREATE INDEX attachment_uploads_started_idx ON attachment_uploads (started_at);
