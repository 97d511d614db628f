//! The end of a case: its particulars, and the closure of the file, requested by one and decided
//! by another.

use actix_web::{HttpResponse, web::Path};
use domain::{
    access::Action,
    cases::{Case, CaseEvent, CaseId, Gate},
    termination::{
        ApproveClosure, ClosureRequest, ClosureRequestId, RejectClosure, RequestClosure, SIGNATURE,
        Termination, TerminationDetails, WithdrawClosure, decide_approve_closure,
        decide_edit_termination, decide_reject_closure, decide_request_closure,
        decide_withdraw_closure,
    },
    texts::Lines,
    words::RecordId,
};

use crate::{
    act::{Act, Answer, Stop, Write},
    cases::{
        facts,
        load::{self, Loaded},
        records::{known_person, new_or_made, read_of_case},
    },
    http::{
        body::{Body, Patch, PatchOf, Query},
        paging::{Page, PageQuery, Place},
        problem::{ApiError, Problem, ProblemCode},
        routes::Route,
    },
    on,
    parties::units::calendar::Calendar,
    plans,
    read::Read,
    route,
};

/// The routes of this room.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        route!(get_termination, Action::ReadCaseRecords),
        route!(amend_termination, Action::EditTermination, if_match),
        route!(request_closure, Action::RequestClosure, if_match),
        route!(list_closure_requests, Action::ReadCaseRecords),
        route!(get_closure_request, Action::ReadCaseRecords),
        route!(approve_closure, Action::DecideClosure, if_match),
        route!(reject_closure, Action::DecideClosure, if_match),
        route!(withdraw_closure, Action::WithdrawClosure, if_match),
    ]
}

/// Read the termination of a case
///
/// The one under way, or the one the case was closed with: why it ends, and the particulars that
/// this asks for. For whoever sees the case; not for data officers (403). 404 while the case is in
/// another stage.
#[utoipa::path(get, path = "/v1/cases/{case_id}/termination", tag = "termination",
    params(("case_id" = CaseId, Path, description = "The case.")),
    responses((status = 200, description = "The termination.", body = Termination)))]
pub async fn get_termination(read: Read, path: Path<CaseId>) -> Result<HttpResponse, ApiError> {
    let case_id = path.into_inner();
    let termination = read_of_case(&read, move |tx, _| {
        let Some((case, ..)) = on!(tx, cases::find(case_id, None))? else {
            return Ok(None);
        };
        let termination = on!(tx, terminations::current(case_id, case.episode))?;
        Ok(Some((termination, case_id)))
    })
    .await?;
    let termination = termination.ok_or(ProblemCode::NotFound)?;
    read.answer(&termination, termination.version)
}

/// Fill in the particulars of the end
///
/// By the responsible worker; what they were before is kept, encrypted. What the reason asks for is
/// in the member of its name, and may be filled in step by step: `GET …/checklist?to=closed` tells
/// what is missing. Refused: particulars of another reason (`not_for_this_reason`), dates in the
/// future (`in_future`), a signature without its witness or signatory (`witness_missing`,
/// `signatory_unnamed`), `closure_pending`, `case_closed`; a `person_id` that you cannot see (422
/// `unknown_reference`). 404 while the case is in another stage.
#[utoipa::path(patch, path = "/v1/cases/{case_id}/termination", tag = "termination",
    params(("case_id" = CaseId, Path, description = "The case.")),
    request_body(content = PatchOf<TerminationDetails>, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "The termination.", body = Termination)))]
pub async fn amend_termination(
    write: Write,
    path: Path<CaseId>,
    patch: Patch<TerminationDetails>,
) -> Result<HttpResponse, ApiError> {
    let case_id = path.into_inner();
    write
        .act(patch.sent.clone(), move |act| {
            let case = load::lock(act, case_id)?;
            let found = on!(act.tx, terminations::current(case_id, case.case.episode))?;
            // Invisible or not, there is nothing to edit; but only who sees the case is told so.
            act.permit(&case.facts(None), found.as_ref().map(|one| one.version))?;
            let mut termination = found.ok_or(Stop::from(ProblemCode::NotFound))?;
            let details = patch.merge(act.app(), &termination.details)?;
            let unit = facts::unit(act.tx, &case.case)?;
            let today = Calendar::of(&unit.details)?.date(act.now);
            let signed = details.signature();
            if signed != termination.details.signature() {
                let signatory = signed.and_then(|signature| signature.person_id);
                known_person(act, &format!("{SIGNATURE}/person_id"), signatory)?;
            }
            let by = act.worker()?;
            let events = decide_edit_termination(&case.case, &termination, &details, today)?;
            if !events.is_empty() {
                let before = termination.version;
                let (id, held) = (termination.id.uuid(), &termination.details);
                act.keep_version("termination", id, before, held)?;
                termination.edit(details, by);
                save(act, &mut termination)?;
            }
            for event in &events {
                let of = load::of_part(case_id, "termination", termination.id);
                act.record(of, termination.version, event)?;
            }
            Ok(Answer::ok(&termination)?.version(termination.version))
        })
        .await
}

fn save(act: &mut Act<'_, '_>, termination: &mut Termination) -> Result<(), Stop> {
    let before = termination.version;
    termination.version += 1;
    termination.modified_at = act.now;
    if on!(act.tx, terminations::save(termination, before))? {
        Ok(())
    } else {
        Err(ApiError::internal("a termination of a locked case has changed").into())
    }
}

/// Request the closure of a case
///
/// By its responsible worker, once everything but the approval is in order. Refused: every unmet
/// requirement of the checklist `to=closed` but `approved_by_other`; `not_in_termination`,
/// `closure_pending`, `case_closed`, `case_on_hold`.
#[utoipa::path(post, path = "/v1/cases/{case_id}/closure-request", tag = "termination",
    params(("case_id" = CaseId, Path, description = "The case; `If-Match` has its ETag.")),
    request_body = RequestClosure,
    responses((status = 201, description = "The request.", body = ClosureRequest),
        (status = 200, description = "The request that the same command with the same `id` made before, as it is now.", body = ClosureRequest)))]
pub async fn request_closure(
    write: Write,
    path: Path<CaseId>,
    body: Body<RequestClosure>,
) -> Result<HttpResponse, ApiError> {
    let (case_id, command) = (path.into_inner(), body.value);
    write
        .act(body.sent, move |act| {
            let loaded = load::lock(act, case_id)?;
            // A request made before is answered even where If-Match is stale by now: it made it so.
            act.permit(&loaded.facts(None), None)?;
            let made = new_or_made(act, CLOSURE, command.id.map(RecordId::uuid), |tx, id| {
                let found = on!(tx, terminations::closure(ClosureRequestId(id)))?;
                Ok(found.filter(|closure| closure.case_id == case_id))
            })?;
            let id = match made {
                Ok(id) => ClosureRequestId(id),
                Err(closure) => return Ok(Answer::ok(&closure)?.version(closure.version)),
            };
            act.permit(&loaded.facts(None), Some(loaded.case.version))?;
            let by = act.worker()?;
            let mut case = loaded.case;
            let facts = facts::load(act.tx, &case, Gate::Close, act.now)?;
            let overrides = facts::overrides(act.tx, &case, act.now)?;
            let events = decide_request_closure(&case, id, &facts, &overrides, by, act.now)?;
            load::change(act, &mut case, &events)?;
            let closure = ClosureRequest::pending(id, &case, command.summary, by, act.now);
            if !on!(act.tx, terminations::insert_closure(&closure))? {
                return Err(Problem::naming(ProblemCode::AlreadyExists, id).into());
            }
            for event in &events {
                act.record(load::of(&case), case.version, event)?;
            }
            Ok(
                Answer::created(&closure, format!("/v1/closure-requests/{id}"))?
                    .version(closure.version),
            )
        })
        .await
}

/// The kind of record that a request is.
const CLOSURE: &str = "closure_request";

/// List the closure requests of a case
///
/// Pending and decided, the oldest first. For whoever sees the case; not for data officers (403).
#[utoipa::path(get, path = "/v1/cases/{case_id}/closure-requests", tag = "termination",
    params(("case_id" = CaseId, Path, description = "The case."), PageQuery),
    responses((status = 200, description = "A page of requests.", body = Page<ClosureRequest>)))]
pub async fn list_closure_requests(
    read: Read,
    path: Path<CaseId>,
    query: Query<PageQuery>,
) -> Result<HttpResponse, ApiError> {
    let (case_id, Query(query)) = (path.into_inner(), query);
    let slice = query.slice(&read.app, "list_closure_requests", &case_id)?;
    let (after, large) = (slice.after.map(|place| place.id), slice.needs_large());
    let items = read_of_case(&read, move |tx, _| {
        let items = on!(tx, terminations::closures(case_id, after, large))?;
        Ok(Some((items, case_id)))
    })
    .await?;
    let page = slice.page(&read.app, items, |one| Place {
        at: one.requested_at,
        id: one.id.uuid(),
    })?;
    read.page(&page)
}

/// Read a closure request
///
/// For whoever sees its case; not for data officers (403).
#[utoipa::path(get, path = "/v1/closure-requests/{closure_request_id}", tag = "termination",
    params(("closure_request_id" = ClosureRequestId, Path, description = "The request.")),
    responses((status = 200, description = "The request.", body = ClosureRequest)))]
pub async fn get_closure_request(
    read: Read,
    path: Path<ClosureRequestId>,
) -> Result<HttpResponse, ApiError> {
    let id = path.into_inner();
    let closure = read_of_case(&read, move |tx, _| {
        let closure = on!(tx, terminations::closure(id))?;
        Ok(closure.map(|closure| {
            let case_id = closure.case_id;
            (closure, case_id)
        }))
    })
    .await?;
    read.answer(&closure, closure.version)
}

/// Approve a closure
///
/// By a supervisor or director in reach who neither requested it nor answers for the case: the
/// file is closed. The whole checklist is looked at again. Refused: every unmet requirement;
/// `closure_not_pending`.
#[utoipa::path(post, path = "/v1/closure-requests/{closure_request_id}/approval", tag = "termination",
    params(("closure_request_id" = ClosureRequestId, Path, description = "The request.")),
    request_body = ApproveClosure,
    responses((status = 200, description = "The request, approved.", body = ClosureRequest)))]
pub async fn approve_closure(
    write: Write,
    path: Path<ClosureRequestId>,
    body: Body<ApproveClosure>,
) -> Result<HttpResponse, ApiError> {
    let (id, command) = (path.into_inner(), body.value);
    write
        .act(body.sent, move |act| {
            let (case, closure) = lock(act, id)?;
            let by = act.worker()?;
            let facts = facts::load(act.tx, &case.case, Gate::Close, act.now)?;
            let overrides = facts::overrides(act.tx, &case.case, act.now)?;
            let now = act.now;
            let events = decide_approve_closure(&case.case, &closure, &facts, &overrides, by, now)?;
            on!(
                act.tx,
                overrides::mark_passed(case.case.id, Gate::Close, now)
            )?;
            plans::load::close_all(act, &case.case)?;
            decided(act, case.case, closure, &events, command.note)
        })
        .await
}

/// Reject a closure
///
/// By whoever may approve it; says what is still to be done. The case stays in termination and is
/// open again. Refused: `closure_not_pending`, `own_request`.
#[utoipa::path(post, path = "/v1/closure-requests/{closure_request_id}/rejection", tag = "termination",
    params(("closure_request_id" = ClosureRequestId, Path, description = "The request.")),
    request_body = RejectClosure,
    responses((status = 200, description = "The request, rejected.", body = ClosureRequest)))]
pub async fn reject_closure(
    write: Write,
    path: Path<ClosureRequestId>,
    body: Body<RejectClosure>,
) -> Result<HttpResponse, ApiError> {
    let (id, command) = (path.into_inner(), body.value);
    write
        .act(body.sent, move |act| {
            let (case, closure) = lock(act, id)?;
            let by = act.worker()?;
            let events = decide_reject_closure(&case.case, &closure, by, act.now)?;
            decided(act, case.case, closure, &events, Some(command.note))
        })
        .await
}

/// Withdraw a closure request
///
/// By the responsible worker. The case stays in termination and is open again. Refused:
/// `closure_not_pending`.
#[utoipa::path(post, path = "/v1/closure-requests/{closure_request_id}/withdrawal", tag = "termination",
    params(("closure_request_id" = ClosureRequestId, Path, description = "The request.")),
    request_body = WithdrawClosure,
    responses((status = 200, description = "The request, withdrawn.", body = ClosureRequest)))]
pub async fn withdraw_closure(
    write: Write,
    path: Path<ClosureRequestId>,
    body: Body<WithdrawClosure>,
) -> Result<HttpResponse, ApiError> {
    let (id, command) = (path.into_inner(), body.value);
    write
        .act(body.sent, move |act| {
            let (case, closure) = lock(act, id)?;
            let by = act.worker()?;
            let events = decide_withdraw_closure(&case.case, &closure, by, act.now)?;
            decided(act, case.case, closure, &events, command.note)
        })
        .await
}

/// The request and its case, whose row is locked first, for whoever may decide about them.
fn lock(act: &mut Act<'_, '_>, id: ClosureRequestId) -> Result<(Loaded, ClosureRequest), Stop> {
    let case_id = on!(act.tx, terminations::case_of_closure(id))?;
    let case = load::lock(act, case_id.ok_or(Stop::from(ProblemCode::NotFound))?)?;
    let closure = on!(act.tx, terminations::closure(id))?;
    let closure = closure.ok_or(Stop::from(ProblemCode::NotFound))?;
    act.permit(&case.facts(None), Some(closure.version))?;
    Ok((case, closure))
}

/// Saves a decided request and its case, and records what happened to each.
fn decided(
    act: &mut Act<'_, '_>,
    mut case: Case,
    mut closure: ClosureRequest,
    events: &[CaseEvent],
    note: Option<Lines>,
) -> Result<Answer, Stop> {
    let before = closure.version;
    events.iter().for_each(|event| closure.apply(event));
    closure.decision_note = note;
    closure.version += 1;
    closure.modified_at = act.now;
    if !on!(act.tx, terminations::save_closure(&closure, before))? {
        return Err(ApiError::internal("a closure request of a locked case has changed").into());
    }
    load::change(act, &mut case, events)?;
    for event in events {
        // Approving changes the request, what follows from it the case.
        let (of, version) = if let CaseEvent::ClosureApproved { .. } = event {
            (load::of_part(case.id, CLOSURE, closure.id), closure.version)
        } else {
            (load::of(&case), case.version)
        };
        act.record(of, version, event)?;
    }
    Ok(Answer::ok(&closure)?.version(closure.version))
}
