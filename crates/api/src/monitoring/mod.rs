//! Monitoring and evaluation over HTTP: what is observed, when that is due, what is reported and
//! concluded.

pub mod due;
pub mod evaluations;
pub mod facts;
pub mod observations;
mod of_plan;
pub mod plans;
pub mod reports;

use domain::{cases::Case, warnings::Fault};

use crate::{
    act::Stop,
    cases,
    db::Tx,
    http::{
        problem::{ApiError, Problem, ProblemCode},
        routes::Route,
    },
    parties::units::calendar::Calendar,
};

/// The routes of this room.
#[must_use]
pub fn routes() -> Vec<Route> {
    [
        observations::routes::routes(),
        plans::routes::routes(),
        reports::routes::routes(),
        evaluations::routes::routes(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The clock and week of the unit that answers for a case.
fn calendar(tx: &mut Tx<'_>, case: &Case) -> Result<Calendar, ApiError> {
    Calendar::of(&cases::facts::unit(tx, case)?.details)
}

fn faultless(faults: Vec<Fault>) -> Result<(), Stop> {
    if faults.is_empty() {
        Ok(())
    } else {
        Err(Problem::faults(ProblemCode::InvalidBody, faults).into())
    }
}
