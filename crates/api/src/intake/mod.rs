//! Stage one: a matter is brought to a unit, screened and decided.

use domain::{
    parties::{PersonId, external_ref::ExternalRef},
    warnings::{Fault, FaultCode},
};

use crate::{
    act::{Act, Stop},
    parties::{self, invalid},
};

pub mod client;
pub mod decisions;
pub mod documents;
pub mod list;
pub mod load;
pub mod overrides;
pub mod routes;

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
