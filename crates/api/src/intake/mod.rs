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
pub mod contacts;
pub mod decisions;
pub mod documents;
pub mod list;
pub mod load;
pub mod overrides;
pub mod routes;

/// The person that a body names, by the record that survives if two were merged; what is wrong
/// with them and the external references: all faults.
///
/// # Errors
/// 422 with the faults; the same for a person who is not there and one the caller cannot see.
fn check_references(
    act: &mut Act<'_, '_>,
    person: Option<PersonId>,
    refs: &[ExternalRef],
) -> Result<Option<PersonId>, Stop> {
    let mut faults = domain::parties::external_ref::review(refs);
    let named = match person {
        Some(id) => parties::persons::load::named(act, id)?,
        None => None,
    };
    if person.is_some() && named.is_none() {
        faults.push(Fault::new("/person_id", FaultCode::UnknownReference));
    }
    if faults.is_empty() {
        Ok(named)
    } else {
        Err(invalid(faults))
    }
}
