//! Stage one: a matter is brought to a unit, screened and decided.

use domain::{
    access::{Facts, UnitFacts, sight},
    parties::{PersonId, UnitId, external_ref::ExternalRef, unit::Unit},
    warnings::{Fault, FaultCode},
};

use crate::{
    act::{Act, Stop},
    db::types::Levels,
    http::problem::{Problem, ProblemCode},
    on, parties,
};

pub mod decisions;
pub mod documents;
pub mod list;
pub mod load;
pub mod overrides;
pub mod routes;

/// The unit that a body names, or the caller's own.
///
/// # Errors
/// 422 for one that is not there or that the caller knows nothing of, the same for both.
fn named_unit(act: &mut Act<'_, '_>, named: Option<UnitId>) -> Result<(Unit, Levels), Stop> {
    let id = named.unwrap_or(act.actor.unit);
    let unknown = || invalid(vec![Fault::new("/unit_id", FaultCode::UnknownReference)]);
    let levels = on!(act.tx, units::levels(id))?.ok_or_else(unknown)?;
    let reach = levels.reach();
    if sight(&act.actor, &Facts::Unit(UnitFacts { reach })).is_none() {
        return Err(unknown());
    }
    let unit = on!(act.tx, units::find(id))?.ok_or_else(unknown)?;
    Ok((unit, levels))
}

/// What is wrong with the person and the external references that a body names: all faults.
///
/// # Errors
/// 422 with the faults; the same for a person who is not there and one the caller cannot see.
fn check_references(
    act: &mut Act<'_, '_>,
    person: Option<PersonId>,
    refs: &[ExternalRef],
) -> Result<(), Stop> {
    let mut faults = domain::parties::external_ref::review(refs);
    if let Some(id) = person
        && !parties::persons::load::visible(act.tx, &act.actor, id)?
    {
        faults.push(Fault::new("/person_id", FaultCode::UnknownReference));
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(invalid(faults))
    }
}

fn invalid(faults: Vec<Fault>) -> Stop {
    Problem::faults(ProblemCode::InvalidBody, faults).into()
}
