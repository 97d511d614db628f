//! Those named on a case: listed, named, taken off.

use actix_web::{HttpResponse, web::Path};
use domain::{
    access::Action,
    cases::{CaseId, CaseMember, NameMember, decide_name_member, decide_remove_member},
    parties::WorkerId,
    words::RecordId,
};
use serde_json::Value;

use crate::{
    act::{Answer, Stop, Write},
    cases::{load, records::read_of_case},
    http::{
        body::{Body, Query},
        paging::{Page, PageQuery, Place},
        problem::{ApiError, ProblemCode},
        routes::Route,
    },
    on,
    read::{Read, plain},
    route,
};

/// The routes of this room.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        route!(list_case_members, Action::ReadCaseRecords),
        route!(get_case_member, Action::ReadCaseRecords),
        route!(name_case_member, Action::AssignCase, if_match),
        route!(remove_case_member, Action::AssignCase, if_match),
    ]
}

/// List those named on a case
///
/// The responsible worker, the team, and those on the list of a restricted case, by the ids of
/// the workers. For whoever sees the case; not for data officers (403).
#[utoipa::path(get, path = "/v1/cases/{case_id}/members", tag = "cases",
    params(("case_id" = CaseId, Path, description = "The case."), PageQuery),
    responses((status = 200, description = "A page of members.", body = Page<CaseMember>)))]
pub async fn list_case_members(
    read: Read,
    path: Path<CaseId>,
    query: Query<PageQuery>,
) -> Result<HttpResponse, ApiError> {
    let (case_id, Query(query)) = (path.into_inner(), query);
    let slice = query.slice(&read.app, "list_case_members", &case_id)?;
    let (after, large) = (slice.after.map(|place| place.id), slice.needs_large());
    let items = read_of_case(&read, move |tx, _| {
        let items = on!(tx, case_members::page(case_id, after, large))?;
        Ok(Some((items, case_id)))
    })
    .await?;
    let page = slice.page(&read.app, items, |one| Place {
        at: one.since,
        id: one.worker_id.uuid(),
    })?;
    read.page(&page)
}

/// Read how a worker is named on a case
///
/// For whoever sees the case; not for data officers (403). 404 for a worker who is not named.
#[utoipa::path(get, path = "/v1/cases/{case_id}/members/{worker_id}", tag = "cases",
    params(("case_id" = CaseId, Path, description = "The case."),
        ("worker_id" = WorkerId, Path, description = "The worker.")),
    responses((status = 200, description = "How.", body = CaseMember)))]
pub async fn get_case_member(
    read: Read,
    path: Path<(CaseId, WorkerId)>,
) -> Result<HttpResponse, ApiError> {
    let (case_id, worker) = path.into_inner();
    let member = read_of_case(&read, move |tx, _| {
        let member = on!(tx, case_members::find(case_id, worker))?;
        Ok(Some((member, case_id)))
    })
    .await?;
    plain(&member.ok_or(ProblemCode::NotFound)?)
}

/// Name a worker on a case
///
/// On its team, with the discipline and what they do there, or on the list of those who may read
/// it while it is restricted; in place of how the worker was named before. By a supervisor or director in reach who sees the case. The
/// version of the case stays. Refused: `responsible_stays`; a worker who does not exist or is not
/// active (404).
#[utoipa::path(put, path = "/v1/cases/{case_id}/members/{worker_id}", tag = "cases",
    params(("case_id" = CaseId, Path, description = "The case; `If-Match` has its ETag."),
        ("worker_id" = WorkerId, Path, description = "The worker.")),
    request_body = NameMember,
    responses((status = 200, description = "The worker was named before; how it is now.", body = CaseMember),
        (status = 201, description = "The worker is named.", body = CaseMember)))]
pub async fn name_case_member(
    write: Write,
    path: Path<(CaseId, WorkerId)>,
    body: Body<NameMember>,
) -> Result<HttpResponse, ApiError> {
    let ((case_id, worker), command) = (path.into_inner(), body.value);
    write
        .act(body.sent, move |act| {
            let case = load::lock(act, case_id)?;
            act.permit(&case.facts(None), Some(case.case.version))?;
            if !on!(act.tx, case_members::is_active(worker))? {
                return Err(ProblemCode::NotFound.into());
            }
            let before = on!(act.tx, case_members::find(case_id, worker))?;
            let events = decide_name_member(worker, before.as_ref(), &command)?;
            let named = before.is_some();
            let member = match before {
                Some(member) if events.is_empty() => member,
                Some(_) | None => CaseMember {
                    case_id,
                    worker_id: worker,
                    membership: command.membership.into(),
                    discipline: command.discipline,
                    function_note: command.function_note,
                    since: act.now,
                },
            };
            for event in &events {
                on!(act.tx, case_members::name(&case.case, &member))?;
                act.record(load::of(&case.case), case.case.version, event)?;
            }
            if named {
                Answer::ok(&member)
            } else {
                Answer::created(&member, format!("/v1/cases/{case_id}/members/{worker}"))
            }
        })
        .await
}

/// Take a worker's name off a case
///
/// By a supervisor or director in reach who sees the case. The version of the case stays.
/// Refused: `responsible_stays`; `own_name_stays` while the case is restricted; a worker who is
/// not named (404).
#[utoipa::path(delete, path = "/v1/cases/{case_id}/members/{worker_id}", tag = "cases",
    params(("case_id" = CaseId, Path, description = "The case; `If-Match` has its ETag."),
        ("worker_id" = WorkerId, Path, description = "The worker.")),
    responses((status = 204, description = "The worker is no longer named.")))]
pub async fn remove_case_member(
    write: Write,
    path: Path<(CaseId, WorkerId)>,
) -> Result<HttpResponse, ApiError> {
    let (case_id, worker) = path.into_inner();
    write
        .act(Value::Null, move |act| {
            let case = load::lock(act, case_id)?;
            act.permit(&case.facts(None), Some(case.case.version))?;
            let by = act.worker()?;
            let member = on!(act.tx, case_members::find(case_id, worker))?;
            let member = member.ok_or(Stop::from(ProblemCode::NotFound))?;
            let events = decide_remove_member(&case.case, worker, member.membership, by)?;
            on!(act.tx, case_members::remove(case_id, worker))?;
            for event in &events {
                act.record(load::of(&case.case), case.case.version, event)?;
            }
            Ok(Answer::nothing())
        })
        .await
}
