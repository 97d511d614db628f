//! A person as access sees them: where registered, and what names them.

use domain::{
    access::{Actor, Facts, Naming, PersonFacts, sight},
    parties::PersonId,
};

use crate::{
    db::{Tx, types::Levels},
    http::problem::ApiError,
    on,
};

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
    let cases = on!(tx, persons::naming_cases(id, worker))?;
    let intakes = on!(tx, persons::naming_intakes(id, worker))?;
    let cases = cases.into_iter().map(Naming::Case);
    let intakes = intakes.into_iter().map(Naming::Intake);
    Ok(PersonFacts {
        reach: levels.reach(),
        named_in: cases.chain(intakes).collect(),
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
