//! Queries that make one person of two, and that lead from an absorbed record to the survivor.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use domain::parties::{PersonId, PersonMatchId, identifier::IdentifierKind};

use super::{
    Conn,
    person_naming::MOST_NAMINGS,
    persons::{LevelRow, levels_of},
};
use crate::{
    db::{
        schema::{cases, intakes, person_matches, persons, units},
        types::{Code, Id, Instant, Levels},
    },
    parties::persons::merges::Moved,
};

/// The record that a record was merged into, if it was.
pub fn merged_into(conn: &mut Conn, id: PersonId) -> QueryResult<Option<PersonId>> {
    let row = persons::table
        .find(Id::from(id))
        .select(persons::merged_into_id)
        .get_result::<Option<Id>>(conn)
        .optional()?;
    Ok(row.flatten().map(Id::to))
}

/// The same, and nobody merges the record until the transaction ends.
pub fn hold(conn: &mut Conn, id: PersonId) -> QueryResult<Option<PersonId>> {
    let row = super::for_share!(
        persons::table
            .find(Id::from(id))
            .select(persons::merged_into_id)
    )
    .get_result::<Option<Id>>(conn)
    .optional()?;
    Ok(row.flatten().map(Id::to))
}

/// Where the units that registered the records merged into this one stand in the tree.
pub fn merged_levels(conn: &mut Conn, id: PersonId) -> QueryResult<Vec<Levels>> {
    let rows: Vec<LevelRow> = persons::table
        .inner_join(units::table)
        .filter(persons::merged_into_id.eq(Id::from(id)))
        .order(persons::id)
        .select((
            units::unit_0,
            units::unit_1,
            units::unit_2,
            units::unit_3,
            units::unit_4,
        ))
        .limit(MOST_NAMINGS)
        .load(conn)?;
    Ok(rows.into_iter().map(levels_of).collect())
}

/// Locks a record until the transaction ends, against changes and against being named anew.
pub fn lock(conn: &mut Conn, id: PersonId) -> QueryResult<()> {
    super::for_change!(persons::table.find(Id::from(id)).select(persons::id))
        .get_result::<Id>(conn)
        .optional()
        .map(|_| ())
}

/// Lets a record, and those merged into it before, lead to another one.
pub fn lead(conn: &mut Conn, from: PersonId, to: PersonId, at: DateTime<Utc>) -> QueryResult<()> {
    let (from, to) = (Id::from(from), Id::from(to));
    let led = persons::table.filter(persons::id.eq(from).or(persons::merged_into_id.eq(from)));
    diesel::update(led)
        .set((
            persons::merged_into_id.eq(to),
            persons::version.eq(persons::version + 1),
            persons::modified_at.eq(Instant::from(at)),
        ))
        .execute(conn)
        .map(|_| ())
}

/// The matches of a person with others who were not merged into anybody.
pub fn matches_of(
    conn: &mut Conn,
    id: PersonId,
) -> QueryResult<Vec<(PersonMatchId, PersonId, IdentifierKind)>> {
    type Row = (Id, Id, Code<IdentifierKind>);
    let of = Id::from(id);
    let mut rows: Vec<Row> = person_matches::table
        .inner_join(persons::table.on(person_matches::other_person_id.eq(persons::id)))
        .filter(person_matches::person_id.eq(of))
        .filter(persons::merged_into_id.is_null())
        .select((person_matches::id, persons::id, person_matches::kind))
        .load(conn)?;
    let others: Vec<Row> = person_matches::table
        .inner_join(persons::table.on(person_matches::person_id.eq(persons::id)))
        .filter(person_matches::other_person_id.eq(of))
        .filter(persons::merged_into_id.is_null())
        .select((person_matches::id, persons::id, person_matches::kind))
        .load(conn)?;
    rows.extend(others);
    let read = |(id, other, kind): Row| (id.to(), other.to(), kind.0);
    Ok(rows.into_iter().map(read).collect())
}

/// Moves every record that names one person by a column of its own to the other: **each table
/// with such a column has its lines here**. Their versions rise, for what they say has changed.
/// Intakes come before cases: an acceptance that is on its way holds its intake, and the case it
/// opens is there once that is let go.
pub fn repoint(
    conn: &mut Conn,
    from: PersonId,
    to: PersonId,
    at: DateTime<Utc>,
) -> QueryResult<Vec<Moved>> {
    let mut moved = super::party_members::repoint(conn, from, to, at)?;
    moved.extend(super::relationships::repoint(conn, from, to, at)?);
    let (from, to, at) = (Id::from(from), Id::from(to), Instant::from(at));
    let rows: Vec<(Id, i64, Option<Id>)> =
        diesel::update(intakes::table.filter(intakes::person_id.eq(from)))
            .set((
                intakes::person_id.eq(to),
                intakes::version.eq(intakes::version + 1),
                intakes::modified_at.eq(at),
            ))
            .returning((intakes::id, intakes::version, intakes::case_id))
            .get_results(conn)?;
    moved.extend(rows.into_iter().map(|(id, version, case_id)| Moved {
        kind: "intake",
        id: id.0,
        version,
        case_id: case_id.map(|id| id.0),
    }));
    let rows: Vec<(Id, i64)> = diesel::update(cases::table.filter(cases::person_id.eq(from)))
        .set((
            cases::person_id.eq(to),
            cases::version.eq(cases::version + 1),
            cases::modified_at.eq(at),
        ))
        .returning((cases::id, cases::version))
        .get_results(conn)?;
    moved.extend(rows.into_iter().map(|(id, version)| Moved {
        kind: "case",
        id: id.0,
        version,
        case_id: Some(id.0),
    }));
    Ok(moved)
}
