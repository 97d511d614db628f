//! Queries of the contacts of intakes.

use diesel::prelude::*;
use domain::{
    cases::{ContactDetails, ContactId},
    intake::{IntakeContact, IntakeId},
};

use super::Conn;
use crate::{
    db::{
        schema::intake_contacts,
        types::{Id, Instant, Json},
    },
    http::paging::{Place, at_most},
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = intake_contacts)]
struct ContactRow {
    id: Id,
    intake_id: Id,
    recorded_by: Id,
    details: Json<ContactDetails>,
    created_at: Instant,
}

impl ContactRow {
    fn read(self) -> IntakeContact {
        IntakeContact {
            id: self.id.to(),
            intake_id: self.intake_id.to(),
            details: self.details.0,
            recorded_by: self.recorded_by.to(),
            created_at: self.created_at.0,
        }
    }
}

/// A contact.
pub fn find(conn: &mut Conn, id: ContactId) -> QueryResult<Option<IntakeContact>> {
    intake_contacts::table
        .find(Id::from(id))
        .select(ContactRow::as_select())
        .get_result(conn)
        .optional()
        .map(|row| row.map(ContactRow::read))
}

/// The contacts of an intake, the latest first.
pub fn page(
    conn: &mut Conn,
    intake: IntakeId,
    after: Option<Place>,
    large: bool,
) -> QueryResult<Vec<IntakeContact>> {
    let mut query = intake_contacts::table
        .filter(intake_contacts::intake_id.eq(Id::from(intake)))
        .select(ContactRow::as_select())
        .into_boxed();
    if let Some(Place { at, id }) = after {
        let (at, id) = (Instant::from(at), Id(id));
        query = query
            .filter(intake_contacts::at.le(at))
            .filter(intake_contacts::at.lt(at).or(intake_contacts::id.lt(id)));
    }
    let rows = query
        .order((intake_contacts::at.desc(), intake_contacts::id.desc()))
        .limit(at_most(large))
        .load(conn)?;
    Ok(rows.into_iter().map(ContactRow::read).collect())
}

/// Writes a new contact.
pub fn insert(conn: &mut Conn, contact: &IntakeContact) -> QueryResult<()> {
    let details = &contact.details;
    diesel::insert_into(intake_contacts::table)
        .values((
            intake_contacts::id.eq(Id::from(contact.id)),
            intake_contacts::intake_id.eq(Id::from(contact.intake_id)),
            intake_contacts::recorded_by.eq(Id::from(contact.recorded_by)),
            intake_contacts::reached.eq(details.reached),
            intake_contacts::at.eq(Instant::from(details.at)),
            intake_contacts::details.eq(Json(details.clone())),
            intake_contacts::created_at.eq(Instant::from(contact.created_at)),
        ))
        .execute(conn)
        .map(|_| ())
}
