-- Attachments of cases. The content lies elsewhere, as the object of this name; a row speaks of an
-- object only once that is whole and on disk.
CREATE TABLE attachments (
    id BLOB PRIMARY KEY,
    case_id BLOB NOT NULL REFERENCES cases (id),
    added_by BLOB NOT NULL REFERENCES workers (id),
    status TEXT NOT NULL CHECK (status IN ('awaiting_content', 'stored', 'withdrawn')),
    document_type TEXT NOT NULL,
    details TEXT NOT NULL CHECK (json_valid(details)),
    media_type TEXT NOT NULL,
    size INTEGER NOT NULL CHECK (size > 0),
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    object BLOB,
    stored_at INTEGER,
    withdrawn_at INTEGER,
    withdrawal_reason TEXT,
    version INTEGER NOT NULL CHECK (version > 0),
    created_at INTEGER NOT NULL,
    modified_at INTEGER NOT NULL,
    CHECK ((object IS NULL) = (stored_at IS NULL)),
    CHECK (status <> 'stored' OR object IS NOT NULL),
    CHECK (status <> 'awaiting_content' OR object IS NULL),
    CHECK ((status = 'withdrawn') = (withdrawn_at IS NOT NULL)),
    CHECK ((withdrawn_at IS NULL) = (withdrawal_reason IS NULL))
) STRICT;
CREATE INDEX attachments_case_idx ON attachments (case_id, created_at, id);
CREATE INDEX attachments_case_modified_idx ON attachments (case_id, modified_at, id);

-- Objects that are being written: noted before the first byte, forgotten when an attachment takes
-- the object over. What stays here for a day belongs to nothing and is removed with its object.
CREATE TABLE attachment_uploads (
    object BLOB PRIMARY KEY,
    attachment_id BLOB NOT NULL REFERENCES attachments (id),
    started_at INTEGER NOT NULL
) STRICT;
CREATE INDEX attachment_uploads_started_idx ON attachment_uploads (started_at);
