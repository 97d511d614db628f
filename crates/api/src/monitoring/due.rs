//! When the monitoring of a case is due, and what of it was done.

use chrono::{DateTime, Days, NaiveTime, Utc};
use domain::{
    cases::Case,
    monitoring::{DueDate, MonitoringPlan},
};

use super::calendar;
use crate::{
    act::{Act, Stop},
    cases,
    db::Tx,
    http::problem::ApiError,
    on,
};

/// How the due dates of a monitoring plan stand now. It was done on the days, where the unit is, of
/// the observations that count.
///
/// # Errors
/// When the database cannot be asked.
pub fn standing(
    tx: &mut Tx<'_>,
    case: &Case,
    plan: &MonitoringPlan,
    now: DateTime<Utc>,
) -> Result<Vec<DueDate>, ApiError> {
    let calendar = calendar(tx, case)?;
    // No zone is a day away from another.
    let since = plan.starts_on.checked_sub_days(Days::new(1));
    let since = since
        .unwrap_or(plan.starts_on)
        .and_time(NaiveTime::MIN)
        .and_utc();
    let ids = &plan.details.indicator_ids;
    let done = on!(tx, observations::times(case.id, ids, since))?;
    let done = done.into_iter().map(|at| calendar.date(at));
    let today = calendar.date(now);
    Ok(plan.schedule().standing(calendar.week(), done, today))
}

/// Notes anew when the monitoring of a locked case, and then the first of all that is to be done
/// on it, is due.
///
/// # Errors
/// When it cannot be written.
pub fn refresh(act: &mut Act<'_, '_>, case: &Case) -> Result<(), Stop> {
    for plan in on!(act.tx, monitoring_plans::active(case.id))? {
        let standing = standing(act.tx, case, &plan, act.now)?;
        let grace = Days::new(plan.details.grace_days.into());
        let due_by = DueDate::next(&standing).and_then(|day| day.checked_add_days(grace));
        on!(act.tx, monitoring_plans::set_due(plan.id, due_by))?;
    }
    cases::due::refresh(act, case)
}
