//! Transfers: requested, answered, withdrawn, listed.

use actix_web::{HttpResponse, web::Path};
use domain::{
    access::{Action, Facts, led},
    cases::{
        AcceptTransfer, CaseId, DeclineOffer, Offer, OfferEvent, RequestTransfer, Transfer,
        TransferId, WithdrawOffer, decide_accept_transfer, decide_decline_transfer,
        decide_request_transfer, decide_withdraw_transfer,
    },
    parties::UnitId,
    warnings::{Fault, FaultCode},
    words::RecordId,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::acceptance::take_over;
use crate::{
    act::{Act, Answer, Stop, Write},
    cases::{
        load::{self, Loaded},
        offers::{Offered, TRANSFER, Waiting, changed_now, insert, save, transfer_facts},
        records::{new_or_made, read_of_case},
    },
    db::{Lane, Tx, types::Levels},
    http::{
        body::{Body, Query},
        paging::{Page, PageQuery, Place, Slice},
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
        route!(list_case_transfers, Action::ReadCaseRecords),
        route!(request_transfer, Action::RequestTransfer),
        route!(list_transfers, Action::ListOffers),
        route!(get_transfer, Action::ReadTransfer),
        route!(accept_transfer, Action::AnswerTransfer, if_match),
        route!(decline_transfer, Action::AnswerTransfer, if_match),
        route!(withdraw_transfer, Action::WithdrawTransfer, if_match),
    ]
}

/// List the transfers of a case
///
/// From which unit to which, and what was offered in vain: the oldest first. For whoever sees the
/// case; not for data officers (403).
#[utoipa::path(get, path = "/v1/cases/{case_id}/transfers", tag = "cases",
    params(("case_id" = CaseId, Path, description = "The case."), PageQuery),
    responses((status = 200, description = "A page of transfers.", body = Page<Transfer>)))]
pub async fn list_case_transfers(
    read: Read,
    path: Path<CaseId>,
    query: Query<PageQuery>,
) -> Result<HttpResponse, ApiError> {
    let (case_id, Query(query)) = (path.into_inner(), query);
    let slice = query.slice(&read.app, "list_case_transfers", &case_id)?;
    let (after, large) = (slice.after.map(|place| place.id), slice.needs_large());
    let items = read_of_case(&read, move |tx, _| {
        let items = on!(tx, case_offers::transfers_of(case_id, after, large))?;
        Ok(Some((items, case_id)))
    })
    .await?;
    let page = slice.page(&read.app, items, place)?;
    read.page(&page)
}

fn place(one: &Transfer) -> Place {
    Place {
        at: one.offer.requested_at,
        id: one.id.uuid(),
    }
}

/// Offer a case to another unit
///
/// By a supervisor or director in reach who is not its responsible worker, to a unit of the same
/// agency. Until that unit accepts, unit and worker stay as they are. Refused: `offer_pending`,
/// `closure_pending`, `case_closed`; `already_in_unit`; a unit that is not there (422
/// `unknown_reference`).
#[utoipa::path(post, path = "/v1/cases/{case_id}/transfers", tag = "cases",
    params(("case_id" = CaseId, Path, description = "The case.")), request_body = RequestTransfer,
    responses((status = 201, description = "The transfer.", body = Transfer),
        (status = 200, description = "The transfer that the same command with the same `id` made before, as it is now.", body = Transfer)))]
pub async fn request_transfer(
    write: Write,
    path: Path<CaseId>,
    body: Body<RequestTransfer>,
) -> Result<HttpResponse, ApiError> {
    let (case_id, command) = (path.into_inner(), body.value);
    write
        .act(body.sent, move |act| {
            let loaded = load::lock(act, case_id)?;
            act.permit(&loaded.facts(None), None)?;
            let by = act.worker()?;
            let made = new_or_made(act, TRANSFER, command.id.map(RecordId::uuid), |tx, id| {
                let found = on!(tx, case_offers::transfer(TransferId(id)))?;
                Ok(found.filter(|one| one.offer.case_id == case_id))
            })?;
            let id = match made {
                Ok(id) => TransferId(id),
                Err(one) => return Ok(Answer::ok(&one)?.version(one.offer.version)),
            };
            let to = command.to_unit_id;
            let waiting = on!(act.tx, case_offers::waiting(case_id))?;
            let events = decide_request_transfer(&loaded.case, waiting, to, by, act.now)?;
            // Agencies have trees of their own.
            let levels = on!(act.tx, units::levels(to))?;
            if levels.is_none_or(|levels| levels.0[0] != loaded.levels.0[0]) {
                let fault = Fault::new("/to_unit_id", FaultCode::UnknownReference);
                return Err(invalid(vec![fault]));
            }
            let one = Transfer::requested(id, &loaded.case, command, by, act.now);
            insert(act, Offered::Transfer(&one))?;
            record(act, &one, &events)?;
            Ok(Answer::created(&one, format!("/v1/transfers/{id}"))?.version(one.offer.version))
        })
        .await
}

/// Which way transfers go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// To units that you lead, which have to answer.
    #[default]
    Incoming,
    /// From units that you lead.
    Outgoing,
}

/// Which transfers are asked for.
#[derive(Deserialize, Serialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListTransfers {
    /// `incoming`, to units that you lead (the default), or `outgoing`, from them.
    #[param(inline)]
    direction: Option<Direction>,
    /// How many at most; 50 unless told.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<usize>,
    /// Where the page starts: `next_cursor` of the page before.
    #[param(max_length = 1000)]
    cursor: Option<String>,
}

/// List the transfers that wait for an answer
///
/// To units where you are supervisor or director, and below; or from them. Those of restricted
/// cases only where you are named on the case. The oldest first.
#[utoipa::path(get, path = "/v1/transfers", tag = "cases", params(ListTransfers),
    responses((status = 200, description = "A page of transfers.", body = Page<Transfer>)))]
pub async fn list_transfers(
    read: Read,
    query: Query<ListTransfers>,
) -> Result<HttpResponse, ApiError> {
    read.decide(&Facts::Cases)?;
    let Query(query) = query;
    let (direction, cursor) = (query.direction.unwrap_or_default(), query.cursor.as_deref());
    let slice = Slice::new(&read.app, "list_transfers", &direction, query.limit, cursor)?;
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
            if waiting.led.is_empty() {
                return Ok(Vec::new());
            }
            Ok::<_, ApiError>(match direction {
                Direction::Incoming => on!(tx, case_offers::incoming(&waiting))?,
                Direction::Outgoing => on!(tx, case_offers::outgoing(&waiting))?,
            })
        })
        .await?;
    let page = slice.page(&read.app, items, place)?;
    read.page(&page)
}

/// Read a transfer
///
/// For whoever sees its case, and for the supervisors and directors of the unit that the case is
/// offered to: it tells them what they need to decide, the case itself opens when they accept. Of
/// a restricted case only for those named on it.
#[utoipa::path(get, path = "/v1/transfers/{transfer_id}", tag = "cases",
    params(("transfer_id" = TransferId, Path, description = "The transfer.")),
    responses((status = 200, description = "The transfer.", body = Transfer)))]
pub async fn get_transfer(read: Read, path: Path<TransferId>) -> Result<HttpResponse, ApiError> {
    let id = path.into_inner();
    let (one, _) = read
        .find(move |tx, actor| {
            let Some(one) = on!(tx, case_offers::transfer(id))? else {
                return Ok(None);
            };
            let Some(case) = load::find(tx, one.offer.case_id, actor.worker())? else {
                return Ok(None);
            };
            let to = receiving(tx, one.to_unit_id)?;
            let facts = transfer_facts(&case, &one, &to);
            Ok(Some((one, facts)))
        })
        .await?;
    read.answer(&one, one.offer.version)
}

/// Accept a transfer
///
/// By a supervisor or director in reach of the receiving unit, who neither asked for it nor
/// answers for the case; names the caseworker of that unit who is responsible from now on. The
/// file number stays. Those whom the former unit had named on the case are no longer named.
/// Refused: `offer_not_pending`, `own_request`, `closure_pending`, `case_closed`; a caseworker who
/// is none of that unit (422 `unknown_reference`); another case of that unit with the same name in
/// another system (409 `already_exists`).
#[utoipa::path(post, path = "/v1/transfers/{transfer_id}/acceptance", tag = "cases",
    params(("transfer_id" = TransferId, Path, description = "The transfer.")),
    request_body = AcceptTransfer,
    responses((status = 200, description = "The transfer, accepted.", body = Transfer)))]
pub async fn accept_transfer(
    write: Write,
    path: Path<TransferId>,
    body: Body<AcceptTransfer>,
) -> Result<HttpResponse, ApiError> {
    let (id, command) = (path.into_inner(), body.value);
    write
        .act(body.sent, move |act| {
            let (case, one, to) = lock(act, id)?;
            let (by, named) = (act.worker()?, command.caseworker_id);
            let decided = decide_accept_transfer(&case.case, &one, named, by, act.now)?;
            let (accepted, taken) = decided;
            if !on!(act.tx, workers::lock_caseworker(one.to_unit_id, named))? {
                let fault = Fault::new("/caseworker_id", FaultCode::UnknownReference);
                return Err(invalid(vec![fault]));
            }
            let answer = changed(act, one, &[accepted], |_| ())?;
            take_over(act, case.case, &taken, &to)?;
            Ok(answer)
        })
        .await
}

/// Decline a transfer
///
/// By a supervisor or director in reach of the receiving unit, with the reason. Refused:
/// `offer_not_pending`.
#[utoipa::path(post, path = "/v1/transfers/{transfer_id}/declination", tag = "cases",
    params(("transfer_id" = TransferId, Path, description = "The transfer.")),
    request_body = DeclineOffer,
    responses((status = 200, description = "The transfer, declined.", body = Transfer)))]
pub async fn decline_transfer(
    write: Write,
    path: Path<TransferId>,
    body: Body<DeclineOffer>,
) -> Result<HttpResponse, ApiError> {
    let (id, command) = (path.into_inner(), body.value);
    write
        .act(body.sent, move |act| {
            let (_, one, _) = lock(act, id)?;
            let by = act.worker()?;
            let events = decide_decline_transfer(&one, by, act.now)?;
            let reason = Some(command.reason);
            changed(act, one, &events, |offer| offer.decision_reason = reason)
        })
        .await
}

/// Withdraw a transfer
///
/// By a supervisor or director in reach of the case, or by who asked for it. Refused:
/// `offer_not_pending`.
#[utoipa::path(post, path = "/v1/transfers/{transfer_id}/withdrawal", tag = "cases",
    params(("transfer_id" = TransferId, Path, description = "The transfer.")),
    request_body = WithdrawOffer,
    responses((status = 200, description = "The transfer, withdrawn.", body = Transfer)))]
pub async fn withdraw_transfer(
    write: Write,
    path: Path<TransferId>,
    body: Body<WithdrawOffer>,
) -> Result<HttpResponse, ApiError> {
    let (id, command) = (path.into_inner(), body.value);
    write
        .act(body.sent, move |act| {
            let (_, one, _) = lock(act, id)?;
            let by = act.worker()?;
            let events = decide_withdraw_transfer(&one, by, act.now)?;
            changed(act, one, &events, |offer| {
                offer.decision_reason = command.reason
            })
        })
        .await
}

/// Where the receiving unit stands in the tree.
fn receiving(tx: &mut Tx<'_>, unit: UnitId) -> Result<Levels, ApiError> {
    on!(tx, units::levels(unit))?.ok_or_else(|| ApiError::internal("a transfer to no unit"))
}

/// The transfer and its case, whose row is locked first, for whoever may do this; and where the
/// receiving unit stands.
fn lock(act: &mut Act<'_, '_>, id: TransferId) -> Result<(Loaded, Transfer, Levels), Stop> {
    let case_id = on!(act.tx, case_offers::case_of(TRANSFER, id.uuid()))?;
    let case = load::lock(act, case_id.ok_or(Stop::from(ProblemCode::NotFound))?)?;
    let one = on!(act.tx, case_offers::transfer(id))?;
    let one = one.ok_or(Stop::from(ProblemCode::NotFound))?;
    let to = receiving(act.tx, one.to_unit_id)?;
    act.permit(&transfer_facts(&case, &one, &to), Some(one.offer.version))?;
    Ok((case, one, to))
}

/// Saves a changed transfer, records what happened and answers it.
fn changed(
    act: &mut Act<'_, '_>,
    mut one: Transfer,
    events: &[OfferEvent],
    set: impl FnOnce(&mut Offer),
) -> Result<Answer, Stop> {
    events.iter().for_each(|event| one.apply(event));
    set(&mut one.offer);
    changed_now(act, &mut one.offer);
    save(act, Offered::Transfer(&one))?;
    record(act, &one, events)?;
    Ok(Answer::ok(&one)?.version(one.offer.version))
}

fn record(act: &mut Act<'_, '_>, one: &Transfer, events: &[OfferEvent]) -> Result<(), Stop> {
    for event in events {
        let of = load::of_part(one.offer.case_id, TRANSFER, one.id);
        act.record(of, one.offer.version, event)?;
    }
    Ok(())
}
