//! Queries of persons who may be one.

use diesel::prelude::*;
use domain::parties::{
    PersonId, duplicates::MarkedIdentifier, identifier::IdentifierKind, person::Person,
};

use super::{Conn, persons::PersonRow};
use crate::{
    db::{
        schema::{person_identifiers, person_names, persons},
        types::{Code, Id},
    },
    parties::persons::{duplicates::Sought, sight::Condition},
};

/// The most that one look-up brings.
const MOST: i64 = 50;

/// The persons who may be the one sought, each once, those with the same number first.
pub fn candidates(
    conn: &mut Conn,
    seen: &Condition,
    sought: &Sought,
) -> QueryResult<Vec<PersonId>> {
    let mut found: Vec<Id> = Vec::new();
    macro_rules! also {
        ($query:expr) => {{
            let rows: Vec<Id> = $query
                .filter(persons::id.ne(Id::from(sought.of)))
                .filter(persons::merged_into_id.is_null())
                .filter(seen.clone())
                .select(persons::id)
                .limit(MOST)
                .load(conn)?;
            for row in rows {
                if !found.contains(&row) {
                    found.push(row);
                }
            }
        }};
    }
    for (kind, mark) in &sought.identifiers {
        also!(
            person_identifiers::table
                .inner_join(persons::table)
                .filter(person_identifiers::kind.eq(Code(*kind)))
                .filter(person_identifiers::blind.eq(mark))
                .filter(person_identifiers::removed_at.is_null())
                .order(persons::id)
        );
    }
    also!(
        person_names::table
            .inner_join(persons::table)
            .filter(person_names::name_key.eq_any(&sought.names))
            .order(persons::id)
    );
    for prefix in &sought.beginnings {
        let mut query = person_names::table
            .inner_join(persons::table)
            .filter(person_names::name_key.ge(&prefix.from))
            .order((person_names::name_key, persons::id))
            .into_boxed();
        if let Some(to) = &prefix.to {
            query = query.filter(person_names::name_key.lt(to));
        }
        also!(query);
    }
    if let Some(date) = sought.birth_date {
        also!(
            persons::table
                .filter(persons::birth_date.eq(date))
                .order(persons::id)
        );
    }
    Ok(found.into_iter().map(Id::to).collect())
}

/// These persons, without their numbers but with the marks of them.
pub fn marked(
    conn: &mut Conn,
    ids: &[PersonId],
) -> QueryResult<Vec<(Person, Vec<MarkedIdentifier>)>> {
    let ids: Vec<Id> = ids.iter().copied().map(Id::from).collect();
    let rows: Vec<PersonRow> = persons::table
        .filter(persons::id.eq_any(&ids))
        .select(PersonRow::as_select())
        .load(conn)?;
    let marks: Vec<(Id, Code<IdentifierKind>, Vec<u8>)> = person_identifiers::table
        .filter(person_identifiers::person_id.eq_any(&ids))
        .filter(person_identifiers::removed_at.is_null())
        .order(person_identifiers::position)
        .select((
            person_identifiers::person_id,
            person_identifiers::kind,
            person_identifiers::blind,
        ))
        .load(conn)?;
    let marked = |person: Person| {
        let own = marks.iter().filter(|(of, ..)| *of == Id::from(person.id));
        let own = own.map(|(_, kind, mark)| (kind.0, mark.clone())).collect();
        (person, own)
    };
    let persons = rows.into_iter().map(PersonRow::read);
    persons.map(|person| person.map(&marked)).collect()
}
