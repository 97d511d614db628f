-- What a part of a document held before each change, sealed. A part keeps its id in the next version
-- of its document, so both ids tell which one it was.
CREATE TABLE element_versions (
    document_id uuid NOT NULL,
    element_id uuid NOT NULL,
    version bigint NOT NULL,
    kind text NOT NULL,
    sealed bytea NOT NULL,
    replaced_at timestamptz NOT NULL,
    replaced_by uuid NOT NULL,
    PRIMARY KEY (document_id, element_id, version)
);
