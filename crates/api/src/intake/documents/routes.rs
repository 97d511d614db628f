//! The document checklist of an intake: read, added to, received, waived.

use actix_web::{HttpResponse, web::Path};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    access::Action,
    cases::Case,
    intake::{
        AddDocument, DocumentItem, DocumentItemId, DocumentStatus, Intake, IntakeEvent, IntakeId,
        ReceiveDocument, WaiveDocument, decide_add_document, decide_receive, decide_waive,
    },
    words::{RecordId, Word},
};

use serde::Deserialize;

use crate::{
    act::{Act, Answer, Creation, Stop, Write},
    cases,
    db::Tx,
    events::Of,
    http::{
        body::{Body, Query},
        paging::Page,
        problem::{ApiError, ProblemCode},
        routes::Route,
    },
    intake::load,
    on,
    parties::{taken, units::calendar::Calendar},
    read::Read,
    route,
};

/// The routes of this room.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        route!(list_intake_documents, Action::ReadIntake),
        route!(add_document, Action::ManageIntakeDocuments),
        route!(receive_document, Action::ManageIntakeDocuments, if_match),
        route!(waive_document, Action::WaiveDocument, if_match),
    ]
}

/// Which items of the checklist.
#[derive(Clone, Copy, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct DocumentsQuery {
    /// Only those that stand so.
    #[param(inline)]
    pub status: Option<DocumentStatus>,
    /// `true`: only those an emergency was accepted without and that are still outstanding after
    /// its `documents_due_on`, by the calendar of the unit; `false`: all others.
    pub overdue: Option<bool>,
}

/// List the documents of an intake
///
/// The whole checklist, in the order in which it was put together, or what of it is asked for. For
/// whoever may read the intake: once it is accepted, for whoever sees its case.
#[utoipa::path(get, path = "/v1/intakes/{intake_id}/documents", tag = "intake",
    params(("intake_id" = IntakeId, Path, description = "The intake."), DocumentsQuery),
    responses((status = 200, description = "The checklist; it has one page.", body = Page<DocumentItem>)))]
pub async fn list_intake_documents(
    read: Read,
    path: Path<IntakeId>,
    query: Query<DocumentsQuery>,
) -> Result<HttpResponse, ApiError> {
    let (id, Query(wanted), now) = (path.into_inner(), query, read.app.now());
    let (items, _) = read
        .find(move |tx, actor| {
            let Some(found) = load::find(tx, actor, id)? else {
                return Ok(None);
            };
            let mut items = on!(tx, intake_documents::list(id))?;
            if let Some(status) = wanted.status {
                items.retain(|item| item.status == status);
            }
            if let Some(overdue) = wanted.overdue {
                let today = today(tx, &found.intake, now)?;
                items.retain(|item| item.overdue(&found.intake, today) == overdue);
            }
            Ok(Some((items, found.facts())))
        })
        .await?;
    read.page(&Page {
        items,
        next_cursor: None,
    })
}

/// Ask for another document
///
/// Adds a document to the checklist that its categories do not ask for; acceptance then needs it.
/// By those who may record an intake there. Refused: a document that is on the checklist already,
/// a decided intake (409).
#[utoipa::path(post, path = "/v1/intakes/{intake_id}/documents", tag = "intake",
    params(("intake_id" = IntakeId, Path, description = "The intake.")),
    request_body = AddDocument,
    responses(
        (status = 201, description = "The item of the checklist.", body = DocumentItem),
        (status = 200, description = "The same command added it before: the item now.", body = DocumentItem)))]
pub async fn add_document(
    write: Write,
    path: Path<IntakeId>,
    body: Body<AddDocument>,
) -> Result<HttpResponse, ApiError> {
    let (intake_id, command) = (path.into_inner(), body.value);
    write
        .act(body.sent, move |act| {
            let loaded = load::lock(act, intake_id)?;
            act.permit(&loaded.facts(), None)?;
            let id: DocumentItemId =
                match act.creation("intake_document", command.id.map(RecordId::uuid))? {
                    Creation::New(id) => RecordId::from_uuid(id),
                    Creation::Existing(id) => {
                        let found = on!(
                            act.tx,
                            intake_documents::find(intake_id, RecordId::from_uuid(id))
                        )?;
                        let item = found.ok_or_else(|| taken(id))?;
                        return Ok(Answer::ok(&item)?.version(item.version));
                    }
                };
            let events = decide_add_document(&loaded.intake, &command, id)?;
            let item = DocumentItem::pending(id, intake_id, command.wanted(), act.now);
            if on!(
                act.tx,
                intake_documents::insert(std::slice::from_ref(&item))
            )? == 0
            {
                let wanted = command.document_type.code();
                return Err(taken(wanted));
            }
            record(act, &loaded.intake, &item, &events)?;
            let location = format!("/v1/intakes/{intake_id}/documents");
            Ok(Answer::created(&item, location)?.version(item.version))
        })
        .await
}

/// Record that a document came in
///
/// By those who may record an intake there; once the intake is accepted (an emergency may leave
/// documents outstanding), by the responsible worker of its case. `If-Match` speaks of the item of
/// the checklist, whose `version` is in the list. A waived document may still come in. Refused
/// (409): a document that is received already, a day in the future, an intake that ended without
/// a case, a closed case.
#[utoipa::path(post, path = "/v1/intakes/{intake_id}/documents/{document_id}/receipt", tag = "intake",
    params(
        ("intake_id" = IntakeId, Path, description = "The intake."),
        ("document_id" = DocumentItemId, Path, description = "The item of the checklist.")),
    request_body = ReceiveDocument,
    responses((status = 200, description = "The item of the checklist.", body = DocumentItem)))]
pub async fn receive_document(
    write: Write,
    path: Path<(IntakeId, DocumentItemId)>,
    body: Body<ReceiveDocument>,
) -> Result<HttpResponse, ApiError> {
    let (ids, command) = (path.into_inner(), body.value);
    write
        .act(body.sent, move |act| {
            let Locked { loaded, case, item } = lock(act, ids)?;
            let today = today(act.tx, &loaded.intake, act.now)?;
            let of = (&loaded.intake, case.as_ref());
            let events = decide_receive(of, &item, &command, today)?;
            change(act, of, item, &events, |item| item.note = command.note)
        })
        .await
}

/// Waive a document
///
/// Lets a document go, with the reason; a supervisor's or director's act, in reach of the intake
/// or, once it is accepted, of its case. `If-Match` speaks of the item of the checklist. Refused
/// (409): a document that is received or waived already, an intake that ended without a case, a
/// closed case.
#[utoipa::path(post, path = "/v1/intakes/{intake_id}/documents/{document_id}/waiver", tag = "intake",
    params(
        ("intake_id" = IntakeId, Path, description = "The intake."),
        ("document_id" = DocumentItemId, Path, description = "The item of the checklist.")),
    request_body = WaiveDocument,
    responses((status = 200, description = "The item of the checklist.", body = DocumentItem)))]
pub async fn waive_document(
    write: Write,
    path: Path<(IntakeId, DocumentItemId)>,
    body: Body<WaiveDocument>,
) -> Result<HttpResponse, ApiError> {
    let (ids, command) = (path.into_inner(), body.value);
    write
        .act(body.sent, move |act| {
            let Locked { loaded, case, item } = lock(act, ids)?;
            let by = act.worker()?;
            let of = (&loaded.intake, case.as_ref());
            let events = decide_waive(of, &item, by, act.now)?;
            change(act, of, item, &events, |item| {
                item.waived_reason = Some(command.reason);
            })
        })
        .await
}

/// Today at the unit that took the intake in.
fn today(tx: &mut Tx<'_>, intake: &Intake, now: DateTime<Utc>) -> Result<NaiveDate, ApiError> {
    let unit = on!(tx, units::find(intake.unit_id))?;
    let unit = unit.ok_or_else(|| ApiError::internal("an intake without a unit"))?;
    Ok(Calendar::of(&unit.details)?.date(now))
}

/// What an act on a document is about, all of it locked.
struct Locked {
    loaded: load::Loaded,
    /// The case that the intake opened, if it did.
    case: Option<Case>,
    item: DocumentItem,
}

/// The locked intake, its case and the item of its checklist, once the act on the item is
/// permitted.
fn lock(act: &mut Act<'_, '_>, (intake, item): (IntakeId, DocumentItemId)) -> Result<Locked, Stop> {
    let loaded = load::lock(act, intake)?;
    let case = match loaded.intake.progress.case_id {
        Some(id) => Some(cases::load::lock(act, id)?.case),
        None => None,
    };
    let item = on!(act.tx, intake_documents::find(intake, item))?.ok_or(ProblemCode::NotFound)?;
    act.permit(&loaded.facts(), Some(item.version))?;
    Ok(Locked { loaded, case, item })
}

fn change(
    act: &mut Act<'_, '_>,
    (intake, _): (&Intake, Option<&Case>),
    mut item: DocumentItem,
    events: &[IntakeEvent],
    set: impl FnOnce(&mut DocumentItem),
) -> Result<Answer, Stop> {
    let before = item.version;
    events.iter().for_each(|event| item.apply(event));
    set(&mut item);
    item.version += 1;
    item.modified_at = act.now;
    if !on!(act.tx, intake_documents::save(&item, before))? {
        return Err(ApiError::internal("a document of a locked intake has changed").into());
    }
    record(act, intake, &item, events)?;
    Ok(Answer::ok(&item)?.version(item.version))
}

/// What happens to the papers of an accepted intake stands on the timeline of its case.
fn record(
    act: &mut Act<'_, '_>,
    intake: &Intake,
    item: &DocumentItem,
    events: &[IntakeEvent],
) -> Result<(), Stop> {
    let of = Of {
        kind: "intake_document",
        id: item.id.uuid(),
        case_id: intake.progress.case_id.map(RecordId::uuid),
    };
    events
        .iter()
        .try_for_each(|event| act.record(of, item.version, event))
}
