//! How the tasks and goals of the active plan go.

use actix_web::{HttpResponse, web::Path};
use domain::{
    access::Action,
    cases::CaseId,
    intervention::plan::{NewProgress, PlanId, PlanProgress, ProgressId, decide_progress},
    words::RecordId,
};
use uuid::Uuid;

use super::load;
use crate::{
    act::{Answer, Write},
    cases::{
        due, facts, load as cases,
        records::{CaseRecord, case_record, list_query, new_or_made, one_of, page_of},
    },
    http::{
        body::{Body, Query},
        paging::Page,
        problem::{ApiError, Problem, ProblemCode},
        routes::Route,
    },
    on,
    parties::units::calendar::Calendar,
    read::Read,
    route,
};

/// The routes of this file.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        route!(list_plan_progress, Action::ReadCaseRecords),
        route!(record_plan_progress, Action::WritePlan),
        route!(get_plan_progress, Action::ReadCaseRecords),
    ]
}

list_query! {
    /// Which records are asked for.
    ListProgress {
        /// Only those of this task or goal, in all versions of the plan.
        element_id: Uuid,
    }
}

case_record!(PlanProgress, newest by created_at, modified by created_at);

/// List how the tasks and goals of a case went
///
/// In all versions of its plan. Of a task or goal, the latest counts. For whoever sees the case;
/// not for data officers (403).
#[utoipa::path(get, path = "/v1/cases/{case_id}/plan-progress", tag = "plan",
    params(("case_id" = CaseId, Path, description = "The case."), ListProgress),
    responses((status = 200, description = "A page of records.", body = Page<PlanProgress>)))]
pub async fn list_plan_progress(
    read: Read,
    path: Path<CaseId>,
    query: Query<ListProgress>,
) -> Result<HttpResponse, ApiError> {
    page_of(
        &read,
        "list_plan_progress",
        *path,
        query.0,
        |tx, _, wanted| on!(tx, plans::list_progress(wanted)),
    )
    .await
}

/// Record how a task or goal goes
///
/// Of the active plan: the status of a task, or the level that a goal has reached on its scale. It
/// makes no new version, and is never changed: a later record counts. A task that is neither done
/// nor cancelled makes the case overdue after its day, and keeps it from closing. Also while the
/// case is on hold. For the responsible worker. Refused: `plan_not_active`, `progress_mismatch`,
/// `in_future`, `particular_missing` for a task that is cancelled without a `note` why,
/// `case_closed`; a part that the plan does not have, or that has no progress (422
/// `unknown_reference`).
#[utoipa::path(post, path = "/v1/plans/{plan_id}/progress", tag = "plan",
    params(("plan_id" = PlanId, Path, description = "The active version.")),
    request_body = NewProgress,
    responses((status = 201, description = "The record.", body = PlanProgress),
        (status = 200, description = "The record that the same command with the same `id` made before.", body = PlanProgress)))]
pub async fn record_plan_progress(
    write: Write,
    path: Path<PlanId>,
    body: Body<NewProgress>,
) -> Result<HttpResponse, ApiError> {
    let (plan_id, new) = (path.into_inner(), body.value);
    write
        .act(body.sent, move |act| {
            let found = on!(act.tx, plans::find(plan_id))?.ok_or(ProblemCode::NotFound)?;
            let case = cases::lock(act, found.case_id)?;
            act.permit(&case.facts(None), None)?;
            let by = act.worker()?;
            let made = new_or_made(
                act,
                "plan_progress",
                new.id.map(RecordId::uuid),
                |tx, id| {
                    let made = on!(tx, plans::find_progress(ProgressId(id)))?;
                    Ok(made.filter(|one| one.plan_id == plan_id))
                },
            )?;
            let id = match made {
                Ok(id) => ProgressId(id),
                Err(one) => return one.made_before(),
            };
            let plan = on!(act.tx, plans::find(plan_id))?.ok_or(ProblemCode::NotFound)?;
            let content = load::content(act.tx, plan_id)?;
            let kind = content
                .progressing(new.details.element_id)
                .map_err(|fault| Problem::faults(ProblemCode::InvalidBody, vec![fault]))?;
            let unit = facts::unit(act.tx, &case.case)?;
            let today = Calendar::of(&unit.details)?.date(act.now);
            let told = (id, &new.details);
            let events = decide_progress(&case.case, &plan, &content, kind, told, today)?;
            let progress = PlanProgress {
                id,
                plan_id,
                case_id: plan.case_id,
                kind,
                details: new.details,
                recorded_by: by,
                created_at: act.now,
            };
            on!(act.tx, plans::insert_progress(&progress))?;
            load::record(act, &plan, &events, None)?;
            due::refresh(act, &case.case)?;
            Answer::created(&progress, format!("/v1/plan-progress/{id}"))
        })
        .await
}

/// Read how a task or goal went
///
/// For whoever sees the case; not for data officers (403).
#[utoipa::path(get, path = "/v1/plan-progress/{progress_id}", tag = "plan",
    params(("progress_id" = ProgressId, Path, description = "The record.")),
    responses((status = 200, description = "The record.", body = PlanProgress)))]
pub async fn get_plan_progress(
    read: Read,
    path: Path<ProgressId>,
) -> Result<HttpResponse, ApiError> {
    let id = path.into_inner();
    one_of(&read, move |tx, _| on!(tx, plans::find_progress(id))).await
}
