//! Queries of consents, legal bases, rights explained and contracts.

use diesel::prelude::*;
use domain::cases::CaseId;
use uuid::Uuid;

use super::Conn;
use crate::{
    cases::{
        engagement::{Engagement, Filters},
        records::{Order, Wanted, page_of_case},
    },
    db::{
        schema::engagements,
        types::{Id, Instant, Json},
    },
};

/// The case of a record of any kind.
pub fn case_of(conn: &mut Conn, kind: &str, id: Uuid) -> QueryResult<Option<CaseId>> {
    engagements::table
        .find(Id(id))
        .filter(engagements::kind.eq(kind))
        .select(engagements::case_id)
        .get_result::<Id>(conn)
        .optional()
        .map(|id| id.map(Id::to))
}

/// A record.
pub fn find<T: Engagement>(conn: &mut Conn, id: Uuid) -> QueryResult<Option<T>> {
    engagements::table
        .find(Id(id))
        .filter(engagements::kind.eq(T::KIND))
        .select(engagements::details)
        .get_result::<Json<T>>(conn)
        .optional()
        .map(|found| found.map(|Json(record)| record))
}

/// Every record of its kind of a case, in the order in which they were recorded: a rule looks at
/// all of them. People sign a few in a case, never hundreds.
pub fn all<T: Engagement>(conn: &mut Conn, case_id: CaseId) -> QueryResult<Vec<T>> {
    let rows = engagements::table
        .filter(engagements::case_id.eq(Id::from(case_id)))
        .filter(engagements::kind.eq(T::KIND))
        .order((engagements::created_at, engagements::id))
        .select(engagements::details)
        .load::<Json<T>>(conn)?;
    Ok(rows.into_iter().map(|Json(record)| record).collect())
}

/// A page of the records of its kind of a case.
pub fn list<T: Engagement, Q: Filters>(conn: &mut Conn, wanted: &Wanted<Q>) -> QueryResult<Vec<T>> {
    let mut query = engagements::table
        .filter(engagements::kind.eq(T::KIND))
        .select(engagements::details)
        .into_boxed();
    if let Some(word) = wanted.query.word() {
        query = query.filter(engagements::word.eq(word));
    }
    if let Some(state) = wanted.query.state() {
        query = query.filter(engagements::state.eq(state));
    }
    let query = page_of_case!(query, engagements, created_at, modified_at, wanted);
    let rows = query.load::<Json<T>>(conn)?;
    Ok(rows.into_iter().map(|Json(record)| record).collect())
}

/// Writes a new record.
pub fn insert<T: Engagement>(conn: &mut Conn, record: T) -> QueryResult<()> {
    diesel::insert_into(engagements::table)
        .values((
            engagements::id.eq(Id(record.id())),
            engagements::case_id.eq(Id::from(record.case_id())),
            engagements::kind.eq(T::KIND),
            engagements::word.eq(record.word()),
            engagements::state.eq(record.state()),
            engagements::version.eq(1),
            engagements::created_at.eq(Instant::from(record.at(Order::Newest))),
            engagements::modified_at.eq(Instant::from(record.at(Order::ModifiedAt))),
            engagements::details.eq(Json(record)),
        ))
        .execute(conn)
        .map(|_| ())
}

/// Saves a changed record, whose case row is locked, as its next version: which that is.
pub fn save<T: Engagement>(conn: &mut Conn, record: T) -> QueryResult<i64> {
    diesel::update(engagements::table.find(Id(record.id())))
        .set((
            engagements::word.eq(record.word()),
            engagements::state.eq(record.state()),
            engagements::version.eq(engagements::version + 1),
            engagements::modified_at.eq(Instant::from(record.at(Order::ModifiedAt))),
            engagements::details.eq(Json(record)),
        ))
        .returning(engagements::version)
        .get_result(conn)
}
