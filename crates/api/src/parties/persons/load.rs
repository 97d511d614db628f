//! A person as acts and reads want them: with the identifiers opened, and with what access has
//! to know: where registered, and what names them.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    access::{Actor, Facts, Naming, PersonFacts, sight},
    parties::{
        PersonId, UnitId, WorkerId, identifier::IdentifierKind, member::Party, person::Person,
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
        })
    }
}

/// The person for a read.
///
/// # Errors
/// When the database cannot be asked or an identifier not be opened.
pub fn find(tx: &mut Tx<'_>, keys: &Keys, id: PersonId) -> Result<Option<Loaded>, ApiError> {
    let stored = on!(tx, persons::find(id))?;
    stored.map(|stored| stored.open(keys)).transpose()
}

/// The person for an act: the row is locked until the end of the transaction.
///
/// # Errors
/// 404 when there is none.
pub fn lock(act: &mut Act<'_, '_>, id: PersonId) -> Result<Loaded, Stop> {
    if !on!(act.tx, persons::lock(id))? {
        return Err(ProblemCode::NotFound.into());
    }
    let stored = on!(act.tx, persons::find(id))?.ok_or(ProblemCode::NotFound)?;
    Ok(stored.open(act.app().keys())?)
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
        named_in: namings(tx, Named::Party(party), actor.worker())?,
    })
}

/// What access has to know of a person, asked by this actor; nothing if there is none.
///
/// # Errors
/// When the database cannot be asked.
pub fn facts(
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: PersonId,
) -> Result<Option<PersonFacts>, ApiError> {
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
    Ok(PersonFacts {
        reach: levels.reach(),
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

/// Today at the unit that registers a person: what is in the future there is refused.
///
/// # Errors
/// When the database cannot be asked, or there is no such unit: a defect.
pub fn today(tx: &mut Tx<'_>, unit: UnitId, now: DateTime<Utc>) -> Result<NaiveDate, ApiError> {
    let unit = on!(tx, units::find(unit))?.ok_or_else(|| ApiError::internal("no unit"))?;
    Ok(Calendar::of(&unit.details)?.date(now))
}
