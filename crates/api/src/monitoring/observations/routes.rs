//! Observations of the indicators of a case.

use actix_web::{HttpResponse, web::Path};
use domain::{
    access::Action,
    cases::{AttachmentId, AttachmentStatus, CaseId},
    intervention::plan::IndicatorId,
    monitoring::{
        NewObservation, Observation, ObservationDetails, ObservationId, ObservationPhase,
        decide_observe,
    },
    warnings::{Fault, FaultCode},
};

use crate::{
    act::{Act, Answer, Stop, Write},
    cases::{
        load,
        records::{CaseRecord, case_record, list_query, new_or_made, one_of, page_of},
    },
    db::types::Instant,
    http::{
        body::{Body, Query},
        paging::Page,
        problem::{ApiError, Problem, ProblemCode},
        routes::Route,
    },
    monitoring::{due, faultless, of_plan},
    on,
    read::Read,
    route,
};

/// The routes of this room.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        route!(list_observations, Action::ReadCaseRecords),
        route!(record_observation, Action::RecordObservation),
        route!(get_observation, Action::ReadCaseRecords),
    ]
}

list_query! {
    /// Which observations are asked for.
    ListObservations {
        /// Only those of this indicator, in all versions of the plan.
        #[param(value_type = Option<IndicatorId>)]
        indicator_id: IndicatorId,
        /// Only those of this phase.
        #[param(inline)]
        phase: ObservationPhase,
        /// Only those that count (`true`), or whose place another has taken (`false`).
        counts: bool,
    }
}

case_record!(Observation, newest by details.observed_at, modified by modified_at);

/// List the observations of a case
///
/// The latest first, by the time of the observation. One whose place another has taken says so in
/// `superseded_by` and does not count. For whoever sees the case; not for data officers (403).
#[utoipa::path(get, path = "/v1/cases/{case_id}/observations", tag = "monitoring",
    params(("case_id" = CaseId, Path, description = "The case."), ListObservations),
    responses((status = 200, description = "A page of observations.", body = Page<Observation>)))]
pub async fn list_observations(
    read: Read,
    path: Path<CaseId>,
    query: Query<ListObservations>,
) -> Result<HttpResponse, ApiError> {
    page_of(
        &read,
        "list_observations",
        *path,
        query.0,
        |tx, _, wanted| on!(tx, observations::list(wanted)),
    )
    .await
}

/// Record an observation
///
/// Of an indicator of the plan of the case: its value, when, in which phase, from whom. A baseline
/// may begin while the plan is still a draft, and observations go on while the case is on hold. It
/// is never changed afterwards; what was recorded wrongly is put right by another that `supersedes`
/// it, with the reason, and does not count any more. For the responsible worker and the team.
/// Refused: `case_closed`, `in_future`, `already_superseded`; a value out of the range of the
/// indicator (422 `too_small`, `too_large`, `not_valid`); an indicator that no version of the plan
/// has, an observation of another indicator, or an attachment that is not a stored one of the case
/// (422 `unknown_reference`).
#[utoipa::path(post, path = "/v1/cases/{case_id}/observations", tag = "monitoring",
    params(("case_id" = CaseId, Path, description = "The case.")), request_body = NewObservation,
    responses((status = 201, description = "The observation.", body = Observation),
        (status = 200, description = "The observation that the same command with the same `id` made before, as it is now.", body = Observation)))]
pub async fn record_observation(
    write: Write,
    path: Path<CaseId>,
    body: Body<NewObservation>,
) -> Result<HttpResponse, ApiError> {
    let case_id = path.into_inner();
    let NewObservation {
        id,
        details,
        supersedes,
    } = body.value;
    let details = ObservationDetails {
        // Whole microseconds are what both databases keep.
        observed_at: Instant::from(details.observed_at).0,
        ..details
    };
    write
        .act(body.sent, move |act| {
            let case = load::lock(act, case_id)?;
            act.permit(&case.facts(None), None)?;
            let recorded_by = act.worker()?;
            let made = new_or_made(act, "observation", id.map(|id| id.0), |tx, id| {
                on!(tx, observations::of_case(case_id, ObservationId(id)))
            })?;
            let id = match made {
                Ok(id) => ObservationId(id),
                Err(observation) => return observation.made_before(),
            };
            let unknown = |pointer| {
                let fault = Fault::new(pointer, FaultCode::UnknownReference);
                Problem::faults(ProblemCode::InvalidBody, vec![fault])
            };
            let indicator = of_plan::indicator(act.tx, case_id, details.indicator_id)?;
            let indicator = indicator.ok_or_else(|| unknown("/indicator_id"))?;
            faultless(details.faults(&indicator.details))?;
            faultless(unknown_papers(act, case_id, &details.attachment_ids)?)?;
            let former = match &supersedes {
                None => None,
                Some(one) => {
                    let found = on!(act.tx, observations::of_case(case_id, one.observation_id))?;
                    let same = found.filter(|it| it.details.indicator_id == details.indicator_id);
                    Some(same.ok_or_else(|| unknown("/supersedes/observation_id"))?)
                }
            };
            let events = decide_observe(&case.case, id, &details, former.as_ref(), act.now)?;
            let observation = Observation {
                id,
                case_id,
                details,
                supersedes,
                superseded_by: None,
                recorded_by,
                created_at: act.now,
                modified_at: act.now,
            };
            on!(act.tx, observations::insert(&observation))?;
            if let Some(former) = former
                && !on!(act.tx, observations::supersede(former.id, &observation))?
            {
                return Err(
                    ApiError::internal("an observation of a locked case has changed").into(),
                );
            }
            due::refresh(act, &case.case)?;
            for event in &events {
                act.record(load::of_part(case_id, "observation", id), 1, event)?;
            }
            Answer::created(&observation, format!("/v1/observations/{id}"))
        })
        .await
}

/// A fault for each paper that is no stored attachment of the case.
fn unknown_papers(
    act: &mut Act<'_, '_>,
    case_id: CaseId,
    papers: &[AttachmentId],
) -> Result<Vec<Fault>, Stop> {
    let mut faults = Vec::new();
    for (at, id) in papers.iter().enumerate() {
        let found = on!(act.tx, attachments::find(*id))?;
        if !found.is_some_and(|it| it.case_id == case_id && it.status == AttachmentStatus::Stored) {
            let pointer = format!("/attachment_ids/{at}");
            faults.push(Fault::new(pointer, FaultCode::UnknownReference));
        }
    }
    Ok(faults)
}

/// Read an observation
///
/// For whoever sees its case; not for data officers (403).
#[utoipa::path(get, path = "/v1/observations/{observation_id}", tag = "monitoring",
    params(("observation_id" = ObservationId, Path, description = "The observation.")),
    responses((status = 200, description = "The observation.", body = Observation)))]
pub async fn get_observation(
    read: Read,
    path: Path<ObservationId>,
) -> Result<HttpResponse, ApiError> {
    let id = path.into_inner();
    one_of(&read, move |tx, _| on!(tx, observations::find(id))).await
}
