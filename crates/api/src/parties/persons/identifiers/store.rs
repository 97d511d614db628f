//! Queries of identifiers, and of the matches they make.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use domain::parties::{PersonId, UnitId, identifier::IdentifierKind};
use uuid::Uuid;

use super::Conn;
use crate::{
    db::{
        schema::{person_identifiers, person_matches, persons},
        types::{Code, Id, Instant},
    },
    http::paging::at_most,
    parties::persons::{
        identifiers::{Holder, NewIdentifier, NewMatch},
        sight::Condition,
        views::PersonMatch,
    },
};

/// The most persons who may share a number and be told to the data officer at once.
const MOST_HOLDERS: i64 = 50;

/// Everybody who has a number now, whoever registered them.
pub fn holders(conn: &mut Conn, kind: IdentifierKind, blind: &[u8]) -> QueryResult<Vec<Holder>> {
    let rows: Vec<(Id, Id)> = person_identifiers::table
        .inner_join(persons::table)
        .filter(person_identifiers::kind.eq(Code(kind)))
        .filter(person_identifiers::blind.eq(blind))
        .filter(person_identifiers::removed_at.is_null())
        .order(person_identifiers::id)
        .select((persons::id, persons::unit_id))
        .limit(MOST_HOLDERS)
        .load(conn)?;
    let holder = |(person, unit): (Id, Id)| Holder {
        person_id: person.to(),
        unit_id: unit.to(),
    };
    Ok(rows.into_iter().map(holder).collect())
}

/// Writes a new identifier.
pub fn insert(conn: &mut Conn, new: &NewIdentifier) -> QueryResult<()> {
    diesel::insert_into(person_identifiers::table)
        .values((
            person_identifiers::id.eq(Id(new.id)),
            person_identifiers::person_id.eq(Id::from(new.person_id)),
            person_identifiers::unit_id.eq(new.unit_id.map(Id::from)),
            person_identifiers::kind.eq(Code(new.kind)),
            person_identifiers::position.eq(new.position),
            person_identifiers::sealed.eq(&new.sealed),
            person_identifiers::blind.eq(&new.blind),
            person_identifiers::created_at.eq(new.at),
        ))
        .execute(conn)
        .map(|_| ())
}

/// Gives an identifier its place in the list and, if its note changed, its new sealed content.
pub fn place(
    conn: &mut Conn,
    row: Uuid,
    position: i32,
    sealed: Option<Vec<u8>>,
) -> QueryResult<()> {
    diesel::update(person_identifiers::table.find(Id(row)))
        .set((
            person_identifiers::position.eq(position),
            sealed.map(|sealed| person_identifiers::sealed.eq(sealed)),
        ))
        .execute(conn)
        .map(|_| ())
}

/// Gives an identifier to another person, whose unit has the number from now on if one is told.
pub fn hand_over(
    conn: &mut Conn,
    row: Uuid,
    to: PersonId,
    unit: Option<UnitId>,
    position: i32,
) -> QueryResult<()> {
    diesel::update(person_identifiers::table.find(Id(row)))
        .set((
            person_identifiers::person_id.eq(Id::from(to)),
            person_identifiers::unit_id.eq(unit.map(Id::from)),
            person_identifiers::position.eq(position),
        ))
        .execute(conn)
        .map(|_| ())
}

/// Takes identifiers away; the rows stay.
pub fn remove(conn: &mut Conn, rows: &[Uuid], at: DateTime<Utc>) -> QueryResult<()> {
    let rows = rows.iter().map(|row| Id(*row));
    diesel::update(person_identifiers::table.filter(person_identifiers::id.eq_any(rows)))
        .set(person_identifiers::removed_at.eq(Instant::from(at)))
        .execute(conn)
        .map(|_| ())
}

/// Writes a match; `false` if the pair is known already.
pub fn insert_match(conn: &mut Conn, new: &NewMatch) -> QueryResult<bool> {
    diesel::insert_into(person_matches::table)
        .values((
            person_matches::id.eq(Id::from(new.id)),
            person_matches::person_id.eq(Id::from(new.person_id)),
            person_matches::other_person_id.eq(Id::from(new.other_person_id)),
            person_matches::kind.eq(Code(new.kind)),
            person_matches::found_at.eq(new.at),
        ))
        .on_conflict_do_nothing()
        .execute(conn)
        .map(|inserted| inserted == 1)
}

diesel::alias!(persons as other_persons: OtherPersons);

/// The matches somebody may know of, the newest first. One of a record that was merged is settled.
pub fn matches(
    conn: &mut Conn,
    seen: Condition,
    after: Option<Uuid>,
    large: bool,
) -> QueryResult<Vec<PersonMatch>> {
    type Row = (Id, Code<IdentifierKind>, (Id, Id), (Id, Id), Instant);
    let other_id = other_persons.field(persons::id);
    let mut query = person_matches::table
        .inner_join(persons::table.on(person_matches::person_id.eq(persons::id)))
        .inner_join(other_persons.on(person_matches::other_person_id.eq(other_id)))
        .filter(persons::merged_into_id.is_null())
        .filter(other_persons.field(persons::merged_into_id).is_null())
        .filter(seen)
        .into_boxed();
    if let Some(after) = after {
        query = query.filter(person_matches::id.lt(Id(after)));
    }
    let rows: Vec<Row> = query
        .order(person_matches::id.desc())
        .select((
            person_matches::id,
            person_matches::kind,
            (persons::id, persons::unit_id),
            other_persons.fields((persons::id, persons::unit_id)),
            person_matches::found_at,
        ))
        .limit(at_most(large))
        .load(conn)?;
    let read = |(id, kind, one, other, found_at): Row| PersonMatch {
        id: id.to(),
        identifier_kind: kind.0,
        person_id: one.0.to(),
        unit_id: one.1.to(),
        other_person_id: other.0.to(),
        other_unit_id: other.1.to(),
        found_at: found_at.0,
    };
    Ok(rows.into_iter().map(read).collect())
}
