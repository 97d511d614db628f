//! Keeps `due_at` of a case: the instant at which the first of what is still to be done on it is
//! overdue. Acts that change what that follows from call [`refresh`] in the same transaction, so
//! that the lists compare one column, wherever the units are.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    cases::{Case, first_due_on},
    parties::{UnitId, unit::UnitDetails},
};

use super::facts;
use crate::{
    act::{Act, Stop},
    http::problem::ApiError,
    on,
    parties::units::calendar::Calendar,
    plans,
};

/// Notes anew when the first of what is to be done on a locked case is due. Not a change of the
/// case itself: its version stays.
///
/// # Errors
/// When it cannot be written.
pub fn refresh(act: &mut Act<'_, '_>, case: &Case) -> Result<(), Stop> {
    let task = on!(act.tx, tasks::first_due_on(case.id))?;
    let planned = plans::load::open_tasks(act.tx, case.id)?;
    let planned = planned.iter().map(|task| task.details.due_on).min();
    let monitoring = on!(act.tx, monitoring_plans::first_due_on(case.id))?;
    let assessment = on!(act.tx, assessments::reassess_by(case.id, case.episode))?;
    let due_at = match first_due_on(case, [task, planned, monitoring, assessment]) {
        None => None,
        Some(day) => Some(end_of(&facts::unit(act.tx, case)?.details, day)?),
    };
    on!(act.tx, cases::set_due(case.id, due_at))?;
    Ok(())
}

/// The clock of a unit changed: the days of its cases end at other times.
///
/// # Errors
/// When it cannot be written.
pub fn unit_moved(
    act: &mut Act<'_, '_>,
    id: UnitId,
    before: &UnitDetails,
    now: &UnitDetails,
) -> Result<(), Stop> {
    if before.time_zone == now.time_zone {
        return Ok(());
    }
    let calendar = Calendar::of(before)?;
    for (case, due_at) in on!(act.tx, cases::due_in(id))? {
        let due_at = end_of(now, calendar.date(due_at))?;
        on!(act.tx, cases::set_due(case, Some(due_at)))?;
    }
    Ok(())
}

fn end_of(unit: &UnitDetails, day: NaiveDate) -> Result<DateTime<Utc>, ApiError> {
    Ok(Calendar::of(unit)?.end_of(day))
}
