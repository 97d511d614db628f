//! Queries of who is named on a case.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use domain::{
    access::Membership,
    cases::{Case, CaseId, CaseMember},
    parties::WorkerId,
};
use uuid::Uuid;

use super::Conn;
use crate::{
    db::{
        schema::{case_members, workers},
        types::{Code, Id, Instant},
    },
    http::paging::{LARGE, SMALL},
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = case_members)]
struct MemberRow {
    case_id: Id,
    worker_id: Id,
    membership: Code<Membership>,
    since: Instant,
}

impl MemberRow {
    fn read(self) -> CaseMember {
        CaseMember {
            case_id: self.case_id.to(),
            worker_id: self.worker_id.to(),
            membership: self.membership.0,
            since: self.since.0,
        }
    }
}

/// How a worker is named on a case.
pub fn find(conn: &mut Conn, case: CaseId, worker: WorkerId) -> QueryResult<Option<CaseMember>> {
    case_members::table
        .find((Id::from(case), Id::from(worker)))
        .select(MemberRow::as_select())
        .get_result(conn)
        .optional()
        .map(|row| row.map(MemberRow::read))
}

/// A page of those named on a case, by their ids, after this one.
pub fn page(
    conn: &mut Conn,
    case: CaseId,
    after: Option<Uuid>,
    large: bool,
) -> QueryResult<Vec<CaseMember>> {
    let rows = case_members::table
        .filter(case_members::case_id.eq(Id::from(case)))
        .filter(case_members::worker_id.gt(Id(after.unwrap_or_default())))
        .order(case_members::worker_id)
        .select(MemberRow::as_select())
        .limit(if large { LARGE } else { SMALL })
        .load(conn)?;
    Ok(rows.into_iter().map(MemberRow::read).collect())
}

/// Everybody named on a case.
pub fn all(conn: &mut Conn, case: CaseId) -> QueryResult<Vec<CaseMember>> {
    let rows = case_members::table
        .filter(case_members::case_id.eq(Id::from(case)))
        .order(case_members::worker_id)
        .select(MemberRow::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(MemberRow::read).collect())
}

/// Names a worker on a case, in place of how they were named before.
pub fn put(
    conn: &mut Conn,
    case: &Case,
    worker: WorkerId,
    membership: Membership,
    since: DateTime<Utc>,
) -> QueryResult<()> {
    let how = (
        case_members::membership.eq(Code(membership)),
        case_members::since.eq(Instant::from(since)),
    );
    diesel::insert_into(case_members::table)
        .values((
            case_members::case_id.eq(Id::from(case.id)),
            case_members::worker_id.eq(Id::from(worker)),
            case_members::opened_at.eq(Instant::from(case.opened.opened_at)),
            how,
        ))
        .on_conflict((case_members::case_id, case_members::worker_id))
        .do_update()
        .set(how)
        .execute(conn)
        .map(|_| ())
}

/// Takes a worker's name off a case.
pub fn remove(conn: &mut Conn, case: CaseId, worker: WorkerId) -> QueryResult<()> {
    diesel::delete(case_members::table.find((Id::from(case), Id::from(worker))))
        .execute(conn)
        .map(|_| ())
}

/// Whether this is an active worker.
pub fn is_active(conn: &mut Conn, worker: WorkerId) -> QueryResult<bool> {
    workers::table
        .find(Id::from(worker))
        .select(workers::active)
        .get_result(conn)
        .optional()
        .map(|active| active.unwrap_or(false))
}
