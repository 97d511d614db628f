//! The versions of a plan: drafted, copied into the next, edited, read, compared.

use actix_web::{HttpResponse, web::Path};
use domain::{
    access::Action,
    cases::CaseId,
    intervention::plan::{
        NewPlan, NewPlanVersion, Plan, PlanComparison, PlanDetails, PlanId, PlanStatus, Version,
        compare_plans, decide_draft_plan, decide_edit_plan, decide_next_version,
    },
    warnings::{Fault, FaultCode},
    words::RecordId,
};
use serde::{Deserialize, Serialize};

use super::load::{self, KIND};
use crate::{
    act::{Answer, Stop, Write},
    cases::{
        load as cases,
        records::{
            CaseRecord, case_record, list_query, new_or_made, one_of, page_of, read_of_case,
        },
    },
    http::{
        body::{Body, Patch, PatchOf, Query},
        paging::Page,
        problem::{ApiError, Problem, ProblemCode},
        routes::Route,
    },
    on,
    read::{Read, plain},
    route,
};

/// The routes of this file.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        route!(list_plans, Action::ReadCaseRecords),
        route!(draft_plan, Action::WritePlan),
        route!(get_plan, Action::ReadCaseRecords),
        route!(edit_plan, Action::WritePlan, if_match),
        route!(draft_next_version, Action::WritePlan),
        route!(compare_plan, Action::ReadCaseRecords),
    ]
}

list_query! {
    /// Which versions are asked for.
    ListPlans {
        /// Only those that stand so.
        #[param(inline)]
        status: PlanStatus,
    }
}

case_record!(Plan, newest by created_at, modified by modified_at, version);

/// List the versions of the plan of a case
///
/// By the time they were drafted. For whoever sees the case; not for data officers (403).
#[utoipa::path(get, path = "/v1/cases/{case_id}/plans", tag = "plan",
    params(("case_id" = CaseId, Path, description = "The case."), ListPlans),
    responses((status = 200, description = "A page of versions.", body = Page<Plan>)))]
pub async fn list_plans(
    read: Read,
    path: Path<CaseId>,
    query: Query<ListPlans>,
) -> Result<HttpResponse, ApiError> {
    page_of(&read, "list_plans", *path, query.0, |tx, _, wanted| {
        on!(tx, plans::list(wanted))
    })
    .await
}

/// Draft the plan of a case
///
/// Its goals, strategies and other parts are added to it one by one. A case has one active and at
/// most one unfinished version: an active plan is changed by its next version. For the responsible
/// worker. Refused: `plan_unfinished`, `plan_active_already`, `case_ending`, `case_on_hold`,
/// `closure_pending`, `case_closed`; a model that borrows from itself (422 `repeated_item`).
#[utoipa::path(post, path = "/v1/cases/{case_id}/plans", tag = "plan",
    params(("case_id" = CaseId, Path, description = "The case.")), request_body = NewPlan,
    responses((status = 201, description = "The draft.", body = Plan),
        (status = 200, description = "The plan that the same command with the same `id` made before, as it is now.", body = Plan)))]
pub async fn draft_plan(
    write: Write,
    path: Path<CaseId>,
    body: Body<NewPlan>,
) -> Result<HttpResponse, ApiError> {
    let (case_id, new) = (path.into_inner(), body.value);
    write
        .act(body.sent, move |act| {
            let case = cases::lock(act, case_id)?;
            act.permit(&case.facts(None), None)?;
            let made = new_or_made(act, KIND, new.id.map(RecordId::uuid), |tx, id| {
                let found = on!(tx, plans::find(PlanId(id)))?;
                Ok(found.filter(|plan| plan.case_id == case_id))
            })?;
            let id = match made {
                Ok(id) => PlanId(id),
                Err(plan) => return plan.made_before(),
            };
            faultless(&new.details)?;
            let versions = on!(act.tx, plans::current(case_id))?;
            let last = on!(act.tx, plans::last_number(case_id))?;
            let plan = Plan::draft(id, &case.case, last, new.details, act.now);
            let events = decide_draft_plan(&case.case, &versions, &plan)?;
            on!(act.tx, plans::insert(&plan))?;
            load::record(act, &plan, &events, None)?;
            Ok(Answer::created(&plan, format!("/v1/plans/{id}"))?.version(plan.version))
        })
        .await
}

/// Read a version of a plan
///
/// What it says of itself and how it came to be in force; its parts are lists of their own. For
/// whoever sees the case; not for data officers (403).
#[utoipa::path(get, path = "/v1/plans/{plan_id}", tag = "plan",
    params(("plan_id" = PlanId, Path, description = "The version.")),
    responses((status = 200, description = "The version.", body = Plan)))]
pub async fn get_plan(read: Read, path: Path<PlanId>) -> Result<HttpResponse, ApiError> {
    let id = path.into_inner();
    one_of(&read, move |tx, _| on!(tx, plans::find(id))).await
}

/// Edit a draft plan
///
/// What it says of itself. What it said before is kept, encrypted. For the responsible worker.
/// Refused: `plan_not_draft`, `case_ending`, `case_on_hold`, `closure_pending`, `case_closed`; a
/// model that borrows from itself (422 `repeated_item`).
#[utoipa::path(patch, path = "/v1/plans/{plan_id}", tag = "plan",
    params(("plan_id" = PlanId, Path, description = "The version.")),
    request_body(content = PatchOf<PlanDetails>, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "The version as it is now.", body = Plan)))]
pub async fn edit_plan(
    write: Write,
    path: Path<PlanId>,
    patch: Patch<PlanDetails>,
) -> Result<HttpResponse, ApiError> {
    let id = path.into_inner();
    write
        .act(patch.sent.clone(), move |act| {
            let (case, mut plan) = load::lock(act, id)?;
            let details = patch.merge(act.app(), &plan.details)?;
            faultless(&details)?;
            let events = decide_edit_plan(&case.case, &plan, &details)?;
            if !events.is_empty() {
                act.keep_version(KIND, id.0, plan.version, &plan.details)?;
                load::save(act, &mut plan, &events, None, |plan| plan.details = details)?;
            }
            Ok(Answer::ok(&plan)?.version(plan.version))
        })
        .await
}

/// Draft the next version of the active plan
///
/// With all its parts, which keep their ids, so that progress and observations go on. The active
/// version stays in force until the next is activated. For the responsible worker. Refused:
/// `plan_not_active`, `plan_unfinished`, `case_ending`, `case_on_hold`, `closure_pending`,
/// `case_closed`.
#[utoipa::path(post, path = "/v1/plans/{plan_id}/next-version", tag = "plan",
    params(("plan_id" = PlanId, Path, description = "The active version.")),
    request_body = NewPlanVersion,
    responses((status = 201, description = "The draft of the next version.", body = Plan),
        (status = 200, description = "The version that the same command with the same `id` made before, as it is now.", body = Plan)))]
pub async fn draft_next_version(
    write: Write,
    path: Path<PlanId>,
    body: Body<NewPlanVersion>,
) -> Result<HttpResponse, ApiError> {
    let (from, new) = (path.into_inner(), body.value);
    write
        .act(body.sent, move |act| {
            let found = on!(act.tx, plans::find(from))?.ok_or(ProblemCode::NotFound)?;
            let case = cases::lock(act, found.case_id)?;
            act.permit(&case.facts(None), None)?;
            let made = new_or_made(act, KIND, new.id.map(RecordId::uuid), |tx, id| {
                let made = on!(tx, plans::find(PlanId(id)))?;
                Ok(made.filter(|plan| plan.previous_id == Some(from)))
            })?;
            let id = match made {
                Ok(id) => PlanId(id),
                Err(plan) => return plan.made_before(),
            };
            let plan = on!(act.tx, plans::find(from))?.ok_or(ProblemCode::NotFound)?;
            let versions = on!(act.tx, plans::current(plan.case_id))?;
            let last = on!(act.tx, plans::last_number(plan.case_id))?;
            let next = plan.next(id, last, act.now);
            let events = decide_next_version(&case.case, &plan, &versions, &next)?;
            on!(act.tx, plans::insert(&next))?;
            let both = (from.0, id.0);
            on!(act.tx, elements::copy(both, next.case_id, act.now))?;
            load::record(act, &next, &events, None)?;
            Ok(Answer::created(&next, format!("/v1/plans/{id}"))?.version(next.version))
        })
        .await
}

/// With which version another is compared.
#[derive(Deserialize, Serialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CompareQuery {
    /// The other version, of the same case; the one it was made from unless told.
    #[param(value_type = Option<PlanId>)]
    with: Option<PlanId>,
}

/// Compare two versions of a plan
///
/// What was added, removed and changed, by the id of the part and field by field. Another order is
/// no change. For whoever sees the case; not for data officers (403). A version without one before
/// it, and one of another case, cannot be compared (400 `unknown_reference`).
#[utoipa::path(get, path = "/v1/plans/{plan_id}/comparison", tag = "plan",
    params(("plan_id" = PlanId, Path, description = "The version that is looked at."), CompareQuery),
    responses((status = 200, description = "What is different.", body = PlanComparison)))]
pub async fn compare_plan(
    read: Read,
    path: Path<PlanId>,
    query: Query<CompareQuery>,
) -> Result<HttpResponse, ApiError> {
    let (id, with) = (path.into_inner(), query.0.with);
    let compared = read_of_case(&read, move |tx, _| {
        let Some(plan) = on!(tx, plans::find(id))? else {
            return Ok(None);
        };
        let case_id = plan.case_id;
        let other = match with.or(plan.previous_id) {
            Some(other) => on!(tx, plans::find(other))?,
            None => None,
        };
        let Some(other) = other.filter(|other| other.case_id == case_id) else {
            return Ok(Some((None, case_id)));
        };
        let (after, before) = (
            on!(tx, elements::all(plan.id.0))?,
            on!(tx, elements::all(other.id.0))?,
        );
        let compared = compare_plans(&version(&plan, &after), &version(&other, &before));
        Ok(Some((Some(compared.map_err(ApiError::internal)?), case_id)))
    })
    .await?;
    match compared {
        Some(compared) => plain(&compared),
        None => {
            let fault = Fault::new("?with", FaultCode::UnknownReference);
            Err(Problem::faults(ProblemCode::InvalidParameter, vec![fault]).into())
        }
    }
}

const fn version<'a>(plan: &'a Plan, parts: &'a [domain::elements::Row]) -> Version<'a> {
    Version {
        id: plan.id,
        details: &plan.details,
        parts,
    }
}

fn faultless(details: &PlanDetails) -> Result<(), Stop> {
    let faults = details.faults();
    if faults.is_empty() {
        Ok(())
    } else {
        Err(Problem::faults(ProblemCode::InvalidBody, faults).into())
    }
}
