-- Contacts and attempts at them while a matter is an intake. `reached` and `at` are columns for
-- the response clock; the whole is in `details`. Never changed.
CREATE TABLE intake_contacts (
    id BLOB PRIMARY KEY,
    intake_id BLOB NOT NULL REFERENCES intakes (id),
    recorded_by BLOB NOT NULL REFERENCES workers (id),
    reached INTEGER NOT NULL,
    at INTEGER NOT NULL,
    details TEXT NOT NULL CHECK (json_valid(details)),
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX intake_contacts_intake_idx ON intake_contacts (intake_id, at, id);

-- The person a record was merged into, always the last one: merging that one on moves these too.
ALTER TABLE persons ADD COLUMN merged_into_id BLOB REFERENCES persons (id);
CREATE INDEX persons_merged_idx ON persons (merged_into_id) WHERE merged_into_id IS NOT NULL;

-- The matches of one person, found when that person is merged.
CREATE INDEX person_matches_other_idx ON person_matches (other_person_id);
