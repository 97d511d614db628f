//! A monitoring plan as acts want it.

use domain::{
    cases::Case,
    monitoring::{MonitoringEvent, MonitoringPlan, MonitoringPlanId, MonitoringPlanStatus},
};

use crate::{
    act::{Act, Stop},
    cases::load::{self, Loaded},
    http::problem::{Problem, ProblemCode},
    monitoring::{calendar, due},
    on,
};

/// The kind of record that a monitoring plan is.
pub const KIND: &str = "monitoring_plan";

/// The monitoring plan for a permitted act, with its case, whose row is locked.
///
/// # Errors
/// 404, 412 or 428, 403.
pub fn lock(act: &mut Act<'_, '_>, id: MonitoringPlanId) -> Result<(Loaded, MonitoringPlan), Stop> {
    let found = on!(act.tx, monitoring_plans::find(id))?.ok_or(ProblemCode::NotFound)?;
    let case = load::lock(act, found.case_id)?;
    let plan = on!(act.tx, monitoring_plans::find(id))?.ok_or(ProblemCode::NotFound)?;
    act.permit(&case.facts(None), Some(plan.version))?;
    Ok((case, plan))
}

/// Saves it as its next version, with what happened to it, and notes anew what is due.
///
/// # Errors
/// When it cannot be written.
pub fn save(
    act: &mut Act<'_, '_>,
    case: &Case,
    plan: &mut MonitoringPlan,
    events: &[MonitoringEvent],
) -> Result<(), Stop> {
    let before = plan.version;
    plan.version += 1;
    plan.modified_at = act.now;
    if !on!(act.tx, monitoring_plans::save(plan, before))? {
        return Err(Problem::stale(before).into());
    }
    due::refresh(act, case)?;
    record(act, plan, events)
}

/// Records what happened to it.
///
/// # Errors
/// When it cannot be written.
pub fn record(
    act: &mut Act<'_, '_>,
    plan: &MonitoringPlan,
    events: &[MonitoringEvent],
) -> Result<(), Stop> {
    let of = load::of_part(plan.case_id, KIND, plan.id);
    events
        .iter()
        .try_for_each(|event| act.record(of, plan.version, event))
}

/// A closed case is monitored no more: what goes on ends with it.
///
/// # Errors
/// When it cannot be written.
pub fn end_all(act: &mut Act<'_, '_>, case: &Case) -> Result<(), Stop> {
    let today = calendar(act.tx, case)?.date(act.now);
    for mut plan in on!(act.tx, monitoring_plans::active(case.id))? {
        plan.status = MonitoringPlanStatus::Ended;
        plan.ended_on = Some(today);
        let events = [MonitoringEvent::PlanEnded { ended_on: today }];
        save(act, case, &mut plan, &events)?;
    }
    Ok(())
}
