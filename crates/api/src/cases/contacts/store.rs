//! Queries of contacts.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use domain::{
    cases::{CaseId, ContactDetails, ContactId, ContactRecord},
    words::Word,
};

use super::Conn;
use crate::{
    cases::{
        contacts::routes::ListContacts,
        records::{Order, Wanted, page_of_case},
    },
    db::{
        schema::contacts,
        types::{Id, Instant, Json},
    },
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
pub fn list(conn: &mut Conn, wanted: &Wanted<ListContacts>) -> QueryResult<Vec<ContactRecord>> {
    let mut query = contacts::table.select(ContactRow::as_select()).into_boxed();
    if let Some(reached) = wanted.query.reached {
        query = query.filter(contacts::reached.eq(reached));
    }
    let rows = page_of_case!(query, contacts, at, created_at, wanted).load(conn)?;
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
