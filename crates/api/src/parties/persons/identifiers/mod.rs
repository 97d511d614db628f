//! Identifiers of persons as they are kept: sealed for their row, found by a blind index, unique
//! within the registering unit, and compared with those of other units in silence.

use diesel::result::{DatabaseErrorKind, Error};
use domain::{
    parties::{
        PersonId, PersonMatchId, UnitId,
        identifier::{IdentifierEntry, IdentifierKind, IdentifierNote, IdentifierText, normalise},
        person::{Person, PersonMatchEvent},
    },
    words::{RecordId, Word},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::load::{self, Loaded, SealedIdentifier};
use crate::{
    act::{Act, Stop},
    auth::keys::Keys,
    db::types::Instant,
    events::Of,
    http::problem::{ApiError, Problem, ProblemCode},
    on,
};

/// What is sealed of an identifier, or of the card number of a household.
#[derive(Serialize, Deserialize)]
pub struct Content {
    /// The number.
    pub value: IdentifierText,
    /// What there is to say about the document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<IdentifierNote>,
}

impl Content {
    /// Opens what was sealed for this place.
    ///
    /// # Errors
    /// When it cannot be opened: a key is missing, or the row was tampered with.
    pub fn open(keys: &Keys, place: &str, sealed: &[u8]) -> Result<Self, ApiError> {
        keys.open(place, sealed)
            .and_then(|plain| serde_json::from_slice(&plain).ok())
            .ok_or_else(|| ApiError::internal("an identifier cannot be opened"))
    }

    /// Seals it for this place.
    ///
    /// # Errors
    /// Only without randomness.
    pub fn seal(&self, keys: &Keys, place: &str) -> Result<Vec<u8>, ApiError> {
        let plain = serde_json::to_vec(self).map_err(ApiError::internal)?;
        keys.seal(place, &plain).map_err(ApiError::internal)
    }
}

/// A new row.
pub struct NewIdentifier {
    /// Its id.
    pub id: Uuid,
    /// Whose it is.
    pub person_id: PersonId,
    /// The unit within which no other may have the number; none for a second one of the unit.
    pub unit_id: Option<UnitId>,
    /// What it is.
    pub kind: IdentifierKind,
    /// Where it stands in the list.
    pub position: i32,
    /// Number and note, sealed.
    pub sealed: Vec<u8>,
    /// The number's blind index.
    pub blind: Vec<u8>,
    /// When it was entered.
    pub at: Instant,
}

/// Somebody who has a number.
pub struct Holder {
    /// Who.
    pub person_id: PersonId,
    /// The unit that registered them.
    pub unit_id: UnitId,
}

/// A new match of two persons.
pub struct NewMatch {
    /// Its id.
    pub id: PersonMatchId,
    /// The one with the smaller id, so that a pair is one whoever came first.
    pub person_id: PersonId,
    /// The other.
    pub other_person_id: PersonId,
    /// What they have in common.
    pub kind: IdentifierKind,
    /// When it was found.
    pub at: Instant,
}

fn place(row: Uuid) -> String {
    format!("person_identifiers|sealed|{row}")
}

/// Opens an identifier.
///
/// # Errors
/// When it cannot be opened: a key is missing, or the row was tampered with.
pub fn open(keys: &Keys, row: &SealedIdentifier) -> Result<IdentifierEntry, ApiError> {
    let Content { value, note } = Content::open(keys, &place(row.id), &row.sealed)?;
    Ok(IdentifierEntry {
        kind: row.kind,
        value,
        note,
    })
}

fn seal(keys: &Keys, row: Uuid, entry: &IdentifierEntry) -> Result<Vec<u8>, ApiError> {
    let content = Content {
        value: entry.value.clone(),
        note: entry.note.clone(),
    };
    content.seal(keys, &place(row))
}

/// The blind index of a number.
#[must_use]
pub fn blind(keys: &Keys, kind: IdentifierKind, value: &str) -> Vec<u8> {
    keys.blind(kind.code(), &normalise(value))
}

fn same_number(one: &IdentifierEntry, other: &IdentifierEntry) -> bool {
    one.kind == other.kind && one.value == other.value
}

/// Brings the rows of a person's identifiers from what they were (`before`, with their `rows`)
/// to what the person has now. Who keeps a number keeps its row.
///
/// # Errors
/// 409 when another person of the unit, whom the actor sees, has a number already.
pub fn replace(
    act: &mut Act<'_, '_>,
    person: &Person,
    before: &[IdentifierEntry],
    rows: &[Uuid],
) -> Result<(), Stop> {
    let now = &person.details.identifiers;
    if now == before {
        return Ok(());
    }
    let gone: Vec<Uuid> = before
        .iter()
        .zip(rows)
        .filter(|(entry, _)| !now.iter().any(|other| same_number(entry, other)))
        .map(|(_, row)| *row)
        .collect();
    on!(act.tx, person_identifiers::remove(&gone, act.now))?;
    for (position, entry) in (0_i32..).zip(now) {
        let mut kept = before.iter().zip(rows);
        match kept.find(|(other, _)| same_number(entry, other)) {
            None => add(act, person, position, entry)?,
            Some((same, row)) => {
                let sealed = match same.note == entry.note {
                    true => None,
                    false => Some(seal(act.app().keys(), *row, entry)?),
                };
                on!(act.tx, person_identifiers::place(*row, position, sealed))?;
            }
        }
    }
    Ok(())
}

/// A number the person did not have. Every step but the notes for the data officer is the same
/// whether the number is known elsewhere or not, and so is the answer.
fn add(
    act: &mut Act<'_, '_>,
    person: &Person,
    position: i32,
    entry: &IdentifierEntry,
) -> Result<(), Stop> {
    let blind = blind(act.app().keys(), entry.kind, entry.value.as_str());
    let mut holders: Vec<Holder> = on!(act.tx, person_identifiers::holders(entry.kind, &blind))?;
    holders.retain(|holder| holder.person_id != person.id);
    let in_unit = |holder: &&Holder| holder.unit_id == person.unit_id;
    let mut unit_id = Some(person.unit_id);
    if let Some(holder) = holders.iter().find(in_unit) {
        let holder = holder.person_id;
        if load::visible(act.tx, &act.actor, holder)? {
            return Err(taken(position, Some(holder)));
        }
        unit_id = None;
    }
    let row: Uuid = act.new_id();
    let new = NewIdentifier {
        id: row,
        person_id: person.id,
        unit_id,
        kind: entry.kind,
        position,
        sealed: seal(act.app().keys(), row, entry)?,
        blind,
        at: act.now.into(),
    };
    on!(act.tx, person_identifiers::insert(&new)).map_err(|error| {
        // Another transaction was faster; whose it is can be seen when this is sent again.
        match violates(&error, "person_identifiers_live_key") {
            true => taken(position, None),
            false => error.into(),
        }
    })?;
    holders
        .iter()
        .try_for_each(|holder| note_match(act, person.id, holder.person_id, entry.kind))
}

fn taken(position: i32, by: Option<PersonId>) -> Stop {
    let who = by.map_or(String::new(), |id| format!(" (/v1/persons/{id})"));
    let what = format!("/identifiers/{position}{who}");
    Problem::naming(ProblemCode::AlreadyExists, what).into()
}

/// Gives the survivor of a merge the rows of the numbers it took over; those it had already go.
/// A row is sealed for itself, not for the person, so it need not be sealed again. `person` is the
/// survivor with the numbers it has now.
///
/// # Errors
/// When it cannot be written.
pub fn take_over(
    act: &mut Act<'_, '_>,
    person: &Person,
    survivor: &Loaded,
    absorbed: &Loaded,
) -> Result<(), Stop> {
    let own = &survivor.person.details.identifiers;
    let mut gone = Vec::new();
    for (entry, row) in absorbed
        .person
        .details
        .identifiers
        .iter()
        .zip(&absorbed.rows)
    {
        let taken_over = person.details.identifiers.iter().skip(own.len());
        let place = taken_over
            .clone()
            .position(|other| same_number(entry, other));
        let Some(place) = place else {
            gone.push(*row);
            continue;
        };
        let position = i32::try_from(own.len() + place).map_err(ApiError::internal)?;
        let blind = blind(act.app().keys(), entry.kind, entry.value.as_str());
        let holders = on!(act.tx, person_identifiers::holders(entry.kind, &blind))?;
        let held = holders.iter().any(|holder| {
            holder.unit_id == person.unit_id && holder.person_id != absorbed.person.id
        });
        let unit = (!held).then_some(person.unit_id);
        let handed = on!(
            act.tx,
            person_identifiers::hand_over(*row, person.id, unit, position)
        );
        handed.map_err(
            |error| match violates(&error, "person_identifiers_live_key") {
                true => taken(position, None),
                false => error.into(),
            },
        )?;
    }
    on!(act.tx, person_identifiers::remove(&gone, act.now))?;
    Ok(())
}

/// Tells the data officer, once for each pair.
///
/// # Errors
/// When it cannot be written.
pub fn note_match(
    act: &mut Act<'_, '_>,
    one: PersonId,
    other: PersonId,
    kind: IdentifierKind,
) -> Result<(), Stop> {
    let new = NewMatch {
        id: act.new_id(),
        person_id: one.min(other),
        other_person_id: one.max(other),
        kind,
        at: act.now.into(),
    };
    if on!(act.tx, person_identifiers::insert_match(&new))? {
        let of = Of {
            kind: "person_match",
            id: new.id.uuid(),
            case_id: None,
        };
        let event = PersonMatchEvent::Found {
            person_id: new.person_id,
            other_person_id: new.other_person_id,
            kind,
        };
        act.record(of, 1, &event)?;
    }
    Ok(())
}

/// Whether a statement failed because of this unique constraint. On PostgreSQL only: SQLite has
/// one writer, so that what was looked for before a write is still not there.
#[must_use]
pub fn violates(error: &Error, constraint: &str) -> bool {
    matches!(
        error,
        Error::DatabaseError(DatabaseErrorKind::UniqueViolation, about)
            if about.constraint_name() == Some(constraint)
    )
}
