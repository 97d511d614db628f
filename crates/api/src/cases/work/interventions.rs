//! Interventions: planned, edited, started, completed or stopped.

use actix_web::{HttpResponse, web::Path};
use diesel::QueryResult;
use domain::{
    access::Action,
    cases::CaseId,
    intervention::{
        CompleteIntervention, Intervention, InterventionDetails, InterventionId,
        InterventionStatus, NewIntervention, StartIntervention, StopIntervention, WorkEvent,
        decide_complete_intervention, decide_edit_intervention, decide_plan_intervention,
        decide_start_intervention, decide_stop_intervention,
    },
    words::Word,
};

use super::{Filters, Named, PlanItem, WorkRecord, insert, known_items, lock, of_case, save};
use crate::{
    act::{Act, Answer, Stop, Write},
    cases::{
        load,
        records::{CaseRecord, case_record, list_query, new_or_made, one_of, page_of},
    },
    http::{
        body::{Body, Patch, PatchOf, Query},
        paging::Page,
        problem::ApiError,
        routes::Route,
    },
    on,
    parties::persons::load::today,
    read::Read,
    route,
};

/// The routes of this file.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        route!(list_interventions, Action::ReadCaseRecords),
        route!(plan_intervention, Action::KeepInterventions),
        route!(get_intervention, Action::ReadCaseRecords),
        route!(edit_intervention, Action::KeepInterventions, if_match),
        route!(start_intervention, Action::KeepInterventions, if_match),
        route!(complete_intervention, Action::KeepInterventions, if_match),
        route!(stop_intervention, Action::KeepInterventions, if_match),
    ]
}

case_record!(Intervention, newest by created_at, modified by modified_at, version);

list_query! {
    /// Which interventions are asked for.
    ListInterventions {
        /// Only interventions that stand so.
        #[param(inline)]
        status: InterventionStatus,
    }
}

impl Filters for ListInterventions {
    fn state(&self) -> Option<&'static str> {
        self.status.map(Word::code)
    }
}

/// List the interventions of a case
///
/// The newest first. For whoever sees the case; not for data officers (403).
#[utoipa::path(get, path = "/v1/cases/{case_id}/interventions", tag = "work",
    params(("case_id" = CaseId, Path, description = "The case."), ListInterventions),
    responses((status = 200, description = "A page of interventions.", body = Page<Intervention>)))]
pub async fn list_interventions(
    read: Read,
    path: Path<CaseId>,
    query: Query<ListInterventions>,
) -> Result<HttpResponse, ApiError> {
    page_of(
        &read,
        "list_interventions",
        *path,
        query.0,
        |tx, _, wanted| -> QueryResult<Vec<Intervention>> { on!(tx, work_records::list(wanted)) },
    )
    .await
}

/// Plan an intervention
///
/// What is to be done with the client, by which technique and in which roles; which strategy of the
/// active plan it carries out, for which of its goals. For the responsible worker, in the stages of
/// intervention and monitoring. Refused: `not_in_intervention`, `case_on_hold`, `closure_pending`,
/// `case_closed`; a strategy or goal that the active plan does not have (422 `unknown_reference`).
#[utoipa::path(post, path = "/v1/cases/{case_id}/interventions", tag = "work",
    params(("case_id" = CaseId, Path, description = "The case.")), request_body = NewIntervention,
    responses((status = 201, description = "The intervention.", body = Intervention),
        (status = 200, description = "The intervention that the same command with the same `id` made before, as it is now.", body = Intervention)))]
pub async fn plan_intervention(
    write: Write,
    path: Path<CaseId>,
    body: Body<NewIntervention>,
) -> Result<HttpResponse, ApiError> {
    let case_id = path.into_inner();
    let NewIntervention { id, details } = body.value;
    write
        .act(body.sent, move |act| {
            let case = load::lock(act, case_id)?;
            act.permit(&case.facts(None), None)?;
            let (by, case) = (act.worker()?, case.case);
            let made = new_or_made(act, Intervention::KIND, id.map(|id| id.0), |tx, id| {
                Ok(of_case(on!(tx, work_records::find(id))?, case_id))
            })?;
            let id = match made {
                Ok(id) => InterventionId(id),
                Err(made) => return Intervention::made_before(&made),
            };
            known_items(act, case_id, named(&details))?;
            let events = decide_plan_intervention(&case, id, &details)?;
            let intervention = Intervention::planned(id, &case, details, by, act.now);
            insert(act, &intervention, &events)?;
            let address = format!("/v1/interventions/{id}");
            Ok(Answer::created(&intervention, address)?.version(intervention.version))
        })
        .await
}

/// Read an intervention
///
/// For whoever sees its case; not for data officers (403). Its sessions are a list of the case.
#[utoipa::path(get, path = "/v1/interventions/{intervention_id}", tag = "work",
    params(("intervention_id" = InterventionId, Path, description = "The intervention.")),
    responses((status = 200, description = "The intervention.", body = Intervention)))]
pub async fn get_intervention(
    read: Read,
    path: Path<InterventionId>,
) -> Result<HttpResponse, ApiError> {
    let id = path.into_inner();
    one_of(&read, move |tx, _| -> QueryResult<Option<Intervention>> {
        on!(tx, work_records::find(id.0))
    })
    .await
}

/// Edit an intervention
///
/// Until it has ended. What was told before is kept, encrypted. For the responsible worker. Refused:
/// `intervention_ended`, and as for planning one; a new strategy or goal that the active plan does
/// not have (422 `unknown_reference`).
#[utoipa::path(patch, path = "/v1/interventions/{intervention_id}", tag = "work",
    params(("intervention_id" = InterventionId, Path, description = "The intervention.")),
    request_body(content = PatchOf<InterventionDetails>, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "The intervention as it is now.", body = Intervention)))]
pub async fn edit_intervention(
    write: Write,
    path: Path<InterventionId>,
    patch: Patch<InterventionDetails>,
) -> Result<HttpResponse, ApiError> {
    let id = path.into_inner();
    write
        .act(patch.sent.clone(), move |act| {
            let (case, mut intervention) = lock::<Intervention>(act, id.0)?;
            let details = patch.merge(act.app(), &intervention.details)?;
            // What it named before it may keep: the plan may have a next version by now.
            let before = named(&intervention.details);
            let mut new = named(&details);
            new.retain(|(_, item)| before.iter().all(|(_, known)| known != item));
            known_items(act, case.case.id, new)?;
            let events = decide_edit_intervention(&case.case, &intervention, &details)?;
            if !events.is_empty() {
                let before = intervention.version;
                act.keep_version(Intervention::KIND, id.0, before, &intervention.details)?;
                intervention.details = details;
                change(act, &mut intervention, &events)?;
            }
            Ok(Answer::ok(&intervention)?.version(intervention.version))
        })
        .await
}

/// Start an intervention
///
/// From then on the requirement `intervention_started` of the gate to monitoring is met. For the
/// responsible worker. Refused: `intervention_not_planned`, `in_future`, and as for planning one.
#[utoipa::path(post, path = "/v1/interventions/{intervention_id}/start", tag = "work",
    params(("intervention_id" = InterventionId, Path, description = "The intervention.")),
    request_body = StartIntervention,
    responses((status = 200, description = "The intervention, in progress.", body = Intervention)))]
pub async fn start_intervention(
    write: Write,
    path: Path<InterventionId>,
    body: Body<StartIntervention>,
) -> Result<HttpResponse, ApiError> {
    let (id, command) = (path.into_inner(), body.value);
    write
        .act(body.sent, move |act| {
            let (case, mut intervention) = lock::<Intervention>(act, id.0)?;
            let today = today(act.tx, case.case.opened.unit_id, act.now)?;
            let events = decide_start_intervention(&case.case, &intervention, &command, today)?;
            intervention.start(&command);
            change(act, &mut intervention, &events)?;
            Ok(Answer::ok(&intervention)?.version(intervention.version))
        })
        .await
}

/// Complete an intervention
///
/// With what it achieved; on hold and in termination too. For the responsible worker. Refused:
/// `intervention_not_in_progress`, `in_future`, `before_start`, `case_closed`.
#[utoipa::path(post, path = "/v1/interventions/{intervention_id}/completion", tag = "work",
    params(("intervention_id" = InterventionId, Path, description = "The intervention.")),
    request_body = CompleteIntervention,
    responses((status = 200, description = "The intervention, completed.", body = Intervention)))]
pub async fn complete_intervention(
    write: Write,
    path: Path<InterventionId>,
    body: Body<CompleteIntervention>,
) -> Result<HttpResponse, ApiError> {
    let (id, command) = (path.into_inner(), body.value);
    write
        .act(body.sent, move |act| {
            let (case, mut intervention) = lock::<Intervention>(act, id.0)?;
            let today = today(act.tx, case.case.opened.unit_id, act.now)?;
            let events = decide_complete_intervention(&case.case, &intervention, &command, today)?;
            intervention.complete(command);
            change(act, &mut intervention, &events)?;
            Ok(Answer::ok(&intervention)?.version(intervention.version))
        })
        .await
}

/// Stop an intervention
///
/// Before it is complete, or before it has begun, with the reason; on hold and in termination too.
/// For the responsible worker. Refused: `intervention_ended`, `in_future`, `before_start`,
/// `case_closed`. One that nobody ends keeps no case from closing.
#[utoipa::path(post, path = "/v1/interventions/{intervention_id}/stop", tag = "work",
    params(("intervention_id" = InterventionId, Path, description = "The intervention.")),
    request_body = StopIntervention,
    responses((status = 200, description = "The intervention, stopped.", body = Intervention)))]
pub async fn stop_intervention(
    write: Write,
    path: Path<InterventionId>,
    body: Body<StopIntervention>,
) -> Result<HttpResponse, ApiError> {
    let (id, command) = (path.into_inner(), body.value);
    write
        .act(body.sent, move |act| {
            let (case, mut intervention) = lock::<Intervention>(act, id.0)?;
            let today = today(act.tx, case.case.opened.unit_id, act.now)?;
            let events = decide_stop_intervention(&case.case, &intervention, &command, today)?;
            intervention.stop(command);
            change(act, &mut intervention, &events)?;
            Ok(Answer::ok(&intervention)?.version(intervention.version))
        })
        .await
}

/// Saves what the act did to the intervention, as its next version.
fn change(
    act: &mut Act<'_, '_>,
    intervention: &mut Intervention,
    events: &[WorkEvent],
) -> Result<(), Stop> {
    let before = intervention.version;
    intervention.version += 1;
    intervention.modified_at = act.now;
    save(act, intervention, before, events)
}

/// What of the plan it names.
fn named(details: &InterventionDetails) -> Named {
    let strategy = details.strategy_id.map(PlanItem::Strategy);
    let strategy = strategy.map(|item| ("/strategy_id".to_owned(), item));
    let goals = details.goal_ids.iter().enumerate();
    let goals = goals.map(|(n, id)| (format!("/goal_ids/{n}"), PlanItem::Goal(*id)));
    strategy.into_iter().chain(goals).collect()
}
