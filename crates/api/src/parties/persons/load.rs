//! A person as acts and reads want them: with the identifiers opened, and with what access has
//! to know: where registered, and what names them.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    access::{Actor, Facts, Naming, PersonFacts, sight},
    parties::{
        PersonId, UnitId, WorkerId,
        identifier::IdentifierKind,
        member::Party,
        person::{Person, merged_into},
    },
};
use uuid::Uuid;

use super::identifiers;
use crate::{
    act::{Act, Stop},
    auth::keys::Keys,
    db::{Tx, types::Levels},
    http::problem::{ApiError, ProblemCode},
    on,
    parties::units::calendar::Calendar,
};

/// A person as stored: the identifiers are still sealed.
pub struct Stored {
    /// The person, without identifiers.
    pub person: Person,
    /// Where the unit that registered them stands in the tree.
    pub levels: Levels,
    /// The identifiers, in order.
    pub sealed: Vec<SealedIdentifier>,
    /// The record it was merged into, if it was.
    pub merged_into: Option<PersonId>,
}

/// An identifier as stored.
pub struct SealedIdentifier {
    /// The id of its row, which it is sealed for.
    pub id: Uuid,
    /// What it is.
    pub kind: IdentifierKind,
    /// Number and note.
    pub sealed: Vec<u8>,
}

/// A person with the identifiers opened.
pub struct Loaded {
    /// The person.
    pub person: Person,
    /// Where the unit that registered them stands in the tree.
    pub levels: Levels,
    /// The row of each identifier, in the order of the person's.
    pub rows: Vec<Uuid>,
    /// The record it was merged into, if it was.
    pub merged_into: Option<PersonId>,
}

impl Stored {
    /// Opens the identifiers.
    ///
    /// # Errors
    /// When a key is missing: a defect of the installation.
    pub fn open(self, keys: &Keys) -> Result<Loaded, ApiError> {
        let Self {
            mut person,
            levels,
            sealed,
            merged_into,
        } = self;
        for one in &sealed {
            person
                .details
                .identifiers
                .push(identifiers::open(keys, one)?);
        }
        let rows = sealed.into_iter().map(|one| one.id).collect();
        Ok(Loaded {
            person,
            levels,
            rows,
            merged_into,
        })
    }
}

/// The person for a read. A record that was merged leads to the one that survives.
///
/// # Errors
/// When the database cannot be asked or an identifier not be opened.
pub fn find(tx: &mut Tx<'_>, keys: &Keys, id: PersonId) -> Result<Option<Loaded>, ApiError> {
    let mut stored = on!(tx, persons::find(id))?;
    if let Some(survivor) = stored.as_ref().and_then(|stored| stored.merged_into) {
        stored = on!(tx, persons::find(survivor))?;
    }
    stored.map(|stored| stored.open(keys)).transpose()
}

/// The very record for an act, merged or not: the row is locked until the end of the transaction.
///
/// # Errors
/// 404 when there is none.
pub fn lock(act: &mut Act<'_, '_>, id: PersonId) -> Result<Loaded, Stop> {
    if !on!(act.tx, persons::lock(id))? {
        return Err(ProblemCode::NotFound.into());
    }
    exactly(act, id)
}

/// The very record for an act that has locked it.
///
/// # Errors
/// 404 when there is none.
pub fn exactly(act: &mut Act<'_, '_>, id: PersonId) -> Result<Loaded, Stop> {
    let stored = on!(act.tx, persons::find(id))?.ok_or(ProblemCode::NotFound)?;
    Ok(stored.open(act.app().keys())?)
}

/// Permits an act that changes a record. One that was merged is not written: whoever may see the
/// person is told which record survives, whatever version `If-Match` speaks of.
///
/// # Errors
/// 404, the stored answer, 428 or 412, 403; `person_merged`.
pub fn permit(act: &mut Act<'_, '_>, loaded: &Loaded) -> Result<(), Stop> {
    if let Some(survivor) = loaded.merged_into {
        let facts = facts(act.tx, &act.actor, survivor)?.ok_or(ProblemCode::NotFound)?;
        act.permit(&Facts::Person(facts), None)?;
        return Err(merged_into(survivor).into());
    }
    let person = &loaded.person;
    let facts = facts_at(act.tx, &act.actor, person.id, &loaded.levels)?;
    act.permit(&Facts::Person(facts), Some(person.version))
}

/// The record that an id leads to: itself, or the one it was merged into. Whether there is such a
/// record is for others to find out.
///
/// # Errors
/// When the database cannot be asked.
pub fn survivor(tx: &mut Tx<'_>, id: PersonId) -> Result<PersonId, ApiError> {
    Ok(on!(tx, person_merges::merged_into(id))?.unwrap_or(id))
}

/// Whom a case or intake names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    /// This person.
    Person(PersonId),
    /// This household or group, and so its current members.
    Party(Party),
}

/// The cases and intakes that name somebody.
fn namings(
    tx: &mut Tx<'_>,
    named: Named,
    worker: Option<WorkerId>,
) -> Result<Vec<Naming>, ApiError> {
    let cases = on!(tx, person_naming::naming_cases(named, worker))?;
    let intakes = on!(tx, person_naming::naming_intakes(named, worker))?;
    let cases = cases.into_iter().map(Naming::Case);
    Ok(cases
        .chain(intakes.into_iter().map(Naming::Intake))
        .collect())
}

/// What access has to know of a household or group, whose registering unit stands there.
///
/// # Errors
/// When the database cannot be asked.
pub fn party_facts(
    tx: &mut Tx<'_>,
    actor: &Actor,
    party: Party,
    levels: &Levels,
) -> Result<PersonFacts, ApiError> {
    Ok(PersonFacts {
        reach: levels.reach(),
        also_registered: Vec::new(),
        named_in: namings(tx, Named::Party(party), actor.worker())?,
    })
}

/// What access has to know of a person, asked by this actor; nothing if there is none. That of a
/// record that was merged is that of the one that survives.
///
/// # Errors
/// When the database cannot be asked.
pub fn facts(
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: PersonId,
) -> Result<Option<PersonFacts>, ApiError> {
    let id = survivor(tx, id)?;
    let Some(levels) = on!(tx, persons::levels(id))? else {
        return Ok(None);
    };
    facts_at(tx, actor, id, &levels).map(Some)
}

/// The same, where the registering unit's place in the tree is known already.
///
/// # Errors
/// When the database cannot be asked.
pub fn facts_at(
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: PersonId,
    levels: &Levels,
) -> Result<PersonFacts, ApiError> {
    let worker = actor.worker();
    let mut named_in = namings(tx, Named::Person(id), worker)?;
    for (party, household) in on!(tx, person_naming::memberships(id))? {
        named_in.extend(household.map(|levels| Naming::Household(levels.reach())));
        named_in.extend(namings(tx, Named::Party(party), worker)?);
    }
    let merged = on!(tx, person_merges::merged_levels(id))?;
    Ok(PersonFacts {
        reach: levels.reach(),
        also_registered: merged.iter().map(Levels::reach).collect(),
        named_in,
    })
}

/// Whether there is such a person and the actor sees them: what a body that names a person has
/// to know (`unknown_reference` is the same for missing and for invisible).
///
/// # Errors
/// When the database cannot be asked.
pub fn visible(tx: &mut Tx<'_>, actor: &Actor, id: PersonId) -> Result<bool, ApiError> {
    let facts = facts(tx, actor, id)?;
    Ok(facts.is_some_and(|facts| sight(actor, &Facts::Person(facts)).is_some()))
}

/// The person that a body names, if the actor sees them: the record that survives, and that goes
/// on doing so until the transaction ends. What is written names that one.
///
/// # Errors
/// When the database cannot be asked.
pub fn named(act: &mut Act<'_, '_>, id: PersonId) -> Result<Option<PersonId>, Stop> {
    let mut id = id;
    while let Some(survivor) = on!(act.tx, person_merges::hold(id))? {
        id = survivor;
    }
    Ok(visible(act.tx, &act.actor, id)?.then_some(id))
}

/// The same for an act that others have to wait for: nobody else writes that record meanwhile.
///
/// # Errors
/// When the database cannot be asked.
pub fn locked(act: &mut Act<'_, '_>, id: PersonId) -> Result<Option<PersonId>, Stop> {
    let mut id = survivor(act.tx, id)?;
    if !visible(act.tx, &act.actor, id)? {
        return Ok(None);
    }
    on!(act.tx, persons::lock(id))?;
    // Merged while this act waited for its turn.
    while let Some(survivor) = on!(act.tx, person_merges::merged_into(id))? {
        id = survivor;
        on!(act.tx, persons::lock(id))?;
    }
    Ok(Some(id))
}

/// Today at the unit that registers a person: what is in the future there is refused.
///
/// # Errors
/// When the database cannot be asked, or there is no such unit: a defect.
pub fn today(tx: &mut Tx<'_>, unit: UnitId, now: DateTime<Utc>) -> Result<NaiveDate, ApiError> {
    let unit = on!(tx, units::find(unit))?.ok_or_else(|| ApiError::internal("no unit"))?;
    Ok(Calendar::of(&unit.details)?.date(now))
}
