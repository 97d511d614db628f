-- A case is offered to another worker (reassignment) or another unit (transfer) and changes hands
-- when they accept. from_… is who had it when that was asked for; to_worker_id is the worker it is
-- offered to, of a transfer the caseworker whom the receiving unit named.
CREATE TABLE case_offers (
    id uuid PRIMARY KEY,
    case_id uuid NOT NULL REFERENCES cases (id),
    kind text NOT NULL CHECK (kind IN ('reassignment', 'transfer')),
    status text NOT NULL CHECK (status IN ('requested', 'pending', 'accepted', 'declined', 'rejected', 'withdrawn')),
    from_unit_id uuid NOT NULL REFERENCES units (id),
    to_unit_id uuid NOT NULL REFERENCES units (id),
    from_worker_id uuid NOT NULL REFERENCES workers (id),
    to_worker_id uuid REFERENCES workers (id),
    requested_by uuid NOT NULL REFERENCES workers (id),
    decided_by uuid REFERENCES workers (id),
    decided_at timestamptz,
    details jsonb NOT NULL,
    version bigint NOT NULL CHECK (version > 0),
    created_at timestamptz NOT NULL,
    modified_at timestamptz NOT NULL,
    CHECK (to_worker_id IS NOT NULL OR (kind = 'transfer' AND status <> 'accepted')),
    CHECK ((status IN ('requested', 'pending')) = (decided_at IS NULL)),
    CHECK (status <> 'requested' OR kind = 'reassignment')
);
CREATE INDEX case_offers_case_idx ON case_offers (case_id, id);
-- One at a time, whichever it is.
CREATE UNIQUE INDEX case_offers_waiting_key ON case_offers (case_id) WHERE decided_at IS NULL;
CREATE INDEX case_offers_to_worker_idx ON case_offers (to_worker_id, id) WHERE decided_at IS NULL;
CREATE INDEX case_offers_to_unit_idx ON case_offers (to_unit_id, id) WHERE decided_at IS NULL;
CREATE INDEX case_offers_from_unit_idx ON case_offers (from_unit_id, id) WHERE decided_at IS NULL;

-- When the intake of a case was received, once the case has moved to another unit: the list of
-- intakes finds those whose cases have come from elsewhere by these indexes.
ALTER TABLE cases ADD COLUMN intake_received_at timestamptz;
CREATE INDEX cases_moved_unit_idx ON cases (unit_id, intake_received_at, intake_id) WHERE intake_received_at IS NOT NULL;
CREATE INDEX cases_moved_0_idx ON cases (unit_0, intake_received_at, intake_id) WHERE intake_received_at IS NOT NULL;
CREATE INDEX cases_moved_1_idx ON cases (unit_1, intake_received_at, intake_id) WHERE intake_received_at IS NOT NULL;
CREATE INDEX cases_moved_2_idx ON cases (unit_2, intake_received_at, intake_id) WHERE intake_received_at IS NOT NULL;
CREATE INDEX cases_moved_3_idx ON cases (unit_3, intake_received_at, intake_id) WHERE intake_received_at IS NOT NULL;

-- As what somebody is on the team.
ALTER TABLE case_members ADD COLUMN discipline text;
ALTER TABLE case_members ADD COLUMN function_note text;
