//! Queries of the card numbers of households.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use domain::parties::{HouseholdId, UnitId, household::CardKind};
use uuid::Uuid;

use super::Conn;
use crate::{
    db::{
        schema::household_cards,
        types::{Code, Id, Instant},
    },
    parties::households::cards::NewCard,
};

/// The household of this unit that has a number now.
pub fn holder(
    conn: &mut Conn,
    kind: CardKind,
    blind: &[u8],
    unit: UnitId,
) -> QueryResult<Option<HouseholdId>> {
    household_cards::table
        .filter(household_cards::kind.eq(Code(kind)))
        .filter(household_cards::blind.eq(blind))
        .filter(household_cards::unit_id.eq(Id::from(unit)))
        .filter(household_cards::removed_at.is_null())
        .select(household_cards::household_id)
        .get_result::<Id>(conn)
        .optional()
        .map(|row| row.map(Id::to))
}

/// Writes a new card.
pub fn insert(conn: &mut Conn, new: &NewCard) -> QueryResult<()> {
    diesel::insert_into(household_cards::table)
        .values((
            household_cards::id.eq(Id(new.id)),
            household_cards::household_id.eq(Id::from(new.household_id)),
            household_cards::unit_id.eq(new.unit_id.map(Id::from)),
            household_cards::kind.eq(Code(new.kind)),
            household_cards::position.eq(new.position),
            household_cards::sealed.eq(&new.sealed),
            household_cards::blind.eq(&new.blind),
            household_cards::created_at.eq(new.at),
        ))
        .execute(conn)
        .map(|_| ())
}

/// Gives a card its place in the list and, if its note changed, its new sealed content.
pub fn place(
    conn: &mut Conn,
    row: Uuid,
    position: i32,
    sealed: Option<Vec<u8>>,
) -> QueryResult<()> {
    diesel::update(household_cards::table.find(Id(row)))
        .set((
            household_cards::position.eq(position),
            sealed.map(|sealed| household_cards::sealed.eq(sealed)),
        ))
        .execute(conn)
        .map(|_| ())
}

/// Takes cards away; the rows stay.
pub fn remove(conn: &mut Conn, rows: &[Uuid], at: DateTime<Utc>) -> QueryResult<()> {
    let rows = rows.iter().map(|row| Id(*row));
    diesel::update(household_cards::table.filter(household_cards::id.eq_any(rows)))
        .set(household_cards::removed_at.eq(Instant::from(at)))
        .execute(conn)
        .map(|_| ())
}
