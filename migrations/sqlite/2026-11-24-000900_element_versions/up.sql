-- What a part of a document held before each change, sealed. A part keeps its id in the next version
-- of its document, so both ids tell which one it was.
CREATE TABLE element_versions (
    document_id BLOB NOT NULL,
    element_id BLOB NOT NULL,
    version INTEGER NOT NULL,
    kind TEXT NOT NULL,
    sealed BLOB NOT NULL,
    replaced_at INTEGER NOT NULL,
    replaced_by BLOB NOT NULL,
    PRIMARY KEY (document_id, element_id, version)
) STRICT;
