//! Queries of contacts.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use domain::{
    cases::{CaseId, ContactDetails, ContactId, ContactRecord},
    words::Word,
};

use super::Conn;
use crate::{
    cases::{contacts::routes::Wanted, records::Order},
    db::{
        schema::contacts,
        types::{Id, Instant, Json},
    },
    http::paging::{LARGE, SMALL},
};

/// `channel`, `reached` and `at` are columns for those who count attempts; the whole is in
/// `details`.
#[derive(Queryable, Selectable)]
#[diesel(table_name = contacts)]
struct ContactRow {
    id: Id,
    case_id: Id,
    recorded_by: Id,
    details: Json<ContactDetails>,
    created_at: Instant,
}

impl ContactRow {
    fn read(self) -> ContactRecord {
        ContactRecord {
            id: self.id.to(),
            case_id: self.case_id.to(),
            details: self.details.0,
            recorded_by: self.recorded_by.to(),
            created_at: self.created_at.0,
        }
    }
}

/// A contact.
pub fn find(conn: &mut Conn, id: ContactId) -> QueryResult<Option<ContactRecord>> {
    contacts::table
        .find(Id::from(id))
        .select(ContactRow::as_select())
        .get_result(conn)
        .optional()
        .map(|row| row.map(ContactRow::read))
}

/// A page of the contacts of a case.
pub fn list(conn: &mut Conn, wanted: &Wanted) -> QueryResult<Vec<ContactRecord>> {
    let mut query = contacts::table
        .filter(contacts::case_id.eq(Id::from(wanted.case_id)))
        .select(ContactRow::as_select())
        .limit(if wanted.large { LARGE } else { SMALL })
        .into_boxed();
    if let Some(reached) = wanted.reached {
        query = query.filter(contacts::reached.eq(reached));
    }
    if let Some(since) = wanted.modified_after {
        query = query.filter(contacts::created_at.gt(Instant::from(since)));
    }
    let after = wanted
        .after
        .map(|place| (Instant::from(place.at), Id(place.id)));
    query = match (wanted.order, after) {
        (Order::Newest | Order::ModifiedAt, None) => query,
        (Order::Newest, Some((at, id))) => query
            .filter(contacts::at.le(at))
            .filter(contacts::at.lt(at).or(contacts::id.lt(id))),
        (Order::ModifiedAt, Some((at, id))) => query
            .filter(contacts::created_at.ge(at))
            .filter(contacts::created_at.gt(at).or(contacts::id.gt(id))),
    };
    let query = match wanted.order {
        Order::Newest => query.order((contacts::at.desc(), contacts::id.desc())),
        Order::ModifiedAt => query.order((contacts::created_at, contacts::id)),
    };
    let rows = query.load(conn)?;
    Ok(rows.into_iter().map(ContactRow::read).collect())
}

/// Writes a new contact.
pub fn insert(conn: &mut Conn, contact: &ContactRecord) -> QueryResult<()> {
    let details = &contact.details;
    diesel::insert_into(contacts::table)
        .values((
            contacts::id.eq(Id::from(contact.id)),
            contacts::case_id.eq(Id::from(contact.case_id)),
            contacts::recorded_by.eq(Id::from(contact.recorded_by)),
            contacts::channel.eq(details.channel.code()),
            contacts::reached.eq(details.reached),
            contacts::at.eq(Instant::from(details.at)),
            contacts::details.eq(Json(details.clone())),
            contacts::created_at.eq(Instant::from(contact.created_at)),
        ))
        .execute(conn)
        .map(|_| ())
}

/// The contacts of a case from this time on, in order: what the rule on lost contact counts.
pub fn since(
    conn: &mut Conn,
    case_id: CaseId,
    began: DateTime<Utc>,
) -> QueryResult<Vec<ContactRecord>> {
    let rows = contacts::table
        .filter(contacts::case_id.eq(Id::from(case_id)))
        .filter(contacts::at.ge(Instant::from(began)))
        .order((contacts::at, contacts::id))
        .select(ContactRow::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(ContactRow::read).collect())
}
