//! A version of a plan as acts want it, and what the gates look at.

use chrono::{DateTime, Utc};
use domain::{
    access::{Facts, Membership},
    cases::{Case, CaseId, GateFacts, RequirementCode},
    elements::ElementKind,
    engagement::{LegalBasis, basis_in_force},
    intervention::plan::{
        Plan, PlanContent, PlanEvent, PlanFacts, PlanId, PlanStatus, PlanTask, decide_close_plan,
    },
    parties::WorkerId,
    refusal::Refusal,
};

use crate::{
    act::{Act, Stop},
    cases::load::{self, Loaded},
    db::Tx,
    elements::{self, Document},
    http::problem::{ApiError, Problem, ProblemCode},
    on,
    parties::persons::load::today,
};

/// The kind of record that a version of a plan is.
pub const KIND: &str = "plan";

impl Document for Plan {
    type Id = PlanId;
    type Content = PlanContent;

    fn find(tx: &mut Tx<'_>, id: PlanId) -> Result<Option<Self>, ApiError> {
        Ok(on!(tx, plans::find(id))?)
    }

    fn case_id(&self) -> CaseId {
        self.case_id
    }

    fn fixed(&self, case: &Case) -> Vec<Refusal> {
        domain::intervention::plan::draft_barred(case, self)
    }
}

/// The version for a permitted act, with its case, whose row is locked.
///
/// # Errors
/// 404, 412 or 428, 403.
pub fn lock(act: &mut Act<'_, '_>, id: PlanId) -> Result<(Loaded, Plan), Stop> {
    let found = on!(act.tx, plans::find(id))?.ok_or(ProblemCode::NotFound)?;
    let case = load::lock(act, found.case_id)?;
    let plan = on!(act.tx, plans::find(id))?.ok_or(ProblemCode::NotFound)?;
    act.permit(&facts(&case, &plan), Some(plan.version))?;
    Ok((case, plan))
}

/// What access has to know: who proposed the plan is who asks for its approval.
#[must_use]
pub fn facts(case: &Loaded, plan: &Plan) -> Facts {
    Facts::Case(domain::access::CaseFacts {
        requested_by: plan.course.proposed_by,
        ..case.case_facts(None)
    })
}

/// All parts of a version.
///
/// # Errors
/// When the database cannot be asked.
pub fn content(tx: &mut Tx<'_>, id: PlanId) -> Result<PlanContent, ApiError> {
    elements::content::<Plan>(tx, id)
}

/// The active version of the plan of a case.
///
/// # Errors
/// When the database cannot be asked.
pub fn active(tx: &mut Tx<'_>, case_id: CaseId) -> Result<Option<Plan>, ApiError> {
    let current = on!(tx, plans::current(case_id))?;
    Ok(current
        .into_iter()
        .find(|plan| plan.status == PlanStatus::Active))
}

/// The tasks of the active plan of a case that are neither done nor cancelled. A plan that is no
/// longer followed leaves none.
///
/// # Errors
/// When the database cannot be asked.
pub fn open_tasks(tx: &mut Tx<'_>, case_id: CaseId) -> Result<Vec<PlanTask>, ApiError> {
    let Some(plan) = active(tx, case_id)? else {
        return Ok(Vec::new());
    };
    let told = on!(tx, plans::task_statuses(case_id))?;
    Ok(content(tx, plan.id)?.open_tasks(told))
}

/// Adds to the facts of the gates what they want to know of the plan of the case.
///
/// # Errors
/// When the database cannot be asked.
pub fn add_facts(
    tx: &mut Tx<'_>,
    case: &Case,
    facts: &mut GateFacts,
    now: DateTime<Utc>,
) -> Result<(), ApiError> {
    for plan in on!(tx, plans::current(case.id))? {
        if plan.status == PlanStatus::Active {
            let record = plan.record();
            facts.records.insert(RequirementCode::PlanActive, record);
        } else {
            facts.plan = Some(Box::new(activation(tx, case, plan, now)?));
        }
    }
    Ok(())
}

/// What the gate of activation looks at.
///
/// # Errors
/// When the database cannot be asked.
pub fn activation(
    tx: &mut Tx<'_>,
    case: &Case,
    plan: Plan,
    now: DateTime<Utc>,
) -> Result<PlanFacts, ApiError> {
    let members = on!(tx, case_members::all(case.id))?;
    let content = content(tx, plan.id)?;
    let named: Vec<WorkerId> = content
        .needing_qualification()
        .filter_map(|(strategy, _)| strategy.details.qualified_worker_id)
        .collect();
    Ok(PlanFacts {
        content,
        functioning: functioning(tx, case)?,
        plan,
        team: members
            .iter()
            .any(|member| member.membership == Membership::Team),
        legal_basis: legal_basis(tx, case, now)?,
        qualifications: on!(tx, qualifications::of_active(&named))?,
        today: today(tx, case.opened.unit_id, now)?,
    })
}

/// Whether the newest finalised assessment of the episode tells how the client functions.
fn functioning(tx: &mut Tx<'_>, case: &Case) -> Result<bool, ApiError> {
    let newest = on!(tx, assessments::newest_finalised(case.id))?;
    let Some(assessment) = newest.filter(|one| one.episode == case.episode) else {
        return Ok(false);
    };
    let kind = ElementKind::FunctionalArea;
    let areas = on!(tx, elements::of_kind(&[assessment.id.0], kind))?;
    Ok(!areas.is_empty())
}

/// Whether a legal basis of the case is in force today, in the unit's time zone.
///
/// # Errors
/// When the database cannot be asked.
pub fn legal_basis(tx: &mut Tx<'_>, case: &Case, now: DateTime<Utc>) -> Result<bool, ApiError> {
    let today = today(tx, case.opened.unit_id, now)?;
    let bases: Vec<LegalBasis> = on!(tx, engagements::all(case.id))?;
    Ok(basis_in_force(&bases, today).is_some())
}

/// Takes over what the act decided, as the next version of the record; `set` adds what is in no
/// event.
///
/// # Errors
/// When it cannot be written.
pub fn save(
    act: &mut Act<'_, '_>,
    plan: &mut Plan,
    events: &[PlanEvent],
    reason: Option<&str>,
    set: impl FnOnce(&mut Plan),
) -> Result<(), Stop> {
    let before = plan.version;
    events.iter().for_each(|event| plan.apply(event));
    set(plan);
    plan.version += 1;
    plan.modified_at = act.now;
    if !on!(act.tx, plans::save(plan, before))? {
        return Err(Problem::stale(before).into());
    }
    record(act, plan, events, reason)
}

/// Records what happened to the version.
///
/// # Errors
/// When it cannot be written.
pub fn record(
    act: &mut Act<'_, '_>,
    plan: &Plan,
    events: &[PlanEvent],
    reason: Option<&str>,
) -> Result<(), Stop> {
    let of = load::of_part(plan.case_id, KIND, plan.id);
    events.iter().try_for_each(|event| match reason {
        None => act.record(of, plan.version, event),
        Some(reason) => act.record_because(of, plan.version, event, reason),
    })
}

/// A closed case follows no plan: what is active or unfinished is closed with it. `case` is as it
/// was before.
///
/// # Errors
/// When it cannot be written.
pub fn close_all(act: &mut Act<'_, '_>, case: &Case) -> Result<(), Stop> {
    for mut plan in on!(act.tx, plans::current(case.id))? {
        let events = decide_close_plan(case, &plan, act.now)?;
        save(act, &mut plan, &events, None, |_| ())?;
    }
    Ok(())
}
