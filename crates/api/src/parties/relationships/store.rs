//! Queries of relationships. A row stands from the side of the person with the smaller id.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use domain::{
    parties::{
        PersonId, RelationshipId,
        relationship::{Relationship, RelationshipKind},
    },
    texts::Lines,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Conn;
use crate::{
    db::{
        schema::{persons, relationships},
        types::{Code, Id, Instant, Json},
    },
    http::paging::at_most,
    parties::{
        persons::{merges::Moved, sight::Condition},
        relationships::routes::Wanted,
    },
};

/// What is read and written whole.
#[derive(Debug, Serialize, Deserialize)]
struct Leaves {
    note: Option<Lines>,
    ending_reason: Option<Lines>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = relationships)]
struct Row {
    id: Id,
    person_id: Id,
    other_person_id: Id,
    kind: Code<RelationshipKind>,
    since: Option<NaiveDate>,
    until: Option<NaiveDate>,
    details: Json<Leaves>,
    version: i64,
    created_at: Instant,
    modified_at: Instant,
}

impl Row {
    fn read(self) -> Relationship {
        let Json(leaves) = self.details;
        Relationship {
            id: self.id.to(),
            person_id: self.person_id.to(),
            other_person_id: self.other_person_id.to(),
            kind: self.kind.0,
            since: self.since,
            until: self.until,
            note: leaves.note,
            ending_reason: leaves.ending_reason,
            version: self.version,
            created_at: self.created_at.0,
            modified_at: self.modified_at.0,
        }
    }
}

/// A relationship, from the side of the one with the smaller id.
pub fn find(conn: &mut Conn, id: RelationshipId) -> QueryResult<Option<Relationship>> {
    relationships::table
        .find(Id::from(id))
        .select(Row::as_select())
        .get_result(conn)
        .optional()
        .map(|row| row.map(Row::read))
}

/// The relationships that these two persons have now.
pub fn between(conn: &mut Conn, one: PersonId, other: PersonId) -> QueryResult<Vec<Relationship>> {
    let rows: Vec<Row> = relationships::table
        .filter(relationships::person_id.eq(Id::from(one.min(other))))
        .filter(relationships::other_person_id.eq(Id::from(one.max(other))))
        .filter(relationships::until.is_null())
        .select(Row::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(Row::read).collect())
}

/// A page of a person's relationships to persons who are seen, in the order in which they were
/// recorded: those of each side on its own index, then together. One to a record that was merged
/// was one to themself.
pub fn page(conn: &mut Conn, wanted: &Wanted, seen: &Condition) -> QueryResult<Vec<Relationship>> {
    let person = Id::from(wanted.person);
    let after = Id(wanted.after.unwrap_or(Uuid::nil()));
    let mut found: Vec<Relationship> = Vec::new();
    macro_rules! side {
        ($own:ident, $other:ident) => {
            let mut query = relationships::table
                .inner_join(persons::table.on(relationships::$other.eq(persons::id)))
                .filter(relationships::$own.eq(person))
                .filter(relationships::id.gt(after))
                .filter(persons::merged_into_id.is_null())
                .filter(seen.clone())
                .into_boxed();
            if let Some(current) = wanted.current {
                query = match current {
                    true => query.filter(relationships::until.is_null()),
                    false => query.filter(relationships::until.is_not_null()),
                };
            }
            let rows: Vec<Row> = query
                .order(relationships::id)
                .select(Row::as_select())
                .limit(at_most(wanted.large))
                .load(conn)?;
            found.extend(rows.into_iter().map(Row::read));
        };
    }
    side!(person_id, other_person_id);
    side!(other_person_id, person_id);
    found.sort_by_key(|one| one.id);
    Ok(found)
}

/// The columns that change.
macro_rules! changing {
    ($one:expr) => {
        (
            relationships::until.eq($one.until),
            relationships::details.eq(Json(Leaves {
                note: $one.note.clone(),
                ending_reason: $one.ending_reason.clone(),
            })),
            relationships::version.eq($one.version),
            relationships::modified_at.eq(Instant::from($one.modified_at)),
        )
    };
}

/// Writes a new relationship, as it is kept; `by` is who recorded it.
pub fn insert(conn: &mut Conn, one: &Relationship, by: Uuid) -> QueryResult<()> {
    diesel::insert_into(relationships::table)
        .values((
            relationships::id.eq(Id::from(one.id)),
            relationships::person_id.eq(Id::from(one.person_id)),
            relationships::other_person_id.eq(Id::from(one.other_person_id)),
            relationships::kind.eq(Code(one.kind)),
            relationships::since.eq(one.since),
            relationships::recorded_by.eq(Id(by)),
            relationships::created_at.eq(Instant::from(one.created_at)),
            changing!(one),
        ))
        .execute(conn)
        .map(|_| ())
}

/// Saves a changed relationship where the version is still `before`; `false` if it is not.
pub fn save(conn: &mut Conn, one: &Relationship, before: i64) -> QueryResult<bool> {
    let current = relationships::table
        .filter(relationships::id.eq(Id::from(one.id)))
        .filter(relationships::version.eq(before));
    diesel::update(current)
        .set(changing!(one))
        .execute(conn)
        .map(|changed| changed == 1)
}

/// One record of a person became another's: so do its relationships. One that the survivor has to
/// the same person already ends, as does one between the two records themselves, which keeps both
/// ids.
pub fn repoint(
    conn: &mut Conn,
    from: PersonId,
    to: PersonId,
    at: DateTime<Utc>,
) -> QueryResult<Vec<Moved>> {
    let of = relationships::person_id
        .eq(Id::from(from))
        .or(relationships::other_person_id.eq(Id::from(from)));
    let rows: Vec<Row> = relationships::table
        .filter(of)
        .order(relationships::id)
        .select(Row::as_select())
        .load(conn)?;
    let mut moved = Vec::new();
    for row in rows {
        let mut one = row.read();
        if one.person_id != from {
            one = one.turned();
        }
        let (itself, other) = (one.other_person_id == to, one.other_person_id);
        if !itself {
            one.person_id = to;
        }
        let mut one = one.kept();
        let known = between(conn, to, other)?;
        let told = itself || known.iter().any(|live| live.kind == one.kind);
        if told && one.until.is_none() {
            one.until = Some(at.date_naive());
        }
        one.version += 1;
        one.modified_at = at;
        diesel::update(relationships::table.find(Id::from(one.id)))
            .set((
                relationships::person_id.eq(Id::from(one.person_id)),
                relationships::other_person_id.eq(Id::from(one.other_person_id)),
                relationships::kind.eq(Code(one.kind)),
                changing!(one),
            ))
            .execute(conn)?;
        moved.push(Moved {
            kind: "relationship",
            id: one.id.0,
            version: one.version,
            case_id: None,
        });
    }
    Ok(moved)
}
