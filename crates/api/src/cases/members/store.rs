//! Queries of who is named on a case.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use domain::{
    access::Membership,
    cases::{Case, CaseId, CaseMember, CaseStatus, Discipline},
    parties::WorkerId,
    texts::Line,
};
use uuid::Uuid;

use super::Conn;
use crate::{
    db::{
        schema::{case_members, cases, workers},
        types::{Code, Id, Instant, read_text},
    },
    http::paging::at_most,
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = case_members)]
struct MemberRow {
    case_id: Id,
    worker_id: Id,
    membership: Code<Membership>,
    since: Instant,
    discipline: Option<Code<Discipline>>,
    function_note: Option<String>,
}

impl MemberRow {
    fn read(self) -> QueryResult<CaseMember> {
        Ok(CaseMember {
            case_id: self.case_id.to(),
            worker_id: self.worker_id.to(),
            membership: self.membership.0,
            discipline: self.discipline.map(|code| code.0),
            function_note: self.function_note.map(read_text).transpose()?,
            since: self.since.0,
        })
    }
}

/// How a worker is named on a case.
pub fn find(conn: &mut Conn, case: CaseId, worker: WorkerId) -> QueryResult<Option<CaseMember>> {
    case_members::table
        .find((Id::from(case), Id::from(worker)))
        .select(MemberRow::as_select())
        .get_result(conn)
        .optional()?
        .map(MemberRow::read)
        .transpose()
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
        .limit(at_most(large))
        .load(conn)?;
    rows.into_iter().map(MemberRow::read).collect()
}

/// Everybody named on a case.
pub fn all(conn: &mut Conn, case: CaseId) -> QueryResult<Vec<CaseMember>> {
    let rows = case_members::table
        .filter(case_members::case_id.eq(Id::from(case)))
        .order(case_members::worker_id)
        .select(MemberRow::as_select())
        .load(conn)?;
    rows.into_iter().map(MemberRow::read).collect()
}

/// Names a worker on a case, in place of how they were named before; as what is not said.
pub fn put(
    conn: &mut Conn,
    case: &Case,
    worker: WorkerId,
    membership: Membership,
    since: DateTime<Utc>,
) -> QueryResult<()> {
    let member = CaseMember {
        case_id: case.id,
        worker_id: worker,
        membership,
        discipline: None,
        function_note: None,
        since,
    };
    name(conn, case, &member)
}

/// Names a worker on a case like this, in place of how they were named before.
pub fn name(conn: &mut Conn, case: &Case, member: &CaseMember) -> QueryResult<()> {
    let function = member.function_note.as_ref().map(Line::as_str);
    let how = (
        case_members::membership.eq(Code(member.membership)),
        case_members::since.eq(Instant::from(member.since)),
        case_members::discipline.eq(member.discipline.map(Code)),
        case_members::function_note.eq(function),
    );
    diesel::insert_into(case_members::table)
        .values((
            case_members::case_id.eq(Id::from(case.id)),
            case_members::worker_id.eq(Id::from(member.worker_id)),
            case_members::opened_at.eq(Instant::from(case.opened.opened_at)),
            case_members::unit_id.eq(Id::from(case.opened.unit_id)),
            case_members::confidentiality.eq(Code(case.opened.confidentiality)),
            how,
        ))
        .on_conflict((case_members::case_id, case_members::worker_id))
        .do_update()
        .set(how)
        .execute(conn)
        .map(|_| ())
}

/// The case has another unit or class: so has everybody's name on it.
pub fn refile(conn: &mut Conn, case: &Case) -> QueryResult<()> {
    diesel::update(case_members::table)
        .filter(case_members::case_id.eq(Id::from(case.id)))
        .set((
            case_members::unit_id.eq(Id::from(case.opened.unit_id)),
            case_members::confidentiality.eq(Code(case.opened.confidentiality)),
        ))
        .execute(conn)
        .map(|_| ())
}

/// The cases that are not closed and on whose team a worker is.
pub fn teams_of(conn: &mut Conn, worker: WorkerId) -> QueryResult<Vec<CaseId>> {
    let ids: Vec<Id> = case_members::table
        .inner_join(cases::table.on(cases::id.eq(case_members::case_id)))
        .filter(case_members::worker_id.eq(Id::from(worker)))
        .filter(case_members::membership.eq(Code(Membership::Team)))
        .filter(cases::status.ne(Code(CaseStatus::Closed)))
        .select(case_members::case_id)
        .load(conn)?;
    Ok(ids.into_iter().map(Id::to).collect())
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
