//! Queries of interventions, sessions, crises and changes of strategy.

use diesel::prelude::*;
use domain::{
    cases::CaseId,
    intervention::{CrisisId, GroupSessionId, WorkSession},
};
use uuid::Uuid;

use super::Conn;
use crate::{
    cases::{
        records::{Order, Wanted, page_of_case},
        work::{Filters, WorkRecord},
    },
    db::{
        schema::work_records,
        types::{Id, Instant, Json},
    },
};

/// The case of a record of any kind.
pub fn case_of(conn: &mut Conn, kind: &str, id: Uuid) -> QueryResult<Option<CaseId>> {
    work_records::table
        .find(Id(id))
        .filter(work_records::kind.eq(kind))
        .select(work_records::case_id)
        .get_result::<Id>(conn)
        .optional()
        .map(|id| id.map(Id::to))
}

/// A record.
pub fn find<T: WorkRecord>(conn: &mut Conn, id: Uuid) -> QueryResult<Option<T>> {
    work_records::table
        .find(Id(id))
        .filter(work_records::kind.eq(T::KIND))
        .select(work_records::details)
        .get_result::<Json<T>>(conn)
        .optional()
        .map(|found| found.map(|Json(record)| record))
}

/// Every record of its kind of a case, the oldest first: a rule looks at all of them.
pub fn all<T: WorkRecord>(conn: &mut Conn, case_id: CaseId) -> QueryResult<Vec<T>> {
    let rows = work_records::table
        .filter(work_records::case_id.eq(Id::from(case_id)))
        .filter(work_records::kind.eq(T::KIND))
        .order((work_records::at, work_records::id))
        .select(work_records::details)
        .load::<Json<T>>(conn)?;
    Ok(rows.into_iter().map(|Json(record)| record).collect())
}

/// The crises of a case that are not resolved, the oldest first: what keeps it from closing.
pub fn open_crises(conn: &mut Conn, case_id: CaseId) -> QueryResult<Vec<CrisisId>> {
    let ids: Vec<Id> = work_records::table
        .filter(work_records::case_id.eq(Id::from(case_id)))
        .filter(work_records::kind.eq("crisis"))
        .filter(work_records::state.ne("resolved"))
        .order((work_records::at, work_records::id))
        .select(work_records::id)
        .load(conn)?;
    Ok(ids.into_iter().map(Id::to).collect())
}

/// The records that a group session left, in whichever cases.
pub fn of_group(conn: &mut Conn, id: GroupSessionId) -> QueryResult<Vec<WorkSession>> {
    let rows = work_records::table
        .filter(work_records::group_session_id.eq(Id::from(id)))
        .order(work_records::id)
        .select(work_records::details)
        .load::<Json<WorkSession>>(conn)?;
    Ok(rows.into_iter().map(|Json(record)| record).collect())
}

/// A page of the records of its kind of a case.
pub fn list<T: WorkRecord, Q: Filters>(conn: &mut Conn, wanted: &Wanted<Q>) -> QueryResult<Vec<T>> {
    let mut query = work_records::table
        .filter(work_records::kind.eq(T::KIND))
        .select(work_records::details)
        .into_boxed();
    if let Some(state) = wanted.query.state() {
        query = query.filter(work_records::state.eq(state));
    }
    if let Some(intervention) = wanted.query.intervention() {
        query = query.filter(work_records::intervention_id.eq(Id::from(intervention)));
    }
    let query = page_of_case!(query, work_records, at, modified_at, wanted);
    let rows = query.load::<Json<T>>(conn)?;
    Ok(rows.into_iter().map(|Json(record)| record).collect())
}

/// The columns that change in the life of a record.
macro_rules! changing {
    ($record:expr) => {
        (
            work_records::state.eq($record.state()),
            work_records::at.eq(Instant::from($record.at(Order::Newest))),
            work_records::modified_at.eq(Instant::from($record.at(Order::ModifiedAt))),
            work_records::details.eq(Json($record)),
        )
    };
}

/// Writes a new record.
pub fn insert<T: WorkRecord>(conn: &mut Conn, record: T) -> QueryResult<()> {
    diesel::insert_into(work_records::table)
        .values((
            work_records::id.eq(Id(record.id())),
            work_records::case_id.eq(Id::from(record.case())),
            work_records::kind.eq(T::KIND),
            work_records::intervention_id.eq(record.intervention().map(Id::from)),
            work_records::group_session_id.eq(record.group().map(Id::from)),
            work_records::version.eq(1),
            // It was made when it was last changed.
            work_records::created_at.eq(Instant::from(record.at(Order::ModifiedAt))),
            changing!(record),
        ))
        .execute(conn)
        .map(|_| ())
}

/// Saves a changed record where its version is still `before`; `false` if it is not.
pub fn save<T: WorkRecord>(conn: &mut Conn, record: T, before: i64) -> QueryResult<bool> {
    let current = work_records::table
        .filter(work_records::id.eq(Id(record.id())))
        .filter(work_records::version.eq(before));
    diesel::update(current)
        .set((work_records::version.eq(before + 1), changing!(record)))
        .execute(conn)
        .map(|changed| changed == 1)
}
