//! Evaluations of the plan of a case.

use actix_web::{HttpResponse, web::Path};
use domain::{
    access::Action,
    cases::CaseId,
    monitoring::{Evaluation, EvaluationConclusion, EvaluationId, NewEvaluation, decide_evaluate},
    warnings::{Fault, FaultCode},
    words::RecordId,
};

use crate::{
    act::{Answer, Write},
    cases::{
        load,
        records::{CaseRecord, case_record, list_query, new_or_made, one_of, page_of},
    },
    http::{
        body::{Body, Query},
        paging::Page,
        problem::{ApiError, Problem, ProblemCode},
        routes::Route,
    },
    monitoring::{calendar, faultless},
    on, plans,
    read::Read,
    route,
};

/// The routes of this room.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        route!(list_evaluations, Action::ReadCaseRecords),
        route!(record_evaluation, Action::WriteMonitoring),
        route!(get_evaluation, Action::ReadCaseRecords),
    ]
}

list_query! {
    /// Which evaluations are asked for.
    ListEvaluations {
        /// Only those that conclude so.
        #[param(inline)]
        conclusion: EvaluationConclusion,
    }
}

case_record!(Evaluation, newest by created_at, modified by created_at);

/// List the evaluations of a case
///
/// The newest first. Of an episode of the case the latest counts. For whoever sees the case; not
/// for data officers (403).
#[utoipa::path(get, path = "/v1/cases/{case_id}/evaluations", tag = "monitoring",
    params(("case_id" = CaseId, Path, description = "The case."), ListEvaluations),
    responses((status = 200, description = "A page of evaluations.", body = Page<Evaluation>)))]
pub async fn list_evaluations(
    read: Read,
    path: Path<CaseId>,
    query: Query<ListEvaluations>,
) -> Result<HttpResponse, ApiError> {
    page_of(
        &read,
        "list_evaluations",
        *path,
        query.0,
        |tx, _, wanted| on!(tx, evaluations::list(wanted)),
    )
    .await
}

/// Evaluate the plan of a case
///
/// What became of each goal and objective of the active plan, process and outcome rated apart, what
/// stood in the way, what was learned, and what follows. It is never changed; a later one counts.
/// `prepare_termination` opens the way to a planned end; that all goals are achieved, or that the
/// client graduates, is the evidence that such an end asks for. For the responsible worker.
/// Refused: `plan_not_active`, `case_closed`; goals and objectives that are left out, unknown or
/// told twice (422 `too_few_items`, `unknown_reference`, `repeated_item`), a dropped one without a
/// reason, no outcome without saying why (422 `required`).
#[utoipa::path(post, path = "/v1/cases/{case_id}/evaluations", tag = "monitoring",
    params(("case_id" = CaseId, Path, description = "The case.")), request_body = NewEvaluation,
    responses((status = 201, description = "The evaluation.", body = Evaluation),
        (status = 200, description = "The evaluation that the same command with the same `id` made before.", body = Evaluation)))]
pub async fn record_evaluation(
    write: Write,
    path: Path<CaseId>,
    body: Body<NewEvaluation>,
) -> Result<HttpResponse, ApiError> {
    let case_id = path.into_inner();
    let NewEvaluation { id, details } = body.value;
    write
        .act(body.sent, move |act| {
            let case = load::lock(act, case_id)?;
            act.permit(&case.facts(None), None)?;
            let recorded_by = act.worker()?;
            let made = new_or_made(act, "evaluation", id.map(RecordId::uuid), |tx, id| {
                let made = on!(tx, evaluations::find(EvaluationId(id)))?;
                Ok(made.filter(|evaluation| evaluation.case_id == case_id))
            })?;
            let id = match made {
                Ok(id) => EvaluationId(id),
                Err(evaluation) => return evaluation.made_before(),
            };
            let plan = on!(act.tx, plans::find(details.plan_id))?;
            let plan = plan.filter(|plan| plan.case_id == case_id).ok_or_else(|| {
                let fault = Fault::new("/plan_id", FaultCode::UnknownReference);
                Problem::faults(ProblemCode::InvalidBody, vec![fault])
            })?;
            let content = plans::load::content(act.tx, plan.id)?;
            let today = calendar(act.tx, &case.case)?.date(act.now);
            faultless(details.faults(&content, today))?;
            let events = decide_evaluate(&case.case, &plan, &details)?;
            let evaluation = Evaluation {
                id,
                case_id,
                episode: case.case.episode,
                goals_achieved: details.goals_achieved(&content),
                details,
                recorded_by,
                created_at: act.now,
            };
            on!(act.tx, evaluations::insert(&evaluation))?;
            for event in &events {
                act.record(load::of_part(case_id, "evaluation", id), 1, event)?;
            }
            Answer::created(&evaluation, format!("/v1/evaluations/{id}"))
        })
        .await
}

/// Read an evaluation
///
/// For whoever sees its case; not for data officers (403).
#[utoipa::path(get, path = "/v1/evaluations/{evaluation_id}", tag = "monitoring",
    params(("evaluation_id" = EvaluationId, Path, description = "The evaluation.")),
    responses((status = 200, description = "The evaluation.", body = Evaluation)))]
pub async fn get_evaluation(
    read: Read,
    path: Path<EvaluationId>,
) -> Result<HttpResponse, ApiError> {
    let id = path.into_inner();
    one_of(&read, move |tx, _| on!(tx, evaluations::find(id))).await
}
