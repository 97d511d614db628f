//! The stores, compiled for PostgreSQL.

use diesel::{QueryResult, RunQueryDsl, dsl::sql, sql_types::Bool};

/// The connection every store of this module works on.
pub type Conn = diesel::PgConnection;

/// Takes a lock that ends with the transaction, unless another transaction has it.
pub(crate) fn try_lock(conn: &mut Conn, number: i64) -> QueryResult<bool> {
    diesel::select(sql::<Bool>(&format!("pg_try_advisory_xact_lock({number})"))).get_result(conn)
}

/// Reads a stored text as the bounded text it was written from.
pub(crate) use super::types::read_text;

/// Before a column: PostgreSQL knows by its statistics which index leads to fewer rows.
pub(crate) const UNINDEXED: &str = "";

/// Locks the rows of a query until the transaction ends.
macro_rules! for_update {
    ($query:expr) => {
        $query.for_update()
    };
}
pub(crate) use for_update;

/// Locks them against changes, and against whoever wants them to stay as they are; other rows may
/// go on referring to them.
macro_rules! for_change {
    ($query:expr) => {
        $query.for_no_key_update()
    };
}
pub(crate) use for_change;

/// Lets nobody change them until the transaction ends.
macro_rules! for_share {
    ($query:expr) => {
        $query.for_share()
    };
}
pub(crate) use for_share;

#[path = "../admin_store.rs"]
pub mod admin;
#[path = "../assessment/store.rs"]
pub mod assessments;
#[path = "../cases/attachments/store.rs"]
pub mod attachments;
#[path = "../cases/list/store.rs"]
pub mod case_list;
#[path = "../cases/members/store.rs"]
pub mod case_members;
#[path = "../cases/offers/store.rs"]
pub mod case_offers;
#[path = "../cases/store.rs"]
pub mod cases;
#[path = "../cases/contacts/store.rs"]
pub mod contacts;
#[path = "../cases/custody/store.rs"]
pub mod custody;
#[path = "../cases/disclosures/store.rs"]
pub mod disclosures;
#[path = "../elements/store.rs"]
pub mod elements;
#[path = "../cases/engagement/store.rs"]
pub mod engagements;
#[path = "../monitoring/evaluations/store.rs"]
pub mod evaluations;
#[path = "../events/store.rs"]
pub mod events;
#[path = "../parties/external_refs/store.rs"]
pub mod external_refs;
#[path = "../parties/grants/store.rs"]
pub mod grants;
#[path = "../parties/groups/store.rs"]
pub mod groups;
#[path = "../parties/households/cards/store.rs"]
pub mod household_cards;
#[path = "../parties/households/store.rs"]
pub mod households;
#[path = "../identity/store.rs"]
pub mod identity;
#[path = "../intake/contacts/store.rs"]
pub mod intake_contacts;
#[path = "../intake/documents/store.rs"]
pub mod intake_documents;
#[path = "../intake/list/store.rs"]
pub mod intake_list;
#[path = "../intake/store.rs"]
pub mod intakes;
#[path = "../parties/integrations/store.rs"]
pub mod integrations;
#[path = "../monitoring/plans/store.rs"]
pub mod monitoring_plans;
#[path = "../cases/notes/store.rs"]
pub mod notes;
#[path = "../monitoring/observations/store.rs"]
pub mod observations;
#[path = "../cases/overrides/store.rs"]
pub mod overrides;
#[path = "../parties/members/store.rs"]
pub mod party_members;
#[path = "../parties/persons/duplicates/store.rs"]
pub mod person_duplicates;
#[path = "../parties/persons/identifiers/store.rs"]
pub mod person_identifiers;
#[path = "../parties/persons/merges/store.rs"]
pub mod person_merges;
#[path = "../parties/persons/naming/store.rs"]
pub mod person_naming;
#[path = "../parties/persons/search/store.rs"]
pub mod person_search;
#[path = "../parties/persons/store.rs"]
pub mod persons;
#[path = "../plans/store.rs"]
pub mod plans;
#[path = "../monitoring/reports/store.rs"]
pub mod progress_reports;
#[path = "../parties/qualifications/store.rs"]
pub mod qualifications;
#[path = "../parties/relationships/store.rs"]
pub mod relationships;
#[path = "../parties/requirements/store.rs"]
pub mod requirements;
#[path = "../cases/tasks/store.rs"]
pub mod tasks;
#[path = "../termination/steps/store.rs"]
pub mod termination_steps;
#[path = "../termination/store.rs"]
pub mod terminations;
#[path = "../cases/timeline/store.rs"]
pub mod timeline;
#[path = "../parties/units/store.rs"]
pub mod units;
#[path = "../cases/work/store.rs"]
pub mod work_records;
#[path = "../parties/workers/store.rs"]
pub mod workers;
