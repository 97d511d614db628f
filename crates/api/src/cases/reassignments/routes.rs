//! Reassignments: asked for, approved, answered, withdrawn, listed.

use actix_web::{HttpResponse, web::Path};
use domain::{
    access::{Action, Facts, led},
    cases::{
        CaseEvent, CaseId, DeclineOffer, OfferEvent, Reassignment, ReassignmentId,
        RequestReassignment, WithdrawOffer, decide_accept_reassignment,
        decide_approve_reassignment, decide_decline_reassignment, decide_reject_reassignment,
        decide_request_reassignment, decide_withdraw_reassignment,
    },
    warnings::{Fault, FaultCode},
    words::RecordId,
};
use serde_json::Value;

use crate::{
    act::{Act, Answer, Stop, Write},
    cases::{
        load::{self, Loaded},
        members,
        offers::{Offered, REASSIGNMENT, Waiting, changed_now, insert, reassignment_facts, save},
        records::{new_or_made, read_of_case},
    },
    db::Lane,
    http::{
        body::{Body, Query},
        paging::{Page, PageQuery, Place},
        problem::{ApiError, ProblemCode},
        routes::Route,
    },
    on,
    parties::invalid,
    read::Read,
    route,
};

/// The routes of this room.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        route!(list_case_reassignments, Action::ReadCaseRecords),
        route!(request_reassignment, Action::RequestReassignment),
        route!(list_reassignments, Action::ListOffers),
        route!(get_reassignment, Action::ReadReassignment),
        route!(approve_reassignment, Action::DecideReassignment, if_match),
        route!(reject_reassignment, Action::DecideReassignment, if_match),
        route!(accept_reassignment, Action::AnswerReassignment, if_match),
        route!(decline_reassignment, Action::AnswerReassignment, if_match),
        route!(
            withdraw_reassignment,
            Action::WithdrawReassignment,
            if_match
        ),
    ]
}

/// List the reassignments of a case
///
/// Who took it over from whom, and what was asked for in vain: the oldest first. Who was
/// responsible before the first of them, and who since a transfer or a reopening, is on the
/// timeline. For whoever sees the case; not for data officers (403).
#[utoipa::path(get, path = "/v1/cases/{case_id}/reassignments", tag = "cases",
    params(("case_id" = CaseId, Path, description = "The case."), PageQuery),
    responses((status = 200, description = "A page of reassignments.", body = Page<Reassignment>)))]
pub async fn list_case_reassignments(
    read: Read,
    path: Path<CaseId>,
    query: Query<PageQuery>,
) -> Result<HttpResponse, ApiError> {
    let (case_id, Query(query)) = (path.into_inner(), query);
    let slice = query.slice(&read.app, "list_case_reassignments", &case_id)?;
    let (after, large) = (slice.after.map(|place| place.id), slice.needs_large());
    let items = read_of_case(&read, move |tx, _| {
        let items = on!(tx, case_offers::reassignments_of(case_id, after, large))?;
        Ok(Some((items, case_id)))
    })
    .await?;
    let page = slice.page(&read.app, items, place)?;
    read.page(&page)
}

fn place(one: &Reassignment) -> Place {
    Place {
        at: one.offer.requested_at,
        id: one.id.uuid(),
    }
}

/// Request a reassignment
///
/// That another caseworker of the unit takes the case over. Asked for by a supervisor or director
/// in reach it is offered to that caseworker at once; asked for by the responsible worker it waits
/// for the approval of a superior first. Until it is accepted the former worker stays responsible.
/// Refused: `offer_pending`, `closure_pending`, `case_closed`; `already_responsible`; `own_request`
/// for a case offered to oneself; a worker who is no active caseworker of the unit (422
/// `unknown_reference`).
#[utoipa::path(post, path = "/v1/cases/{case_id}/reassignments", tag = "cases",
    params(("case_id" = CaseId, Path, description = "The case.")),
    request_body = RequestReassignment,
    responses((status = 201, description = "The reassignment.", body = Reassignment),
        (status = 200, description = "The reassignment that the same command with the same `id` made before, as it is now.", body = Reassignment)))]
pub async fn request_reassignment(
    write: Write,
    path: Path<CaseId>,
    body: Body<RequestReassignment>,
) -> Result<HttpResponse, ApiError> {
    let (case_id, command) = (path.into_inner(), body.value);
    write
        .act(body.sent, move |act| {
            let loaded = load::lock(act, case_id)?;
            act.permit(&loaded.facts(None), None)?;
            let by = act.worker()?;
            let made = new_or_made(
                act,
                REASSIGNMENT,
                command.id.map(RecordId::uuid),
                |tx, id| {
                    let found = on!(tx, case_offers::reassignment(ReassignmentId(id)))?;
                    Ok(found.filter(|one| one.offer.case_id == case_id))
                },
            )?;
            let id = match made {
                Ok(id) => ReassignmentId(id),
                Err(one) => return Ok(Answer::ok(&one)?.version(one.offer.version)),
            };
            let case = loaded.case;
            let (to, unit) = (command.to_worker_id, case.opened.unit_id);
            let waiting = on!(act.tx, case_offers::waiting(case_id))?;
            let events = decide_request_reassignment(&case, waiting, to, by, act.now)?;
            if !on!(act.tx, workers::lock_caseworker(unit, to))? {
                let fault = Fault::new("/to_worker_id", FaultCode::UnknownReference);
                return Err(invalid(vec![fault]));
            }
            let one = Reassignment::requested(id, &case, command, by, act.now);
            insert(act, Offered::Reassignment(&one, unit))?;
            record(act, &one, &events)?;
            Ok(
                Answer::created(&one, format!("/v1/reassignments/{id}"))?
                    .version(one.offer.version),
            )
        })
        .await
}

/// List the reassignments that wait for you
///
/// Those offered to you; and, where you are supervisor or director, those in reach that a
/// responsible worker asked for and you may approve. The oldest first.
#[utoipa::path(get, path = "/v1/reassignments", tag = "cases", params(PageQuery),
    responses((status = 200, description = "A page of reassignments.", body = Page<Reassignment>)))]
pub async fn list_reassignments(
    read: Read,
    query: Query<PageQuery>,
) -> Result<HttpResponse, ApiError> {
    read.decide(&Facts::Cases)?;
    let Query(query) = query;
    let slice = query.slice(&read.app, "list_reassignments", &())?;
    let worker = read.caller.actor.worker().ok_or(ProblemCode::NotFound)?;
    let waiting = Waiting {
        worker,
        led: led(&read.caller.actor),
        after: slice.after.map(|place| place.id),
        large: slice.needs_large(),
    };
    let items = read
        .app
        .db()
        .read(Lane::Interactive, move |tx| {
            let mut items = on!(tx, case_offers::offered_to(&waiting))?;
            if !waiting.led.is_empty() {
                items.extend(on!(tx, case_offers::to_approve(&waiting))?);
            }
            items.sort_unstable_by_key(|one| one.id);
            Ok::<_, ApiError>(items)
        })
        .await?;
    let page = slice.page(&read.app, items, place)?;
    read.page(&page)
}

/// Read a reassignment
///
/// For whoever sees its case, and for the worker whom the case is offered to: it tells them what
/// they need to decide, the case itself opens when they accept.
#[utoipa::path(get, path = "/v1/reassignments/{reassignment_id}", tag = "cases",
    params(("reassignment_id" = ReassignmentId, Path, description = "The reassignment.")),
    responses((status = 200, description = "The reassignment.", body = Reassignment)))]
pub async fn get_reassignment(
    read: Read,
    path: Path<ReassignmentId>,
) -> Result<HttpResponse, ApiError> {
    let id = path.into_inner();
    let (one, _) = read
        .find(move |tx, actor| {
            let Some(one) = on!(tx, case_offers::reassignment(id))? else {
                return Ok(None);
            };
            let case = load::find(tx, one.offer.case_id, actor.worker())?;
            Ok(case.map(|case| {
                let facts = reassignment_facts(&case, &one);
                (one, facts)
            }))
        })
        .await?;
    read.answer(&one, one.offer.version)
}

/// Approve a reassignment
///
/// That the responsible worker asked for, by a supervisor or director in reach who neither asked
/// for it nor answers for the case: now it is offered. Refused: `approval_not_awaited`,
/// `closure_pending`, `case_closed`.
#[utoipa::path(post, path = "/v1/reassignments/{reassignment_id}/approval", tag = "cases",
    params(("reassignment_id" = ReassignmentId, Path, description = "The reassignment.")),
    responses((status = 200, description = "The reassignment, offered.", body = Reassignment)))]
pub async fn approve_reassignment(
    write: Write,
    path: Path<ReassignmentId>,
) -> Result<HttpResponse, ApiError> {
    let id = path.into_inner();
    write
        .act(Value::Null, move |act| {
            let (case, one) = lock(act, id)?;
            let by = act.worker()?;
            let events = decide_approve_reassignment(&case.case, &one, by, act.now)?;
            changed(act, &case, one, &events, |_| ())
        })
        .await
}

/// Reject a reassignment
///
/// That the responsible worker asked for, by whoever may approve it. Refused:
/// `approval_not_awaited`.
#[utoipa::path(post, path = "/v1/reassignments/{reassignment_id}/rejection", tag = "cases",
    params(("reassignment_id" = ReassignmentId, Path, description = "The reassignment.")),
    request_body = DeclineOffer,
    responses((status = 200, description = "The reassignment, rejected.", body = Reassignment)))]
pub async fn reject_reassignment(
    write: Write,
    path: Path<ReassignmentId>,
    body: Body<DeclineOffer>,
) -> Result<HttpResponse, ApiError> {
    let (id, command) = (path.into_inner(), body.value);
    write
        .act(body.sent, move |act| {
            let (case, one) = lock(act, id)?;
            let by = act.worker()?;
            let events = decide_reject_reassignment(&case.case, &one, by, act.now)?;
            let reason = Some(command.reason);
            changed(act, &case, one, &events, |offer| {
                offer.decision_reason = reason
            })
        })
        .await
}

/// Accept a reassignment
///
/// By the worker whom the case is offered to, who is responsible from now on. The former worker
/// is no longer named on the case, or stays on its team where that was asked for. Refused:
/// `approval_awaited`, `offer_not_pending`, `closure_pending`, `case_closed`; `caseworker_named`
/// unmet where the worker is no caseworker of the unit any more.
#[utoipa::path(post, path = "/v1/reassignments/{reassignment_id}/acceptance", tag = "cases",
    params(("reassignment_id" = ReassignmentId, Path, description = "The reassignment.")),
    responses((status = 200, description = "The reassignment, accepted.", body = Reassignment)))]
pub async fn accept_reassignment(
    write: Write,
    path: Path<ReassignmentId>,
) -> Result<HttpResponse, ApiError> {
    let id = path.into_inner();
    write
        .act(Value::Null, move |act| {
            let (loaded, one) = lock(act, id)?;
            let by = act.worker()?;
            let unit = loaded.case.opened.unit_id;
            let able = on!(act.tx, workers::lock_caseworker(unit, one.to_worker_id))?;
            let decided = decide_accept_reassignment(&loaded.case, &one, able, by, act.now)?;
            let (accepted, taken) = decided;
            let stays = one.former_stays_on_team;
            let answer = changed(act, &loaded, one, &[accepted], |_| ())?;
            taken_over(act, loaded, &taken, stays)?;
            Ok(answer)
        })
        .await
}

/// Decline a reassignment
///
/// By the worker whom the case is offered to, with the reason. Refused: `offer_not_pending`.
#[utoipa::path(post, path = "/v1/reassignments/{reassignment_id}/declination", tag = "cases",
    params(("reassignment_id" = ReassignmentId, Path, description = "The reassignment.")),
    request_body = DeclineOffer,
    responses((status = 200, description = "The reassignment, declined.", body = Reassignment)))]
pub async fn decline_reassignment(
    write: Write,
    path: Path<ReassignmentId>,
    body: Body<DeclineOffer>,
) -> Result<HttpResponse, ApiError> {
    let (id, command) = (path.into_inner(), body.value);
    write
        .act(body.sent, move |act| {
            let (case, one) = lock(act, id)?;
            let by = act.worker()?;
            let events = decide_decline_reassignment(&one, by, act.now)?;
            let reason = Some(command.reason);
            changed(act, &case, one, &events, |offer| {
                offer.decision_reason = reason
            })
        })
        .await
}

/// Withdraw a reassignment
///
/// By who asked for it, or by a supervisor or director in reach. Refused: `offer_not_pending`.
#[utoipa::path(post, path = "/v1/reassignments/{reassignment_id}/withdrawal", tag = "cases",
    params(("reassignment_id" = ReassignmentId, Path, description = "The reassignment.")),
    request_body = WithdrawOffer,
    responses((status = 200, description = "The reassignment, withdrawn.", body = Reassignment)))]
pub async fn withdraw_reassignment(
    write: Write,
    path: Path<ReassignmentId>,
    body: Body<WithdrawOffer>,
) -> Result<HttpResponse, ApiError> {
    let (id, command) = (path.into_inner(), body.value);
    write
        .act(body.sent, move |act| {
            let (case, one) = lock(act, id)?;
            let by = act.worker()?;
            let events = decide_withdraw_reassignment(&one, by, act.now)?;
            changed(act, &case, one, &events, |offer| {
                offer.decision_reason = command.reason
            })
        })
        .await
}

/// The reassignment and its case, whose row is locked first, for whoever may do this.
fn lock(act: &mut Act<'_, '_>, id: ReassignmentId) -> Result<(Loaded, Reassignment), Stop> {
    let case_id = on!(act.tx, case_offers::case_of(REASSIGNMENT, id.uuid()))?;
    let case = load::lock(act, case_id.ok_or(Stop::from(ProblemCode::NotFound))?)?;
    let one = on!(act.tx, case_offers::reassignment(id))?;
    let one = one.ok_or(Stop::from(ProblemCode::NotFound))?;
    act.permit(&reassignment_facts(&case, &one), Some(one.offer.version))?;
    Ok((case, one))
}

/// Saves a changed reassignment, records what happened and answers it.
fn changed(
    act: &mut Act<'_, '_>,
    case: &Loaded,
    mut one: Reassignment,
    events: &[OfferEvent],
    set: impl FnOnce(&mut domain::cases::Offer),
) -> Result<Answer, Stop> {
    events.iter().for_each(|event| one.apply(event));
    set(&mut one.offer);
    changed_now(act, &mut one.offer);
    save(act, Offered::Reassignment(&one, case.case.opened.unit_id))?;
    record(act, &one, events)?;
    Ok(Answer::ok(&one)?.version(one.offer.version))
}

fn record(act: &mut Act<'_, '_>, one: &Reassignment, events: &[OfferEvent]) -> Result<(), Stop> {
    for event in events {
        let of = load::of_part(one.offer.case_id, REASSIGNMENT, one.id);
        act.record(of, one.offer.version, event)?;
    }
    Ok(())
}

/// The case has another responsible worker.
fn taken_over(
    act: &mut Act<'_, '_>,
    loaded: Loaded,
    taken: &CaseEvent,
    former_stays: bool,
) -> Result<(), Stop> {
    let mut case = loaded.case;
    let former = case.opened.responsible_id;
    load::change(act, &mut case, std::slice::from_ref(taken))?;
    act.record(load::of(&case), case.version, taken)?;
    members::hand_over(act, &case, former, former_stays)
}
