//! Things held for a client. One that is still held keeps the case from closing.

use actix_web::{HttpResponse, web::Path};
use chrono::NaiveDate;
use domain::{
    access::Action,
    cases::{
        Case, CaseEvent, CaseId,
        custody::{
            CustodyDetails, CustodyItem, CustodyItemId, CustodyStatus, NewCustodyItem,
            SettleCustodyItem, WithdrawCustodyItem, decide_correct_item, decide_receive_item,
            decide_settle_item, decide_withdraw_item,
        },
    },
    parties::birth::{DatePrecision, minor_on},
};

use crate::{
    act::{Act, Answer, Stop, Write},
    cases::{
        facts,
        load::{self, Loaded},
        records::{
            CaseRecord, case_record, known_person, list_query, new_or_made, one_of, page_of,
        },
    },
    db::types::Instant,
    http::{
        body::{Body, Patch, PatchOf, Query},
        paging::Page,
        problem::{ApiError, Problem, ProblemCode},
        routes::Route,
    },
    on,
    parties::units::calendar::Calendar,
    read::Read,
    route,
};

/// The routes of this room.
#[must_use]
pub fn routes() -> Vec<Route> {
    let mut routes = vec![
        route!(list_custody_items, Action::ReadCaseRecords),
        route!(record_custody_item, Action::KeepCustody),
        route!(get_custody_item, Action::ReadCaseRecords),
        route!(correct_custody_item, Action::KeepCustody, if_match),
        route!(settle_custody_item, Action::KeepCustody, if_match),
        route!(withdraw_custody_item, Action::WithdrawCustody, if_match),
    ];
    routes.extend(super::movements::routes());
    routes
}

list_query! {
    /// Which items are asked for.
    ListCustodyItems {
        /// Only items that stand so.
        #[param(inline)]
        status: CustodyStatus,
    }
}

case_record!(CustodyItem, newest by created_at, modified by modified_at, version);

/// List the papers and property held for a client
///
/// What is held, what was settled, and what was withdrawn because it was recorded by mistake; the
/// newest first. For whoever sees the case; not for data officers (403).
#[utoipa::path(get, path = "/v1/cases/{case_id}/custody-items", tag = "custody",
    params(("case_id" = CaseId, Path, description = "The case."), ListCustodyItems),
    responses((status = 200, description = "A page of items.", body = Page<CustodyItem>)))]
pub async fn list_custody_items(
    read: Read,
    path: Path<CaseId>,
    query: Query<ListCustodyItems>,
) -> Result<HttpResponse, ApiError> {
    page_of(
        &read,
        "list_custody_items",
        *path,
        query.0,
        |tx, _, wanted| on!(tx, custody::list(wanted)),
    )
    .await
}

/// Record something received into custody
///
/// A paper, money or other property of the client, when the institution receives it: from whom, by
/// whom, when, and where it is put. Money of each currency is an item of its own. Until it is
/// settled, the case is not closed. For the responsible worker. Refused: `case_closed`, `in_future`,
/// `document_type_mismatch`, `money_mismatch`; a `received_from_id` that you cannot see (422
/// `unknown_reference`).
#[utoipa::path(post, path = "/v1/cases/{case_id}/custody-items", tag = "custody",
    params(("case_id" = CaseId, Path, description = "The case.")), request_body = NewCustodyItem,
    responses((status = 201, description = "The item.", body = CustodyItem),
        (status = 200, description = "The item that the same command with the same `id` made before, as it is now.", body = CustodyItem)))]
pub async fn record_custody_item(
    write: Write,
    path: Path<CaseId>,
    body: Body<NewCustodyItem>,
) -> Result<HttpResponse, ApiError> {
    let case_id = path.into_inner();
    let NewCustodyItem { id, details } = body.value;
    let details = in_micros(details);
    write
        .act(body.sent, move |act| {
            let case = load::lock(act, case_id)?;
            act.permit(&case.facts(None), None)?;
            let by = act.worker()?;
            let made = new_or_made(act, KIND, id.map(|id| id.0), |tx, id| {
                let found = on!(tx, custody::find(CustodyItemId(id)))?;
                Ok(found.filter(|item| item.case_id == case_id))
            })?;
            let id = match made {
                Ok(id) => CustodyItemId(id),
                Err(item) => return item.made_before(),
            };
            known_person(act, "/received_from_id", details.received_from_id)?;
            let events = decide_receive_item(&case.case, id, &details, act.now)?;
            let item = CustodyItem::received(id, case_id, details, by, act.now);
            on!(act.tx, custody::insert(&item))?;
            record(act, &item, &events)?;
            Ok(Answer::created(&item, format!("/v1/custody-items/{id}"))?.version(item.version))
        })
        .await
}

/// Read an item in custody
///
/// For whoever sees its case; not for data officers (403). Its moves are a list of their own.
#[utoipa::path(get, path = "/v1/custody-items/{custody_item_id}", tag = "custody",
    params(("custody_item_id" = CustodyItemId, Path, description = "The item.")),
    responses((status = 200, description = "The item.", body = CustodyItem)))]
pub async fn get_custody_item(
    read: Read,
    path: Path<CustodyItemId>,
) -> Result<HttpResponse, ApiError> {
    let id = path.into_inner();
    one_of(&read, move |tx, _| on!(tx, custody::find(id))).await
}

/// Correct what is told about an item in custody
///
/// While it is held. What was told before is kept, encrypted; where it is kept changes by a move.
/// For the responsible worker. Refused: `custody_item_not_held`, `case_closed`, `in_future`,
/// `document_type_mismatch`, `money_mismatch`; a new `received_from_id` that you cannot see (422
/// `unknown_reference`).
#[utoipa::path(patch, path = "/v1/custody-items/{custody_item_id}", tag = "custody",
    params(("custody_item_id" = CustodyItemId, Path, description = "The item.")),
    request_body(content = PatchOf<CustodyDetails>, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "The item as it is now.", body = CustodyItem)))]
pub async fn correct_custody_item(
    write: Write,
    path: Path<CustodyItemId>,
    patch: Patch<CustodyDetails>,
) -> Result<HttpResponse, ApiError> {
    let id = path.into_inner();
    write
        .act(patch.sent.clone(), move |act| {
            let (case, mut item) = lock(act, id)?;
            let details = in_micros(patch.merge(act.app(), &item.details)?);
            if details.received_from_id != item.details.received_from_id {
                known_person(act, "/received_from_id", details.received_from_id)?;
            }
            let events = decide_correct_item(&case.case, &item, &details, act.now)?;
            if !events.is_empty() {
                act.keep_version(KIND, id.0, item.version, &item.details)?;
                item.correct(details);
                save(act, &mut item, &events)?;
            }
            Ok(Answer::ok(&item)?.version(item.version))
        })
        .await
}

/// Settle an item in custody
///
/// What became of it, whole: what is handed over in parts is recorded as several items. Each outcome
/// has its own evidence. `client`: `acknowledgement` by the client, or by the guardian
/// where the client is a minor (under 18 on that day, or perhaps so: where the birth date is known
/// to the month or year only, the latest possible one counts; unknown, the client counts as of age)
/// or `incapacity` says why the client cannot. `guardian`, `next_of_kin`: `receiver_name` and their
/// `acknowledgement`. `agency`: `receiver_name`, `receipt_number`. `stored_for_collection`:
/// `stored_at`, `stored_until`. `lost`: `report_number`, `explanation`. `disposed`: `authority`,
/// `explanation`. A settlement stays: what turns up again is a new item. For the responsible worker.
/// Refused: `evidence_missing`, `not_for_this_outcome`, `guardian_acknowledges`,
/// `receiver_acknowledges`, `signatory_unnamed`, `witness_missing`, `in_future`, `before_receipt`,
/// `due_on_in_past`, `custody_item_not_held`, `case_closed`; a person named that you cannot see (422
/// `unknown_reference`).
#[utoipa::path(post, path = "/v1/custody-items/{custody_item_id}/settlement", tag = "custody",
    params(("custody_item_id" = CustodyItemId, Path, description = "The item.")),
    request_body = SettleCustodyItem,
    responses((status = 200, description = "The item, settled.", body = CustodyItem)))]
pub async fn settle_custody_item(
    write: Write,
    path: Path<CustodyItemId>,
    body: Body<SettleCustodyItem>,
) -> Result<HttpResponse, ApiError> {
    let (id, command) = (path.into_inner(), body.value);
    write
        .act(body.sent, move |act| {
            let (case, mut item) = lock(act, id)?;
            let by = act.worker()?;
            known_person(act, "/receiver_id", command.evidence.receiver_id)?;
            let signatory = command.acknowledgement.as_ref().and_then(|it| it.person_id);
            known_person(act, "/acknowledgement/person_id", signatory)?;
            let calendar = Calendar::of(&facts::unit(act.tx, &case.case)?.details)?;
            let minor = client_is_minor(act, &case.case, command.evidence.settled_on)?;
            let received_on = calendar.date(item.details.received_at);
            let today = calendar.date(act.now);
            let case = &case.case;
            let events = decide_settle_item(case, &item, &command, minor, received_on, today)?;
            item.settle(command.recorded(by, act.now));
            save(act, &mut item, &events)?;
            Ok(Answer::ok(&item)?.version(item.version))
        })
        .await
}

/// Withdraw an item that was recorded by mistake
///
/// There never was such a thing, or it is recorded twice. It stays in the list, with the reason. By a
/// supervisor or director in reach who neither answers for the case nor asked for its closure: who
/// holds a thing cannot make it disappear. Refused: `custody_item_not_held`, `case_closed`.
#[utoipa::path(post, path = "/v1/custody-items/{custody_item_id}/withdrawal", tag = "custody",
    params(("custody_item_id" = CustodyItemId, Path, description = "The item.")),
    request_body = WithdrawCustodyItem,
    responses((status = 200, description = "The item, withdrawn.", body = CustodyItem)))]
pub async fn withdraw_custody_item(
    write: Write,
    path: Path<CustodyItemId>,
    body: Body<WithdrawCustodyItem>,
) -> Result<HttpResponse, ApiError> {
    let id = path.into_inner();
    let WithdrawCustodyItem { reason } = body.value;
    write
        .act(body.sent, move |act| {
            let (case, mut item) = lock(act, id)?;
            let events = decide_withdraw_item(&case.case, &item)?;
            item.withdraw(reason);
            save(act, &mut item, &events)?;
            Ok(Answer::ok(&item)?.version(item.version))
        })
        .await
}

/// The kind of record that an item is.
pub(super) const KIND: &str = "custody_item";

/// The item for a permitted act, with its case, whose row is locked.
fn lock(act: &mut Act<'_, '_>, id: CustodyItemId) -> Result<(Loaded, CustodyItem), Stop> {
    let (case, item) = locked(act, id)?;
    act.permit(&case.facts(None), Some(item.version))?;
    Ok((case, item))
}

/// The item with its case, whose row is locked; nobody has been permitted anything yet.
pub(super) fn locked(
    act: &mut Act<'_, '_>,
    id: CustodyItemId,
) -> Result<(Loaded, CustodyItem), Stop> {
    let case_id = on!(act.tx, custody::case_of(id))?.ok_or(ProblemCode::NotFound)?;
    let case = load::lock(act, case_id)?;
    let item = on!(act.tx, custody::find(id))?.ok_or(ProblemCode::NotFound)?;
    Ok((case, item))
}

/// Saves what the act did to the item, as its next version.
pub(super) fn save(
    act: &mut Act<'_, '_>,
    item: &mut CustodyItem,
    events: &[CaseEvent],
) -> Result<(), Stop> {
    let before = item.version;
    item.version += 1;
    item.modified_at = act.now;
    if !on!(act.tx, custody::save(item, before))? {
        return Err(Problem::stale(before).into());
    }
    record(act, item, events)
}

fn record(act: &mut Act<'_, '_>, item: &CustodyItem, events: &[CaseEvent]) -> Result<(), Stop> {
    let of = load::of_part(item.case_id, KIND, item.id);
    events
        .iter()
        .try_for_each(|event| act.record(of, item.version, event))
}

/// Whether the client is a minor on a day, as far as the birth date tells.
///
/// # Errors
/// When the database cannot be asked.
pub fn client_is_minor(act: &mut Act<'_, '_>, case: &Case, on: NaiveDate) -> Result<bool, Stop> {
    let client = on!(act.tx, persons::find(case.opened.person_id))?;
    let Some(details) = client.map(|client| client.person.details) else {
        return Err(ApiError::internal("a case without its client").into());
    };
    let precision = details.birth_date_precision.unwrap_or(DatePrecision::Day);
    let country = facts::unit(act.tx, case)?.details.country;
    let (birth, adult_age) = (details.birth_date, act.app().adult_age(country));
    Ok(birth.is_some_and(|birth| minor_on(birth, precision, adult_age, on)))
}

/// Whole microseconds are what both databases keep.
fn in_micros(details: CustodyDetails) -> CustodyDetails {
    CustodyDetails {
        received_at: Instant::from(details.received_at).0,
        ..details
    }
}
