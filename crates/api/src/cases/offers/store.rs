//! Queries of reassignments and transfers.

use chrono::{DateTime, Utc};
use diesel::{
    dsl::{exists, sql},
    prelude::*,
    sql_types::Bool,
};
use domain::{
    cases::{
        CaseId, FileNumber, Offer, OfferStatus, Reassignment, ReassignmentId, RecordKind,
        RecordRef, Transfer, TransferId,
    },
    parties::WorkerId,
    texts::{Lines, Reason},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Conn;
use crate::{
    cases::offers::{Offered, REASSIGNMENT, TRANSFER, Waiting},
    db::{
        schema::{case_members, case_offers, cases, units},
        types::{Code, Id, Instant, Json},
    },
    http::paging::at_most,
};

/// What is read and written whole.
#[derive(Debug, Serialize, Deserialize)]
struct Leaves {
    reason: Option<Reason>,
    offered_at: Option<DateTime<Utc>>,
    decision_reason: Option<Lines>,
    former_stays_on_team: bool,
    approved_by: Option<WorkerId>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = case_offers)]
struct OfferRow {
    id: Id,
    case_id: Id,
    status: Code<OfferStatus>,
    from_unit_id: Id,
    to_unit_id: Id,
    from_worker_id: Id,
    to_worker_id: Option<Id>,
    requested_by: Id,
    decided_by: Option<Id>,
    decided_at: Option<Instant>,
    details: Json<Leaves>,
    version: i64,
    created_at: Instant,
    modified_at: Instant,
}

/// A row with the file number of its case.
type Numbered = (OfferRow, String);

impl OfferRow {
    fn offer(self, file_number: String) -> Offer {
        let Json(leaves) = self.details;
        Offer {
            case_id: self.case_id.to(),
            file_number: FileNumber::stored(file_number),
            status: self.status.0,
            reason: leaves.reason,
            requested_by: self.requested_by.to(),
            requested_at: self.created_at.0,
            offered_at: leaves.offered_at,
            decided_by: self.decided_by.map(Id::to),
            decided_at: self.decided_at.map(|at| at.0),
            decision_reason: leaves.decision_reason,
            version: self.version,
            created_at: self.created_at.0,
            modified_at: self.modified_at.0,
        }
    }

    fn reassignment(self, file_number: String) -> QueryResult<Reassignment> {
        // A constraint of the table says that there is one.
        let to = self.to_worker_id.ok_or(diesel::result::Error::NotFound)?;
        Ok(Reassignment {
            id: self.id.to(),
            from_worker_id: self.from_worker_id.to(),
            to_worker_id: to.to(),
            former_stays_on_team: self.details.0.former_stays_on_team,
            approved_by: self.details.0.approved_by,
            offer: self.offer(file_number),
        })
    }

    fn transfer(self, file_number: String) -> Transfer {
        Transfer {
            id: self.id.to(),
            from_unit_id: self.from_unit_id.to(),
            to_unit_id: self.to_unit_id.to(),
            from_worker_id: self.from_worker_id.to(),
            caseworker_id: self.to_worker_id.map(Id::to),
            offer: self.offer(file_number),
        }
    }
}

fn reassignments(rows: Vec<Numbered>) -> QueryResult<Vec<Reassignment>> {
    let rows = rows.into_iter();
    rows.map(|(row, number)| row.reassignment(number)).collect()
}

fn transfers(rows: Vec<Numbered>) -> Vec<Transfer> {
    let rows = rows.into_iter();
    rows.map(|(row, number)| row.transfer(number)).collect()
}

/// Those of one kind, with the file numbers of their cases, in the order of their ids.
macro_rules! numbered {
    ($kind:expr) => {
        case_offers::table
            .inner_join(cases::table)
            .filter(case_offers::kind.eq($kind))
            .order(case_offers::id)
            .select((OfferRow::as_select(), cases::file_number))
    };
}

/// Nobody has decided; as it stands in the partial indexes.
fn waits() -> diesel::expression::SqlLiteral<Bool> {
    sql("case_offers.decided_at IS NULL")
}

/// The case that a reassignment or a transfer is about.
pub fn case_of(conn: &mut Conn, kind: &str, id: Uuid) -> QueryResult<Option<CaseId>> {
    case_offers::table
        .find(Id(id))
        .filter(case_offers::kind.eq(kind))
        .select(case_offers::case_id)
        .get_result::<Id>(conn)
        .optional()
        .map(|id| id.map(Id::to))
}

/// A reassignment.
pub fn reassignment(conn: &mut Conn, id: ReassignmentId) -> QueryResult<Option<Reassignment>> {
    let row: Option<Numbered> = numbered!(REASSIGNMENT)
        .filter(case_offers::id.eq(Id::from(id)))
        .get_result(conn)
        .optional()?;
    row.map(|(row, number)| row.reassignment(number))
        .transpose()
}

/// A transfer.
pub fn transfer(conn: &mut Conn, id: TransferId) -> QueryResult<Option<Transfer>> {
    let row: Option<Numbered> = numbered!(TRANSFER)
        .filter(case_offers::id.eq(Id::from(id)))
        .get_result(conn)
        .optional()?;
    Ok(row.map(|(row, number)| row.transfer(number)))
}

/// The reassignment or transfer of a case that waits.
pub fn waiting(conn: &mut Conn, case: CaseId) -> QueryResult<Option<RecordRef>> {
    let row: Option<(Id, String)> = case_offers::table
        .filter(case_offers::case_id.eq(Id::from(case)))
        .filter(waits())
        .select((case_offers::id, case_offers::kind))
        .get_result(conn)
        .optional()?;
    Ok(row.map(|(id, kind)| RecordRef {
        kind: if kind == TRANSFER {
            RecordKind::Transfer
        } else {
            RecordKind::Reassignment
        },
        id: id.0,
    }))
}

/// The reassignments to a worker that wait, approved or not, by their cases.
pub fn waiting_for(
    conn: &mut Conn,
    worker: WorkerId,
) -> QueryResult<Vec<(CaseId, ReassignmentId)>> {
    let rows: Vec<(Id, Id)> = case_offers::table
        .filter(case_offers::to_worker_id.eq(Id::from(worker)))
        .filter(waits())
        .select((case_offers::case_id, case_offers::id))
        .load(conn)?;
    let ids = rows.into_iter();
    Ok(ids.map(|(case, id)| (case.to(), id.to())).collect())
}

/// A page of the reassignments of a case, the oldest first, after this one.
pub fn reassignments_of(
    conn: &mut Conn,
    case: CaseId,
    after: Option<Uuid>,
    large: bool,
) -> QueryResult<Vec<Reassignment>> {
    let rows = numbered!(REASSIGNMENT)
        .filter(case_offers::case_id.eq(Id::from(case)))
        .filter(case_offers::id.gt(Id(after.unwrap_or_default())))
        .limit(at_most(large))
        .load(conn)?;
    reassignments(rows)
}

/// A page of the transfers of a case, the oldest first, after this one.
pub fn transfers_of(
    conn: &mut Conn,
    case: CaseId,
    after: Option<Uuid>,
    large: bool,
) -> QueryResult<Vec<Transfer>> {
    let rows = numbered!(TRANSFER)
        .filter(case_offers::case_id.eq(Id::from(case)))
        .filter(case_offers::id.gt(Id(after.unwrap_or_default())))
        .limit(at_most(large))
        .load(conn)?;
    Ok(transfers(rows))
}

/// The case is not restricted, or the worker is named on it.
macro_rules! told_to {
    ($worker:expr) => {
        cases::confidentiality.ne("restricted").or(exists(
            case_members::table
                .filter(case_members::case_id.eq(cases::id))
                .filter(case_members::worker_id.eq(Id::from($worker))),
        ))
    };
}

/// The reassignments that are offered to a worker.
pub fn offered_to(conn: &mut Conn, waiting: &Waiting) -> QueryResult<Vec<Reassignment>> {
    let rows = numbered!(REASSIGNMENT)
        .filter(case_offers::to_worker_id.eq(Id::from(waiting.worker)))
        .filter(case_offers::status.eq(Code(OfferStatus::Pending)))
        .filter(waits())
        .filter(case_offers::id.gt(Id(waiting.after.unwrap_or_default())))
        .limit(at_most(waiting.large))
        .load(conn)?;
    reassignments(rows)
}

/// The reassignments that a superior may approve: in reach, and not an own affair.
pub fn to_approve(conn: &mut Conn, waiting: &Waiting) -> QueryResult<Vec<Reassignment>> {
    let rows = numbered!(REASSIGNMENT)
        .inner_join(units::table.on(units::id.eq(case_offers::from_unit_id)))
        .filter(super::units::within!(&waiting.led))
        .filter(case_offers::status.eq(Code(OfferStatus::Requested)))
        .filter(waits())
        .filter(case_offers::requested_by.ne(Id::from(waiting.worker)))
        .filter(cases::responsible_id.ne(Id::from(waiting.worker)))
        .filter(told_to!(waiting.worker))
        .filter(case_offers::id.gt(Id(waiting.after.unwrap_or_default())))
        .limit(at_most(waiting.large))
        .load(conn)?;
    reassignments(rows)
}

/// The transfers that wait for the answer of units a superior leads.
pub fn incoming(conn: &mut Conn, waiting: &Waiting) -> QueryResult<Vec<Transfer>> {
    let rows = numbered!(TRANSFER)
        .inner_join(units::table.on(units::id.eq(case_offers::to_unit_id)))
        .filter(super::units::within!(&waiting.led))
        .filter(waits())
        .filter(told_to!(waiting.worker))
        .filter(case_offers::id.gt(Id(waiting.after.unwrap_or_default())))
        .limit(at_most(waiting.large))
        .load(conn)?;
    Ok(transfers(rows))
}

/// The transfers by which units that a superior leads offer cases to others.
pub fn outgoing(conn: &mut Conn, waiting: &Waiting) -> QueryResult<Vec<Transfer>> {
    let rows = numbered!(TRANSFER)
        .inner_join(units::table.on(units::id.eq(case_offers::from_unit_id)))
        .filter(super::units::within!(&waiting.led))
        .filter(waits())
        .filter(told_to!(waiting.worker))
        .filter(case_offers::id.gt(Id(waiting.after.unwrap_or_default())))
        .limit(at_most(waiting.large))
        .load(conn)?;
    Ok(transfers(rows))
}

/// The columns that change while it waits and when it is decided.
macro_rules! changing {
    ($offered:expr) => {{
        let offer = $offered.offer();
        let (to_worker, former_stays_on_team, approved_by) = match $offered {
            Offered::Reassignment(one, _) => (
                Some(one.to_worker_id),
                one.former_stays_on_team,
                one.approved_by,
            ),
            Offered::Transfer(one) => (one.caseworker_id, false, None),
        };
        (
            case_offers::status.eq(Code(offer.status)),
            case_offers::to_worker_id.eq(to_worker.map(Id::from)),
            case_offers::decided_by.eq(offer.decided_by.map(Id::from)),
            case_offers::decided_at.eq(offer.decided_at.map(Instant::from)),
            case_offers::details.eq(Json(Leaves {
                reason: offer.reason.clone(),
                offered_at: offer.offered_at,
                decision_reason: offer.decision_reason.clone(),
                former_stays_on_team,
                approved_by,
            })),
            case_offers::version.eq(offer.version),
            case_offers::modified_at.eq(Instant::from(offer.modified_at)),
        )
    }};
}

/// Writes a new one; `false` if its id is taken.
pub fn insert(conn: &mut Conn, offered: &Offered<'_>) -> QueryResult<bool> {
    let offer = offered.offer();
    let (kind, from_unit, to_unit, from_worker) = match offered {
        Offered::Reassignment(one, unit) => (REASSIGNMENT, *unit, *unit, one.from_worker_id),
        Offered::Transfer(one) => (
            TRANSFER,
            one.from_unit_id,
            one.to_unit_id,
            one.from_worker_id,
        ),
    };
    diesel::insert_into(case_offers::table)
        .values((
            case_offers::id.eq(Id(offered.id())),
            case_offers::case_id.eq(Id::from(offer.case_id)),
            case_offers::kind.eq(kind),
            case_offers::from_unit_id.eq(Id::from(from_unit)),
            case_offers::to_unit_id.eq(Id::from(to_unit)),
            case_offers::from_worker_id.eq(Id::from(from_worker)),
            case_offers::requested_by.eq(Id::from(offer.requested_by)),
            case_offers::created_at.eq(Instant::from(offer.created_at)),
            changing!(offered),
        ))
        .on_conflict(case_offers::id)
        .do_nothing()
        .execute(conn)
        .map(|inserted| inserted == 1)
}

/// Saves a changed one where its version is still the one before; `false` if it is not.
pub fn save(conn: &mut Conn, offered: &Offered<'_>) -> QueryResult<bool> {
    let unchanged = case_offers::table
        .find(Id(offered.id()))
        .filter(case_offers::version.eq(offered.offer().version - 1));
    diesel::update(unchanged)
        .set(changing!(offered))
        .execute(conn)
        .map(|changed| changed == 1)
}
