//! Queries of persons.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::{
    dsl::{exists, not},
    prelude::*,
};
use domain::{
    access::{CaseFacts, Confidentiality, IntakeFacts, IntakeStanding, Membership},
    parties::{
        ExternalRef, PersonId, WorkerId,
        address::{Address, CountryCode},
        birth::DatePrecision,
        contact_point::{ContactPoint, SafeContact},
        disability::DisabilityEntry,
        identifier::IdentifierKind,
        language::LanguageTag,
        person::{Person, PersonDetails, PersonName, Sex},
    },
    words::RecordId,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Conn;
use crate::{
    db::{
        schema::{
            case_members, cases, external_refs, intakes, person_identifiers, person_matches,
            person_names, persons, record_versions, units,
        },
        types::{Code, Id, Instant, Json, Levels},
    },
    http::paging::{LARGE, Place, SMALL},
    parties::persons::{
        Holder, NewIdentifier, NewMatch,
        load::{SealedIdentifier, Stored},
        search::{Criteria, FoundAt, Listed},
        sight::Condition,
        views::{FoundPerson, PersonMatch, PersonSummary},
    },
};

/// What of a person is only read and written whole.
#[derive(Debug, Serialize, Deserialize)]
struct Leaves {
    aliases: Vec<PersonName>,
    nationality: Option<CountryCode>,
    contacts: Vec<ContactPoint>,
    safe_contact: Option<SafeContact>,
    addresses: Vec<Address>,
    disabilities: Vec<DisabilityEntry>,
    languages: Vec<LanguageTag>,
    external_refs: Vec<ExternalRef>,
    registered_by_worker: bool,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = persons)]
struct PersonRow {
    id: Id,
    unit_id: Id,
    full_name: String,
    sex: Option<Code<Sex>>,
    birth_date: Option<NaiveDate>,
    birth_date_precision: Option<Code<DatePrecision>>,
    deceased_on: Option<NaiveDate>,
    details: Json<Leaves>,
    registered_by: Id,
    version: i64,
    created_at: Instant,
    modified_at: Instant,
}

impl PersonRow {
    /// The person, without identifiers.
    fn read(self) -> QueryResult<Person> {
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
            })),
            persons::version.eq($person.version),
            persons::modified_at.eq(Instant::from($person.modified_at)),
        )
    }};
}

/// The columns `unit_0` … `unit_4` as they are read.
type LevelRow = (Id, Option<Id>, Option<Id>, Option<Id>, Option<Id>);

fn levels_of((top, one, two, three, four): LevelRow) -> Levels {
    Levels([Some(top), one, two, three, four])
}

/// The most records of a kind that name one person and are looked at: far more than a life
/// brings, so that a record gone wrong cannot make a read endless.
const MOST_NAMINGS: i64 = 500;

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

type CaseRow = (LevelRow, Code<Confidentiality>, Option<Code<Membership>>);

/// A case as sight of a person needs it: nobody approves or amends anything on it here.
fn case_facts((levels, class, member): CaseRow) -> CaseFacts {
    CaseFacts {
        reach: levels_of(levels).reach(),
        class: class.0,
        member: member.map(|code| code.0),
        requested_by: None,
        author: None,
    }
}

/// The cases that name a person, the newest first; `worker` is who asks, if a worker does.
pub fn naming_cases(
    conn: &mut Conn,
    id: PersonId,
    worker: Option<WorkerId>,
) -> QueryResult<Vec<CaseFacts>> {
    let asks = case_members::worker_id.nullable().eq(worker.map(Id::from));
    let rows: Vec<CaseRow> = cases::table
        .left_join(case_members::table.on(case_members::case_id.eq(cases::id).and(asks)))
        .filter(cases::person_id.eq(Id::from(id)))
        .order(cases::id.desc())
        .select((
            (
                cases::unit_0,
                cases::unit_1,
                cases::unit_2,
                cases::unit_3,
                cases::unit_4,
            ),
            cases::confidentiality,
            case_members::membership.nullable(),
        ))
        .limit(MOST_NAMINGS)
        .load(conn)?;
    Ok(rows.into_iter().map(case_facts).collect())
}

/// The intakes that name a person, the newest first, each with the case it opened if it did.
pub fn naming_intakes(
    conn: &mut Conn,
    id: PersonId,
    worker: Option<WorkerId>,
) -> QueryResult<Vec<IntakeFacts>> {
    type Opened = (LevelRow, Code<Confidentiality>);
    type Row = (
        LevelRow,
        Option<String>,
        Option<Opened>,
        Option<Code<Membership>>,
    );
    let asks = case_members::worker_id.nullable().eq(worker.map(Id::from));
    let rows: Vec<Row> = intakes::table
        .left_join(cases::table.on(intakes::case_id.eq(cases::id.nullable())))
        .left_join(case_members::table.on(case_members::case_id.eq(cases::id).and(asks)))
        .filter(intakes::person_id.eq(Id::from(id)))
        .order(intakes::id.desc())
        .select((
            (
                intakes::unit_0,
                intakes::unit_1,
                intakes::unit_2,
                intakes::unit_3,
                intakes::unit_4,
            ),
            intakes::decision,
            (
                (
                    cases::unit_0,
                    cases::unit_1,
                    cases::unit_2,
                    cases::unit_3,
                    cases::unit_4,
                ),
                cases::confidentiality,
            )
                .nullable(),
            case_members::membership.nullable(),
        ))
        .limit(MOST_NAMINGS)
        .load(conn)?;
    let facts = |(levels, decision, opened, member): Row| IntakeFacts {
        reach: levels_of(levels).reach(),
        standing: match (opened, decision) {
            (Some((levels, class)), _) => {
                IntakeStanding::Accepted(case_facts((levels, class, member)))
            }
            (None, Some(_)) => IntakeStanding::Decided,
            (None, None) => IntakeStanding::Undecided,
        },
        requested_by: None,
    };
    Ok(rows.into_iter().map(facts).collect())
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
pub fn insert_identifier(conn: &mut Conn, new: &NewIdentifier) -> QueryResult<()> {
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
pub fn place_identifier(
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

/// Takes identifiers away; the rows stay.
pub fn remove_identifiers(conn: &mut Conn, rows: &[Uuid], at: DateTime<Utc>) -> QueryResult<()> {
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

/// One of the two limits a page has.
const fn at_most(large: bool) -> i64 {
    if large { LARGE } else { SMALL }
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
        let known = external_refs::table
            .filter(external_refs::record_kind.eq(KIND))
            .filter(external_refs::system.eq(system.as_str()))
            .filter(external_refs::value.eq(value.as_str()))
            .select(external_refs::record_id);
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
        let mut query = persons::table.filter(seen).into_boxed();
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

diesel::alias!(persons as other_persons: OtherPersons);

/// The matches somebody may know of, the newest first.
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

/// An earlier version of a record as it is kept: version, content, when and by whom replaced.
pub type KeptRow = (i64, Vec<u8>, DateTime<Utc>, Uuid);

/// The earlier versions of a person's record, the newest first.
pub fn versions(
    conn: &mut Conn,
    id: PersonId,
    before: Option<i64>,
    large: bool,
) -> QueryResult<Vec<KeptRow>> {
    let rows: Vec<(i64, Vec<u8>, Instant, Id)> = record_versions::table
        .filter(record_versions::record_id.eq(Id(id.uuid())))
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
