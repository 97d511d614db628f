//! Queries of many persons: the list for exchanges and the search.

use chrono::NaiveDate;
use diesel::{
    dsl::{exists, not},
    prelude::*,
};
use domain::parties::{birth::DatePrecision, person::Sex};

use super::Conn;
use crate::{
    db::{
        schema::{external_refs, person_identifiers, person_names, persons},
        types::{Code, Id, Instant},
    },
    http::paging::{LARGE, Place, at_most},
    parties::persons::{
        search::{Criteria, FoundAt, Listed},
        sight::Condition,
        views::{FoundPerson, PersonSummary},
    },
};

/// The kind of record that persons are among external references.
const KIND: &str = "person";

#[derive(Queryable, Selectable)]
#[diesel(table_name = persons)]
struct SummaryRow {
    id: Id,
    unit_id: Id,
    full_name: String,
    sex: Option<Code<Sex>>,
    birth_date: Option<NaiveDate>,
    birth_date_precision: Option<Code<DatePrecision>>,
    merged_into_id: Option<Id>,
    version: i64,
    modified_at: Instant,
}

impl SummaryRow {
    fn read(self) -> QueryResult<PersonSummary> {
        Ok(PersonSummary {
            id: self.id.to(),
            unit_id: self.unit_id.to(),
            full_name: super::read_text(self.full_name)?,
            sex: self.sex.map(|code| code.0),
            birth_date: self.birth_date,
            birth_date_precision: self.birth_date_precision.map(|code| code.0),
            merged_into_id: self.merged_into_id.map(Id::to),
            version: self.version,
            modified_at: self.modified_at.0,
        })
    }

    fn found(self, name_key: Option<String>) -> QueryResult<FoundPerson> {
        Ok(FoundPerson {
            person: self.read()?,
            matched_by: Vec::new(),
            name_key,
        })
    }
}

/// The persons a list has, the oldest change first.
pub fn list(
    conn: &mut Conn,
    seen: Condition,
    listed: &Listed,
    after: Option<Place>,
    large: bool,
) -> QueryResult<Vec<PersonSummary>> {
    let mut query = persons::table.filter(seen).into_boxed();
    if let Some((system, value)) = &listed.external {
        // The name of a record that was merged is one of the record that survives.
        let known: Vec<(Id, Option<Id>)> = external_refs::table
            .inner_join(persons::table.on(external_refs::record_id.eq(persons::id)))
            .filter(external_refs::record_kind.eq(KIND))
            .filter(external_refs::system.eq(system.as_str()))
            .filter(external_refs::value.eq(value.as_str()))
            .select((persons::id, persons::merged_into_id))
            .limit(LARGE)
            .load(conn)?;
        let known: Vec<Id> = known
            .into_iter()
            .map(|(id, into)| into.unwrap_or(id))
            .collect();
        query = query.filter(persons::id.eq_any(known));
    }
    if let Some(after) = listed.modified_after {
        query = query.filter(persons::modified_at.gt(Instant::from(after)));
    }
    if let Some(Place { at, id }) = after {
        let (at, id) = (Instant::from(at), Id(id));
        let same_time = persons::modified_at.eq(at).and(persons::id.gt(id));
        query = query
            .filter(persons::modified_at.ge(at))
            .filter(persons::modified_at.gt(at).or(same_time));
    }
    let rows: Vec<SummaryRow> = query
        .order((persons::modified_at, persons::id))
        .select(SummaryRow::as_select())
        .limit(at_most(large))
        .load(conn)?;
    rows.into_iter().map(SummaryRow::read).collect()
}

diesel::alias!(person_names as other_names: OtherNames);

/// The persons a search finds: by name in the order of names (each person once, at the first of
/// the names that fit), otherwise in the order of ids.
pub fn search(
    conn: &mut Conn,
    seen: Condition,
    criteria: &Criteria,
    after: Option<FoundAt>,
    large: bool,
) -> QueryResult<Vec<FoundPerson>> {
    macro_rules! narrowed {
        ($query:ident) => {
            if let Some((kind, blind)) = &criteria.identifier {
                let known = person_identifiers::table
                    .filter(person_identifiers::kind.eq(Code(*kind)))
                    .filter(person_identifiers::blind.eq(blind))
                    .filter(person_identifiers::removed_at.is_null())
                    .select(person_identifiers::person_id);
                $query = $query.filter(persons::id.eq_any(known));
            }
            if let Some(birth_date) = criteria.birth_date {
                $query = $query.filter(persons::birth_date.eq(birth_date));
            }
        };
    }
    let Some(name) = &criteria.name else {
        let mut query = persons::table
            .filter(persons::merged_into_id.is_null())
            .filter(seen)
            .into_boxed();
        narrowed!(query);
        if let Some(after) = after {
            query = query.filter(persons::id.gt(Id(after.id)));
        }
        let rows: Vec<SummaryRow> = query
            .order(persons::id)
            .select(SummaryRow::as_select())
            .limit(at_most(large))
            .load(conn)?;
        return rows.into_iter().map(|row| row.found(None)).collect();
    };
    let earlier = other_names
        .filter(
            other_names
                .field(person_names::person_id)
                .eq(person_names::person_id),
        )
        .filter(other_names.field(person_names::name_key).ge(&name.from))
        .filter(
            other_names
                .field(person_names::name_key)
                .lt(person_names::name_key),
        );
    let mut query = person_names::table
        .inner_join(persons::table)
        .filter(person_names::name_key.ge(&name.from))
        .filter(not(exists(earlier)))
        .filter(seen)
        .into_boxed();
    if let Some(to) = &name.to {
        query = query.filter(person_names::name_key.lt(to));
    }
    narrowed!(query);
    if let Some(FoundAt {
        name_key: Some(key),
        id,
    }) = after
    {
        let same_name = person_names::name_key
            .eq(key.clone())
            .and(person_names::person_id.gt(Id(id)));
        query = query
            .filter(person_names::name_key.ge(key.clone()))
            .filter(person_names::name_key.gt(key).or(same_name));
    }
    let rows: Vec<(SummaryRow, String)> = query
        .order((person_names::name_key, person_names::person_id))
        .select((SummaryRow::as_select(), person_names::name_key))
        .limit(at_most(large))
        .load(conn)?;
    let found = |(row, key): (SummaryRow, String)| row.found(Some(key));
    rows.into_iter().map(found).collect()
}
