//! Queries of persons.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use domain::parties::{
    ExternalRef, PersonId,
    address::{Address, CountryCode},
    birth::DatePrecision,
    contact_point::{ContactPoint, SafeContact},
    disability::DisabilityEntry,
    identifier::IdentifierKind,
    language::LanguageTag,
    person::{Person, PersonDetails, PersonName, Sex},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Conn;
use crate::{
    db::{
        schema::{person_identifiers, person_names, persons, record_versions, units},
        types::{Code, Id, Instant, Json, Levels},
    },
    http::paging::at_most,
    parties::persons::load::{SealedIdentifier, Stored},
};

/// What of a person is only read and written whole.
#[derive(Debug, Serialize, Deserialize)]
pub struct Leaves {
    aliases: Vec<PersonName>,
    nationality: Option<CountryCode>,
    contacts: Vec<ContactPoint>,
    safe_contact: Option<SafeContact>,
    addresses: Vec<Address>,
    disabilities: Vec<DisabilityEntry>,
    languages: Vec<LanguageTag>,
    external_refs: Vec<ExternalRef>,
    registered_by_worker: bool,
    #[serde(default)]
    merged_ids: Vec<PersonId>,
}

/// A row of persons.
#[derive(Queryable, Selectable)]
#[diesel(table_name = persons)]
pub struct PersonRow {
    id: Id,
    unit_id: Id,
    full_name: String,
    sex: Option<Code<Sex>>,
    birth_date: Option<NaiveDate>,
    birth_date_precision: Option<Code<DatePrecision>>,
    deceased_on: Option<NaiveDate>,
    merged_into_id: Option<Id>,
    details: Json<Leaves>,
    registered_by: Id,
    version: i64,
    created_at: Instant,
    modified_at: Instant,
}

impl PersonRow {
    /// The person, without identifiers.
    pub fn read(self) -> QueryResult<Person> {
        let Json(leaves) = self.details;
        let by = self.registered_by;
        Ok(Person {
            id: self.id.to(),
            unit_id: self.unit_id.to(),
            registered_by: leaves.registered_by_worker.then(|| by.to()),
            external_refs: leaves.external_refs,
            details: PersonDetails {
                full_name: super::read_text(self.full_name)?,
                aliases: leaves.aliases,
                sex: self.sex.map(|code| code.0),
                birth_date: self.birth_date,
                birth_date_precision: self.birth_date_precision.map(|code| code.0),
                nationality: leaves.nationality,
                identifiers: Vec::new(),
                contacts: leaves.contacts,
                safe_contact: leaves.safe_contact,
                addresses: leaves.addresses,
                disabilities: leaves.disabilities,
                languages: leaves.languages,
                deceased_on: self.deceased_on,
            },
            merged_ids: leaves.merged_ids,
            version: self.version,
            created_at: self.created_at.0,
            modified_at: self.modified_at.0,
        })
    }
}

/// The columns that change in the life of a person's record.
macro_rules! changing {
    ($person:expr) => {{
        let details = &$person.details;
        (
            persons::full_name.eq(details.full_name.as_str()),
            persons::sex.eq(details.sex.map(Code)),
            persons::birth_date.eq(details.birth_date),
            persons::birth_date_precision.eq(details.birth_date_precision.map(Code)),
            persons::deceased_on.eq(details.deceased_on),
            persons::details.eq(Json(Leaves {
                aliases: details.aliases.clone(),
                nationality: details.nationality.clone(),
                contacts: details.contacts.clone(),
                safe_contact: details.safe_contact.clone(),
                addresses: details.addresses.clone(),
                disabilities: details.disabilities.clone(),
                languages: details.languages.clone(),
                external_refs: $person.external_refs.clone(),
                registered_by_worker: $person.registered_by.is_some(),
                merged_ids: $person.merged_ids.clone(),
            })),
            persons::version.eq($person.version),
            persons::modified_at.eq(Instant::from($person.modified_at)),
        )
    }};
}

/// The columns `unit_0` … `unit_4` as they are read.
pub type LevelRow = (Id, Option<Id>, Option<Id>, Option<Id>, Option<Id>);

/// The place in the tree that they tell.
pub fn levels_of((top, one, two, three, four): LevelRow) -> Levels {
    Levels([Some(top), one, two, three, four])
}

/// Where the unit that registered a person stands in the tree; nothing if there is no such person.
pub fn levels(conn: &mut Conn, id: PersonId) -> QueryResult<Option<Levels>> {
    persons::table
        .inner_join(units::table)
        .filter(persons::id.eq(Id::from(id)))
        .select((
            units::unit_0,
            units::unit_1,
            units::unit_2,
            units::unit_3,
            units::unit_4,
        ))
        .get_result::<LevelRow>(conn)
        .optional()
        .map(|row| row.map(levels_of))
}

/// A person with the identifiers still sealed, in one statement: the version of the answer is
/// that of everything in it.
pub fn find(conn: &mut Conn, id: PersonId) -> QueryResult<Option<Stored>> {
    type Row = (
        PersonRow,
        LevelRow,
        Option<(Id, Code<IdentifierKind>, Vec<u8>)>,
    );
    let live = person_identifiers::person_id
        .eq(persons::id)
        .and(person_identifiers::removed_at.is_null());
    let rows: Vec<Row> = persons::table
        .inner_join(units::table)
        .left_join(person_identifiers::table.on(live))
        .filter(persons::id.eq(Id::from(id)))
        .order(person_identifiers::position)
        .select((
            PersonRow::as_select(),
            (
                units::unit_0,
                units::unit_1,
                units::unit_2,
                units::unit_3,
                units::unit_4,
            ),
            (
                person_identifiers::id,
                person_identifiers::kind,
                person_identifiers::sealed,
            )
                .nullable(),
        ))
        .load(conn)?;
    let mut stored: Option<Stored> = None;
    for (row, levels, identifier) in rows {
        let sealed = identifier.map(|(id, kind, sealed)| SealedIdentifier {
            id: id.0,
            kind: kind.0,
            sealed,
        });
        match &mut stored {
            Some(stored) => stored.sealed.extend(sealed),
            None => {
                stored = Some(Stored {
                    merged_into: row.merged_into_id.map(Id::to),
                    person: row.read()?,
                    levels: levels_of(levels),
                    sealed: sealed.into_iter().collect(),
                });
            }
        }
    }
    Ok(stored)
}

/// Locks a person until the transaction ends; whether there is one.
pub fn lock(conn: &mut Conn, id: PersonId) -> QueryResult<bool> {
    super::for_update!(persons::table.find(Id::from(id)).select(persons::id))
        .get_result::<Id>(conn)
        .optional()
        .map(|row| row.is_some())
}

/// Writes a new person, without names, identifiers and references; `by` is who registered them.
pub fn insert(conn: &mut Conn, person: &Person, by: Uuid) -> QueryResult<()> {
    diesel::insert_into(persons::table)
        .values((
            persons::id.eq(Id::from(person.id)),
            persons::unit_id.eq(Id::from(person.unit_id)),
            persons::registered_by.eq(Id(by)),
            persons::created_at.eq(Instant::from(person.created_at)),
            changing!(person),
        ))
        .execute(conn)
        .map(|_| ())
}

/// Saves a changed person where the version is still `before`; `false` if it is not.
pub fn save(conn: &mut Conn, person: &Person, before: i64) -> QueryResult<bool> {
    let current = persons::table
        .filter(persons::id.eq(Id::from(person.id)))
        .filter(persons::version.eq(before));
    diesel::update(current)
        .set(changing!(person))
        .execute(conn)
        .map(|changed| changed == 1)
}

/// Sets the forms of the names by which a person is found.
pub fn set_names(conn: &mut Conn, id: PersonId, keys: &[String]) -> QueryResult<()> {
    let of = person_names::table.filter(person_names::person_id.eq(Id::from(id)));
    let before: Vec<String> = of.select(person_names::name_key).load(conn)?;
    for gone in before.iter().filter(|key| !keys.contains(key)) {
        diesel::delete(person_names::table.find((Id::from(id), gone))).execute(conn)?;
    }
    for new in keys.iter().filter(|key| !before.contains(key)) {
        diesel::insert_into(person_names::table)
            .values((
                person_names::person_id.eq(Id::from(id)),
                person_names::name_key.eq(new),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// An earlier version of a record as it is kept: version, content, when and by whom replaced.
pub type KeptRow = (i64, Vec<u8>, DateTime<Utc>, Uuid);

/// The earlier versions of a record, the newest first.
pub fn versions(
    conn: &mut Conn,
    id: Uuid,
    before: Option<i64>,
    large: bool,
) -> QueryResult<Vec<KeptRow>> {
    let rows: Vec<(i64, Vec<u8>, Instant, Id)> = record_versions::table
        .filter(record_versions::record_id.eq(Id(id)))
        .filter(record_versions::version.lt(before.unwrap_or(i64::MAX)))
        .order(record_versions::version.desc())
        .select((
            record_versions::version,
            record_versions::sealed,
            record_versions::replaced_at,
            record_versions::replaced_by,
        ))
        .limit(at_most(large))
        .load(conn)?;
    let kept = |(version, sealed, at, by): (_, _, Instant, Id)| (version, sealed, at.0, by.0);
    Ok(rows.into_iter().map(kept).collect())
}
