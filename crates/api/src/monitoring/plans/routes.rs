//! How a case is monitored: set, changed, ended; and the dates on which it is due.

use actix_web::{HttpResponse, web::Path};
use chrono::NaiveDate;
use domain::{
    access::Action,
    cases::CaseId,
    monitoring::{
        DueDate, EndMonitoringPlan, MonitoringPlan, MonitoringPlanDetails, MonitoringPlanId,
        MonitoringPlanStatus, NewMonitoringPlan, OnTime, decide_edit_monitoring_plan,
        decide_end_monitoring_plan, decide_set_monitoring_plan,
    },
    words::RecordId,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::load;
use crate::{
    act::{Answer, Write},
    cases::{
        load as cases,
        records::{
            CaseRecord, case_record, list_query, new_or_made, one_of, page_of, read_of_case,
        },
    },
    http::{
        body::{Body, Patch, PatchOf, Query},
        paging::Page,
        problem::ApiError,
        routes::Route,
    },
    monitoring::{calendar, due, faultless, of_plan},
    on,
    read::{Read, plain},
    route,
};

/// The routes of this room.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        route!(list_monitoring_plans, Action::ReadCaseRecords),
        route!(set_monitoring_plan, Action::WriteMonitoring),
        route!(get_monitoring_plan, Action::ReadCaseRecords),
        route!(edit_monitoring_plan, Action::WriteMonitoring, if_match),
        route!(end_monitoring_plan, Action::WriteMonitoring, if_match),
        route!(list_monitoring_due_dates, Action::ReadCaseRecords),
    ]
}

list_query! {
    /// Which monitoring plans are asked for.
    ListMonitoringPlans {
        /// Only those that stand so.
        #[param(inline)]
        status: MonitoringPlanStatus,
    }
}

case_record!(MonitoringPlan, newest by created_at, modified by modified_at, version);

/// List the monitoring plans of a case
///
/// The newest first. For whoever sees the case; not for data officers (403).
#[utoipa::path(get, path = "/v1/cases/{case_id}/monitoring-plans", tag = "monitoring",
    params(("case_id" = CaseId, Path, description = "The case."), ListMonitoringPlans),
    responses((status = 200, description = "A page of monitoring plans.", body = Page<MonitoringPlan>)))]
pub async fn list_monitoring_plans(
    read: Read,
    path: Path<CaseId>,
    query: Query<ListMonitoringPlans>,
) -> Result<HttpResponse, ApiError> {
    page_of(
        &read,
        "list_monitoring_plans",
        *path,
        query.0,
        |tx, _, wanted| on!(tx, monitoring_plans::list(wanted)),
    )
    .await
}

/// Set how something of a case is monitored
///
/// What is monitored, by which indicators and method, with which instrument and what that cannot
/// tell, how often and from when on. From that follow the dates on which it is due. For the
/// responsible worker. Refused: `before_case_opened`, `case_on_hold`, `closure_pending`,
/// `case_closed`; an indicator that no version of the plan of the case has (422
/// `unknown_reference`).
#[utoipa::path(post, path = "/v1/cases/{case_id}/monitoring-plans", tag = "monitoring",
    params(("case_id" = CaseId, Path, description = "The case.")),
    request_body = NewMonitoringPlan,
    responses((status = 201, description = "The monitoring plan.", body = MonitoringPlan),
        (status = 200, description = "The monitoring plan that the same command with the same `id` made before, as it is now.", body = MonitoringPlan)))]
pub async fn set_monitoring_plan(
    write: Write,
    path: Path<CaseId>,
    body: Body<NewMonitoringPlan>,
) -> Result<HttpResponse, ApiError> {
    let (case_id, new) = (path.into_inner(), body.value);
    write
        .act(body.sent, move |act| {
            let case = cases::lock(act, case_id)?;
            act.permit(&case.facts(None), None)?;
            let by = act.worker()?;
            let made = new_or_made(act, load::KIND, new.id.map(RecordId::uuid), |tx, id| {
                let made = on!(tx, monitoring_plans::find(MonitoringPlanId(id)))?;
                Ok(made.filter(|plan| plan.case_id == case_id))
            })?;
            let id = match made {
                Ok(id) => MonitoringPlanId(id),
                Err(plan) => return plan.made_before(),
            };
            let known = of_plan::known(act.tx, case_id, &new.details.indicator_ids)?;
            faultless(new.details.faults(|id| known.contains(&id)))?;
            let opened_at = case.case.opened.opened_at;
            let opened_on = calendar(act.tx, &case.case)?.date(opened_at);
            let events = decide_set_monitoring_plan(&case.case, &new, opened_on)?;
            let plan = MonitoringPlan::set(id, &case.case, new, by, act.now);
            on!(act.tx, monitoring_plans::insert(&plan))?;
            due::refresh(act, &case.case)?;
            load::record(act, &plan, &events)?;
            let place = format!("/v1/monitoring-plans/{id}");
            Ok(Answer::created(&plan, place)?.version(plan.version))
        })
        .await
}

/// Read a monitoring plan
///
/// For whoever sees its case; not for data officers (403).
#[utoipa::path(get, path = "/v1/monitoring-plans/{monitoring_plan_id}", tag = "monitoring",
    params(("monitoring_plan_id" = MonitoringPlanId, Path, description = "The monitoring plan.")),
    responses((status = 200, description = "The monitoring plan.", body = MonitoringPlan)))]
pub async fn get_monitoring_plan(
    read: Read,
    path: Path<MonitoringPlanId>,
) -> Result<HttpResponse, ApiError> {
    let id = path.into_inner();
    one_of(&read, move |tx, _| on!(tx, monitoring_plans::find(id))).await
}

/// Change how something is monitored
///
/// A changed interval holds for what is due after today and is counted from the last due date. What
/// it said before is kept, encrypted. For the responsible worker. Refused:
/// `monitoring_plan_ended`, `case_on_hold`, `closure_pending`, `case_closed`; an indicator that no
/// version of the plan of the case has (422 `unknown_reference`).
#[utoipa::path(patch, path = "/v1/monitoring-plans/{monitoring_plan_id}", tag = "monitoring",
    params(("monitoring_plan_id" = MonitoringPlanId, Path, description = "The monitoring plan.")),
    request_body(content = PatchOf<MonitoringPlanDetails>, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "The monitoring plan as it is now.", body = MonitoringPlan)))]
pub async fn edit_monitoring_plan(
    write: Write,
    path: Path<MonitoringPlanId>,
    patch: Patch<MonitoringPlanDetails>,
) -> Result<HttpResponse, ApiError> {
    let id = path.into_inner();
    write
        .act(patch.sent.clone(), move |act| {
            let (case, mut plan) = load::lock(act, id)?;
            let details = patch.merge(act.app(), &plan.details)?;
            let known = of_plan::known(act.tx, plan.case_id, &details.indicator_ids)?;
            faultless(details.faults(|id| known.contains(&id)))?;
            let events = decide_edit_monitoring_plan(&case.case, &plan, &details)?;
            if !events.is_empty() {
                act.keep_version(load::KIND, id.0, plan.version, &plan.details)?;
                let today = calendar(act.tx, &case.case)?.date(act.now);
                plan.edit(details, today);
                load::save(act, &case.case, &mut plan, &events)?;
            }
            Ok(Answer::ok(&plan)?.version(plan.version))
        })
        .await
}

/// End the monitoring of something
///
/// With its reason. Nothing of it is due after today. For the responsible worker. Refused:
/// `monitoring_plan_ended`, `case_on_hold`, `closure_pending`, `case_closed`.
#[utoipa::path(post, path = "/v1/monitoring-plans/{monitoring_plan_id}/ending", tag = "monitoring",
    params(("monitoring_plan_id" = MonitoringPlanId, Path, description = "The monitoring plan.")),
    request_body = EndMonitoringPlan,
    responses((status = 200, description = "The monitoring plan, ended.", body = MonitoringPlan)))]
pub async fn end_monitoring_plan(
    write: Write,
    path: Path<MonitoringPlanId>,
    body: Body<EndMonitoringPlan>,
) -> Result<HttpResponse, ApiError> {
    let id = path.into_inner();
    let EndMonitoringPlan { reason } = body.value;
    write
        .act(body.sent, move |act| {
            let (case, mut plan) = load::lock(act, id)?;
            let today = calendar(act.tx, &case.case)?.date(act.now);
            let events = decide_end_monitoring_plan(&case.case, &plan, today)?;
            plan.status = MonitoringPlanStatus::Ended;
            plan.ended_on = Some(today);
            plan.end_reason = Some(reason);
            load::save(act, &case.case, &mut plan, &events)?;
            Ok(Answer::ok(&plan)?.version(plan.version))
        })
        .await
}

/// Of which time the due dates are asked for.
#[derive(Deserialize, Serialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct DueQuery {
    /// The first day; that of the start unless told.
    from_on: Option<NaiveDate>,
    /// The last day; unless told, the next two due dates are the last.
    to_on: Option<NaiveDate>,
}

/// The dates on which something is to be monitored, and how they stand.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct MonitoringDue {
    /// The due dates of the time asked for, in order.
    #[schema(max_items = 5000)]
    pub items: Vec<DueDate>,
    /// How many of them were met on time.
    pub on_time: OnTime,
    /// The first due date of all that is not met.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_due_on: Option<NaiveDate>,
}

/// List the due dates of a monitoring plan
///
/// Each due date comes one interval after the one before, counted from the start, and moves to the
/// next working day of the unit. A day on which one of the indicators was observed meets the oldest
/// due date that is still open, and no other; it is on time up to `grace_days` after. The rate is
/// of what was due in the time asked for. For whoever sees the case; not for data officers (403).
/// It depends on the time, so it has no ETag.
#[utoipa::path(get, path = "/v1/monitoring-plans/{monitoring_plan_id}/due-dates", tag = "monitoring",
    params(("monitoring_plan_id" = MonitoringPlanId, Path, description = "The monitoring plan."), DueQuery),
    responses((status = 200, description = "The due dates and how they stand.", body = MonitoringDue)))]
pub async fn list_monitoring_due_dates(
    read: Read,
    path: Path<MonitoringPlanId>,
    query: Query<DueQuery>,
) -> Result<HttpResponse, ApiError> {
    let (id, now) = (path.into_inner(), read.app.now());
    let DueQuery { from_on, to_on } = query.0;
    let due = read_of_case(&read, move |tx, actor| {
        let Some(plan) = on!(tx, monitoring_plans::find(id))? else {
            return Ok(None);
        };
        let Some(case) = cases::find(tx, plan.case_id, actor.worker())? else {
            return Ok(None);
        };
        let all = due::standing(tx, &case.case, &plan, now)?;
        let asked = |date: &&DueDate| {
            from_on.is_none_or(|from_on| date.due_on >= from_on)
                && to_on.is_none_or(|to_on| date.due_on <= to_on)
        };
        let items: Vec<DueDate> = all.iter().filter(asked).copied().collect();
        let due = MonitoringDue {
            on_time: OnTime::of(&items),
            items,
            next_due_on: DueDate::next(&all),
        };
        Ok(Some((due, plan.case_id)))
    })
    .await?;
    plain(&due)
}
