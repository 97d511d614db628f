//! Queries of terminations and closure requests.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use domain::{
    cases::CaseId,
    parties::WorkerId,
    termination::{
        ClosureRequest, ClosureRequestId, ClosureStatus, Termination, TerminationDetails,
        TerminationReason,
    },
    texts::{Lines, Narrative},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Conn;
use crate::{
    db::{
        schema::{closure_requests, terminations},
        types::{Code, Id, Instant, Json},
    },
    http::paging::at_most,
};

/// What of a termination is read and written whole.
#[derive(Debug, Serialize, Deserialize)]
struct Particulars {
    #[serde(flatten)]
    details: TerminationDetails,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    signature_recorded_by: Option<WorkerId>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = terminations)]
struct TerminationRow {
    id: Id,
    case_id: Id,
    episode: i32,
    reason: Code<TerminationReason>,
    withdrawn_at: Option<Instant>,
    details: Json<Particulars>,
    version: i64,
    created_at: Instant,
    modified_at: Instant,
}

impl TerminationRow {
    fn read(self) -> Termination {
        let Json(particulars) = self.details;
        Termination {
            id: self.id.to(),
            case_id: self.case_id.to(),
            episode: self.episode,
            reason: self.reason.0,
            planned: self.reason.0.planned(),
            details: particulars.details,
            signature_recorded_by: particulars.signature_recorded_by,
            withdrawn_at: self.withdrawn_at.map(|at| at.0),
            version: self.version,
            created_at: self.created_at.0,
            modified_at: self.modified_at.0,
        }
    }
}

/// The termination of an episode that has not been withdrawn.
pub fn current(conn: &mut Conn, case_id: CaseId, episode: i32) -> QueryResult<Option<Termination>> {
    terminations::table
        .filter(terminations::case_id.eq(Id::from(case_id)))
        .filter(terminations::episode.eq(episode))
        .filter(terminations::withdrawn_at.is_null())
        .select(TerminationRow::as_select())
        .get_result(conn)
        .optional()
        .map(|row| row.map(TerminationRow::read))
}

/// When the case last came back from termination in this episode.
pub fn last_back(
    conn: &mut Conn,
    case_id: CaseId,
    episode: i32,
) -> QueryResult<Option<DateTime<Utc>>> {
    terminations::table
        .filter(terminations::case_id.eq(Id::from(case_id)))
        .filter(terminations::episode.eq(episode))
        .filter(terminations::withdrawn_at.is_not_null())
        .order(terminations::withdrawn_at.desc())
        .select(terminations::withdrawn_at)
        .limit(1)
        .get_result::<Option<Instant>>(conn)
        .optional()
        .map(|at| at.flatten().map(|at| at.0))
}

/// The columns that change in the life of a termination.
macro_rules! changing {
    ($termination:expr) => {
        (
            terminations::withdrawn_at.eq($termination.withdrawn_at.map(Instant::from)),
            terminations::details.eq(Json(Particulars {
                details: $termination.details.clone(),
                signature_recorded_by: $termination.signature_recorded_by,
            })),
            terminations::version.eq($termination.version),
            terminations::modified_at.eq(Instant::from($termination.modified_at)),
        )
    };
}

/// Writes a new termination.
pub fn insert(conn: &mut Conn, termination: &Termination) -> QueryResult<()> {
    diesel::insert_into(terminations::table)
        .values((
            terminations::id.eq(Id::from(termination.id)),
            terminations::case_id.eq(Id::from(termination.case_id)),
            terminations::episode.eq(termination.episode),
            terminations::reason.eq(Code(termination.reason)),
            terminations::created_at.eq(Instant::from(termination.created_at)),
            changing!(termination),
        ))
        .execute(conn)
        .map(|_| ())
}

/// Saves a changed termination where its version is still `before`; `false` if it is not.
pub fn save(conn: &mut Conn, termination: &Termination, before: i64) -> QueryResult<bool> {
    let unchanged = terminations::table
        .filter(terminations::id.eq(Id::from(termination.id)))
        .filter(terminations::version.eq(before));
    diesel::update(unchanged)
        .set(changing!(termination))
        .execute(conn)
        .map(|changed| changed == 1)
}

/// What of a closure request is read and written whole.
#[derive(Debug, Serialize, Deserialize)]
struct Leaves {
    summary: Narrative,
    decision_note: Option<Lines>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = closure_requests)]
struct ClosureRow {
    id: Id,
    case_id: Id,
    episode: i32,
    status: Code<ClosureStatus>,
    requested_by: Id,
    requested_at: Instant,
    decided_by: Option<Id>,
    decided_at: Option<Instant>,
    details: Json<Leaves>,
    version: i64,
    created_at: Instant,
    modified_at: Instant,
}

impl ClosureRow {
    fn read(self) -> ClosureRequest {
        let Json(leaves) = self.details;
        ClosureRequest {
            id: self.id.to(),
            case_id: self.case_id.to(),
            episode: self.episode,
            summary: leaves.summary,
            status: self.status.0,
            requested_by: self.requested_by.to(),
            requested_at: self.requested_at.0,
            decided_by: self.decided_by.map(Id::to),
            decided_at: self.decided_at.map(|at| at.0),
            decision_note: leaves.decision_note,
            version: self.version,
            created_at: self.created_at.0,
            modified_at: self.modified_at.0,
        }
    }
}

/// A closure request.
pub fn closure(conn: &mut Conn, id: ClosureRequestId) -> QueryResult<Option<ClosureRequest>> {
    closure_requests::table
        .find(Id::from(id))
        .select(ClosureRow::as_select())
        .get_result(conn)
        .optional()
        .map(|row| row.map(ClosureRow::read))
}

/// The case a closure request belongs to.
pub fn case_of_closure(conn: &mut Conn, id: ClosureRequestId) -> QueryResult<Option<CaseId>> {
    closure_requests::table
        .find(Id::from(id))
        .select(closure_requests::case_id)
        .get_result::<Id>(conn)
        .optional()
        .map(|id| id.map(Id::to))
}

/// The closure request of a case that waits for its decision.
pub fn pending(conn: &mut Conn, case_id: CaseId) -> QueryResult<Option<ClosureRequest>> {
    // The word stands in the query as it stands in the partial index.
    let pending =
        diesel::dsl::sql::<diesel::sql_types::Bool>("closure_requests.status = 'pending'");
    closure_requests::table
        .filter(closure_requests::case_id.eq(Id::from(case_id)))
        .filter(pending)
        .select(ClosureRow::as_select())
        .get_result(conn)
        .optional()
        .map(|row| row.map(ClosureRow::read))
}

/// A page of the closure requests of a case, the oldest first, after this one.
pub fn closures(
    conn: &mut Conn,
    case_id: CaseId,
    after: Option<Uuid>,
    large: bool,
) -> QueryResult<Vec<ClosureRequest>> {
    let rows = closure_requests::table
        .filter(closure_requests::case_id.eq(Id::from(case_id)))
        .filter(closure_requests::id.gt(Id(after.unwrap_or_default())))
        .order(closure_requests::id)
        .select(ClosureRow::as_select())
        .limit(at_most(large))
        .load(conn)?;
    Ok(rows.into_iter().map(ClosureRow::read).collect())
}

/// The columns that change in the life of a closure request.
macro_rules! deciding {
    ($closure:expr) => {
        (
            closure_requests::status.eq(Code($closure.status)),
            closure_requests::decided_by.eq($closure.decided_by.map(Id::from)),
            closure_requests::decided_at.eq($closure.decided_at.map(Instant::from)),
            closure_requests::details.eq(Json(Leaves {
                summary: $closure.summary.clone(),
                decision_note: $closure.decision_note.clone(),
            })),
            closure_requests::version.eq($closure.version),
            closure_requests::modified_at.eq(Instant::from($closure.modified_at)),
        )
    };
}

/// Writes a new closure request; `false` if its id is taken.
pub fn insert_closure(conn: &mut Conn, closure: &ClosureRequest) -> QueryResult<bool> {
    diesel::insert_into(closure_requests::table)
        .values((
            closure_requests::id.eq(Id::from(closure.id)),
            closure_requests::case_id.eq(Id::from(closure.case_id)),
            closure_requests::episode.eq(closure.episode),
            closure_requests::requested_by.eq(Id::from(closure.requested_by)),
            closure_requests::requested_at.eq(Instant::from(closure.requested_at)),
            closure_requests::created_at.eq(Instant::from(closure.created_at)),
            deciding!(closure),
        ))
        .on_conflict(closure_requests::id)
        .do_nothing()
        .execute(conn)
        .map(|inserted| inserted == 1)
}

/// Saves a decided closure request where its version is still `before`; `false` if it is not.
pub fn save_closure(conn: &mut Conn, closure: &ClosureRequest, before: i64) -> QueryResult<bool> {
    let unchanged = closure_requests::table
        .filter(closure_requests::id.eq(Id::from(closure.id)))
        .filter(closure_requests::version.eq(before));
    diesel::update(unchanged)
        .set(deciding!(closure))
        .execute(conn)
        .map(|changed| changed == 1)
}
