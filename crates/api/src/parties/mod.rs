//! The people and offices of the work: units, workers, integrations and persons.

pub mod external_refs;
use std::fmt::Display;

use diesel::{
    QueryResult,
    result::{DatabaseErrorKind, Error},
};
use domain::{
    access::{Facts, UnitFacts, sight},
    parties::UnitId,
    warnings::{Fault, FaultCode},
};

use crate::{
    act::{Act, Stop},
    http::problem::{Problem, ProblemCode},
    on,
};

pub mod grants;
pub mod groups;
pub mod history;
pub mod households;
pub mod integrations;
pub mod members;
pub mod persons;
pub mod relationships;
pub mod requirements;
pub mod units;
pub mod workers;

/// The unit that a body names, then every unit above it.
///
/// # Errors
/// 422 at the pointer, the same for a unit that is not there and one the caller knows nothing of.
pub fn named_unit(act: &mut Act<'_, '_>, pointer: &str, id: UnitId) -> Result<Vec<UnitId>, Stop> {
    let reach = on!(act.tx, units::reach(id))?.filter(|reach| {
        let facts = Facts::Unit(UnitFacts {
            reach: reach.clone(),
        });
        sight(&act.actor, &facts).is_some()
    });
    reach.ok_or_else(|| invalid(vec![Fault::new(pointer, FaultCode::UnknownReference)]))
}

/// What is wrong with a body.
#[must_use]
pub fn invalid(faults: Vec<Fault>) -> Stop {
    Problem::faults(ProblemCode::InvalidBody, faults).into()
}

/// 409 for a value that another record has.
#[must_use]
pub fn taken(value: impl Display) -> Stop {
    Problem::naming(ProblemCode::AlreadyExists, value).into()
}

/// What a write came to, where another transaction may have taken a unique value meanwhile.
///
/// # Errors
/// 409 for a violation of this constraint.
pub fn unless_taken<T>(
    written: QueryResult<T>,
    constraint: &str,
    value: impl Display,
) -> Result<T, Stop> {
    written.map_err(|error| match &error {
        Error::DatabaseError(DatabaseErrorKind::UniqueViolation, about)
            if about.constraint_name() == Some(constraint) =>
        {
            taken(value)
        }
        _ => error.into(),
    })
}
