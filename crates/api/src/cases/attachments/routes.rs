//! What is said of attachments. Their content has routes of its own, in [`super::content`].

use actix_web::{HttpResponse, web::Path};
use domain::{
    access::Action,
    cases::{
        Attachment, AttachmentDetails, AttachmentEvent, AttachmentId, AttachmentStatus, CaseId,
        NewAttachment, WithdrawAttachment, decide_add_attachment, decide_edit_attachment,
        decide_withdraw_attachment,
    },
    intake::DocumentType,
    texts::Lines,
};
use uuid::Uuid;

use super::content::*;
use crate::{
    act::{Act, Answer, Stop, Write},
    cases::{
        engagement::facts::may_picture,
        load::{self, Loaded, of_part},
        records::{CaseRecord, case_record, list_query, new_or_made, one_of, page_of},
    },
    http::{
        body::{Body, Patch, PatchOf, Query},
        paging::Page,
        problem::{ApiError, Problem, ProblemCode},
        routes::Route,
    },
    on,
    parties::persons::load::today,
    read::Read,
    route,
};

/// The routes of this room.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        route!(list_attachments, Action::ReadCaseRecords),
        route!(add_attachment, Action::ManageAttachments),
        route!(get_attachment, Action::ReadCaseRecords),
        route!(edit_attachment, Action::ManageAttachments, if_match),
        route!(withdraw_attachment, Action::WithdrawAttachment, if_match),
        route!(put_attachment_content, Action::ManageAttachments),
        route!(get_attachment_content, Action::ReadCaseRecords),
    ]
}

list_query! {
    /// Which attachments are asked for.
    ListAttachments {
        /// Only papers of this kind.
        #[param(inline)]
        document_type: DocumentType,
        /// Only those that stand so.
        #[param(inline)]
        status: AttachmentStatus,
    }
}

case_record!(Attachment, newest by created_at, modified by modified_at, version);

/// List the attachments of a case
///
/// The newest first, withdrawn ones among them. For whoever sees the case; not for data officers
/// (403).
#[utoipa::path(get, path = "/v1/cases/{case_id}/attachments", tag = "records",
    params(("case_id" = CaseId, Path, description = "The case."), ListAttachments),
    responses((status = 200, description = "A page of attachments.", body = Page<Attachment>)))]
pub async fn list_attachments(
    read: Read,
    path: Path<CaseId>,
    query: Query<ListAttachments>,
) -> Result<HttpResponse, ApiError> {
    page_of(
        &read,
        "list_attachments",
        *path,
        query.0,
        |tx, _, wanted| on!(tx, attachments::list(wanted)),
    )
    .await
}

/// Add an attachment
///
/// Announces it: what it is, and the media type, size and SHA-256 of the content, which follows at
/// `/v1/attachments/{attachment_id}/content`. Until that has come the attachment is
/// `awaiting_content`. A photo or video needs the client's consent `photo` in force
/// (`consent_needed`); the picture of a paper is of the paper's kind. For the responsible worker.
/// Refused besides: `case_closed`, `in_future`; more than the installation takes (413).
#[utoipa::path(post, path = "/v1/cases/{case_id}/attachments", tag = "records",
    params(("case_id" = CaseId, Path, description = "The case.")), request_body = NewAttachment,
    responses((status = 201, description = "The attachment, waiting for its content.", body = Attachment),
        (status = 200, description = "The attachment that the same command with the same `id` made before, as it is now.", body = Attachment)))]
pub async fn add_attachment(
    write: Write,
    path: Path<CaseId>,
    body: Body<NewAttachment>,
) -> Result<HttpResponse, ApiError> {
    let (case_id, new) = (path.into_inner(), body.value);
    let largest = write.app().objects().largest();
    write
        .act(body.sent, move |act| {
            let case = load::lock(act, case_id)?;
            act.permit(&case.facts(None), None)?;
            let added_by = act.worker()?;
            let id = new.id.map(|id| id.0);
            let made = new_or_made(act, "attachment", id, |tx, id| {
                let found = on!(tx, attachments::find(AttachmentId(id)))?;
                Ok(found.filter(|attachment| attachment.case_id == case_id))
            })?;
            let id = match made {
                Ok(id) => AttachmentId(id),
                Err(made) => return made.made_before(),
            };
            if new.content.size > largest {
                return Err(Problem::naming(ProblemCode::TooLarge, largest).into());
            }
            let today = today(act.tx, case.case.opened.unit_id, act.now)?;
            let kind = new.details.document_type;
            let consent = may_picture(act.tx, &case.case, kind, act.now)?;
            let events = decide_add_attachment(&case.case, id, &new, consent, today)?;
            let attachment = Attachment::added(id, case_id, new, added_by, act.now);
            on!(act.tx, attachments::insert(&attachment))?;
            record(act, &attachment, &events, None)?;
            Ok(
                Answer::created(&attachment, format!("/v1/attachments/{id}"))?
                    .version(attachment.version),
            )
        })
        .await
}

/// Read an attachment
///
/// What is said of it; its content is an address of its own. For whoever sees its case; not for
/// data officers (403).
#[utoipa::path(get, path = "/v1/attachments/{attachment_id}", tag = "records",
    params(("attachment_id" = AttachmentId, Path, description = "The attachment.")),
    responses((status = 200, description = "The attachment.", body = Attachment)))]
pub async fn get_attachment(
    read: Read,
    path: Path<AttachmentId>,
) -> Result<HttpResponse, ApiError> {
    let id = path.into_inner();
    one_of(&read, move |tx, _| on!(tx, attachments::find(id))).await
}

/// Edit what is said of an attachment
///
/// Its kind, title, description and day; its content never changes. What was said before is kept,
/// encrypted. For the responsible worker. Refused: `case_closed`, `attachment_withdrawn`,
/// `in_future`; `consent_needed`, where it becomes a photo or video without the client's consent.
#[utoipa::path(patch, path = "/v1/attachments/{attachment_id}", tag = "records",
    params(("attachment_id" = AttachmentId, Path, description = "The attachment.")),
    request_body(content = PatchOf<AttachmentDetails>, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "The attachment as it is now.", body = Attachment)))]
pub async fn edit_attachment(
    write: Write,
    path: Path<AttachmentId>,
    patch: Patch<AttachmentDetails>,
) -> Result<HttpResponse, ApiError> {
    let id = path.into_inner();
    write
        .act(patch.sent.clone(), move |act| {
            let (case, mut attachment) = lock(act, id)?;
            act.permit(&case.facts(None), Some(attachment.version))?;
            let details = patch.merge(act.app(), &attachment.details)?;
            let today = today(act.tx, case.case.opened.unit_id, act.now)?;
            let consent = may_picture(act.tx, &case.case, details.document_type, act.now)?;
            let events = decide_edit_attachment(&case.case, &attachment, &details, consent, today)?;
            if !events.is_empty() {
                let (version, before) = (attachment.version, &attachment.details);
                act.keep_version("attachment", id.0, version, before)?;
                attachment.details = details;
                save(act, &mut attachment, &events, None, None)?;
            }
            Ok(Answer::ok(&attachment)?.version(attachment.version))
        })
        .await
}

/// Withdraw an attachment
///
/// What should not be there: the record stays with the reason, and the content is given out no
/// more. Nothing is deleted. On a closed case too. For the responsible worker, and for the
/// supervisors and directors in reach. Refused: `attachment_withdrawn`.
#[utoipa::path(post, path = "/v1/attachments/{attachment_id}/withdrawal", tag = "records",
    params(("attachment_id" = AttachmentId, Path, description = "The attachment.")),
    request_body = WithdrawAttachment,
    responses((status = 200, description = "The withdrawn attachment.", body = Attachment)))]
pub async fn withdraw_attachment(
    write: Write,
    path: Path<AttachmentId>,
    body: Body<WithdrawAttachment>,
) -> Result<HttpResponse, ApiError> {
    let (id, reason) = (path.into_inner(), body.value.reason);
    write
        .act(body.sent, move |act| {
            let (case, mut attachment) = lock(act, id)?;
            act.permit(&case.facts(None), Some(attachment.version))?;
            let events = decide_withdraw_attachment(&attachment, act.now)?;
            attachment.withdrawal_reason = Some(reason.clone());
            save(act, &mut attachment, &events, None, Some(&reason))?;
            Ok(Answer::ok(&attachment)?.version(attachment.version))
        })
        .await
}

/// The attachment for an act, with its case, whose row is locked.
pub(super) fn lock(act: &mut Act<'_, '_>, id: AttachmentId) -> Result<(Loaded, Attachment), Stop> {
    let case_id = on!(act.tx, attachments::case_of(id))?.ok_or(ProblemCode::NotFound)?;
    let case = load::lock(act, case_id)?;
    let attachment = on!(act.tx, attachments::find(id))?.ok_or(ProblemCode::NotFound)?;
    Ok((case, attachment))
}

/// Takes over what the act decided, as the next version.
pub(super) fn save(
    act: &mut Act<'_, '_>,
    attachment: &mut Attachment,
    events: &[AttachmentEvent],
    object: Option<Uuid>,
    reason: Option<&Lines>,
) -> Result<(), Stop> {
    let before = attachment.version;
    events.iter().for_each(|event| attachment.apply(event));
    attachment.version += 1;
    attachment.modified_at = act.now;
    if !on!(act.tx, attachments::save(attachment, before, object))? {
        return Err(Problem::stale(before).into());
    }
    record(act, attachment, events, reason)
}

fn record(
    act: &mut Act<'_, '_>,
    attachment: &Attachment,
    events: &[AttachmentEvent],
    reason: Option<&Lines>,
) -> Result<(), Stop> {
    let of = of_part(attachment.case_id, "attachment", attachment.id);
    events.iter().try_for_each(|event| match reason {
        None => act.record(of, attachment.version, event),
        Some(reason) => act.record_because(of, attachment.version, event, reason.as_str()),
    })
}
