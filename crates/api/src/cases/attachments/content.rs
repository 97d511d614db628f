//! The content of an attachment: taken once, given out as a download and never shown in place.

use actix_web::{
    HttpRequest, HttpResponse,
    http::Method,
    web::{Path, Payload},
};
use domain::cases::{AttachmentContent, AttachmentId, decide_store_content};
use serde_json::json;
use uuid::Uuid;

use super::{
    download::{self, FileContent},
    receive::{before_body, receive},
    routes::{lock, save},
    sweep::still_in_time,
};
use crate::{
    act::{Answer, Write},
    cases::{engagement::facts::may_picture, load, records::read_of_case},
    db::Lane,
    http::problem::{ApiError, Problem, ProblemCode},
    on,
    read::Read,
};

/// The place that the content of an attachment is sealed for.
#[must_use]
pub fn place(id: AttachmentId) -> String {
    format!("attachments|content|{id}")
}

/// Send the content of an attachment
///
/// The bytes as they are, of any `Content-Type` and not compressed, as many as were announced. They
/// must have the announced digest, and be of the announced type by what they contain. An upload
/// that broke off is simply sent again; what has come already is not taken again, and answered the
/// same. No `If-Match`: only the very bytes that were announced are ever taken. For the responsible
/// worker. Refused: `size_mismatch`, `content_type_mismatch`, `digest_mismatch` (422),
/// `case_closed`, `attachment_withdrawn`, `consent_needed` where the consent to a photo or video was
/// withdrawn since it was announced; more than the installation takes (413).
#[utoipa::path(put, path = "/v1/attachments/{attachment_id}/content", tag = "records",
    params(("attachment_id" = AttachmentId, Path, description = "The attachment.")),
    request_body(content = FileContent, content_type = "application/octet-stream",
        description = "The bytes."),
    responses((status = 200, description = "The attachment with its content stored.", body = domain::cases::Attachment)))]
pub async fn put_attachment_content(
    write: Write,
    path: Path<AttachmentId>,
    request: HttpRequest,
    payload: Payload,
) -> Result<HttpResponse, ApiError> {
    let id = path.into_inner();
    let (declared, wanted) = asked_for(&write, id).await?;
    before_body(&request, &declared, write.app().objects().largest())?;
    let wanted = wanted && !write.only_tries();
    let object = take(&write, id, &declared, payload, wanted).await?;
    write
        .act(json!({"sha256": declared.sha256}), move |act| {
            let (case, mut attachment) = lock(act, id)?;
            act.permit(&case.facts(None), None)?;
            let kind = attachment.details.document_type;
            let consent = may_picture(act.tx, &case.case, kind, act.now)?;
            let events = decide_store_content(&case.case, &attachment, consent, act.now)?;
            if !events.is_empty() {
                if let Some(object) = object {
                    let claimed = on!(
                        act.tx,
                        attachments::claim_upload(object, still_in_time(act.now))
                    )?;
                    if !claimed {
                        return Err(Problem::retry_after(ProblemCode::Unavailable, 1).into());
                    }
                }
                // Nothing is written where somebody only tries: then there is no object.
                let object = object.or(act.only_tries().then(Uuid::nil));
                save(act, &mut attachment, &events, object, None)?;
            }
            Ok(Answer::ok(&attachment)?.version(attachment.version))
        })
        .await
}

/// What was announced, and whether it is still to come: asked before the body is waited for.
async fn asked_for(write: &Write, id: AttachmentId) -> Result<(AttachmentContent, bool), ApiError> {
    let worker = write.caller().actor.worker();
    let now = write.app().now();
    let found = write
        .app()
        .db()
        .read(Lane::Interactive, move |tx| {
            let Some(attachment) = on!(tx, attachments::find(id))? else {
                return Ok(None);
            };
            let Some(case) = load::find(tx, attachment.case_id, worker)? else {
                return Ok(None);
            };
            let kind = attachment.details.document_type;
            let consent = may_picture(tx, &case.case, kind, now)?;
            Ok::<_, ApiError>(Some((attachment, case, consent)))
        })
        .await?;
    let (attachment, case, consent) = found.ok_or(ProblemCode::NotFound)?;
    write.decide(&case.facts(None))?;
    let events = decide_store_content(&case.case, &attachment, consent, now)?;
    Ok((attachment.content, !events.is_empty()))
}

/// Reads the body to its end, and writes it as a new object if it is wanted. An object that is
/// taken over by nothing is swept up later: here nobody can know whether the act that failed did
/// not succeed after all.
async fn take(
    write: &Write,
    id: AttachmentId,
    declared: &AttachmentContent,
    payload: Payload,
    wanted: bool,
) -> Result<Option<Uuid>, ApiError> {
    let (app, mut payload) = (write.app(), payload.into_inner());
    let patience = app.body_time();
    if !wanted {
        receive(&mut payload, declared, patience, None).await?;
        return Ok(None);
    }
    let (object, now): (Uuid, _) = (app.new_id(), app.now());
    app.db()
        .write(move |tx| {
            on!(tx, attachments::begin_upload(object, id, now))?;
            Ok::<_, ApiError>(())
        })
        .await?;
    let mut writing = app.objects().write(app.keys(), &place(id), object).await?;
    match receive(&mut payload, declared, patience, Some(&mut writing)).await {
        Ok(()) => writing.finish().await?,
        Err(refused) => {
            writing.abandon().await;
            return Err(refused);
        }
    }
    Ok(Some(object))
}

/// Read the content of an attachment
///
/// Always as a download (`Content-Disposition: attachment`, `application/octet-stream`): a browser
/// shows none of it. `media_type` of the attachment says what it is, `Repr-Digest` and the ETag
/// repeat its SHA-256. For whoever sees the case; not for data officers (403). Refused:
/// `content_awaited`, `attachment_withdrawn` (409).
#[utoipa::path(get, path = "/v1/attachments/{attachment_id}/content", tag = "records",
    params(("attachment_id" = AttachmentId, Path, description = "The attachment.")),
    responses((status = 200, description = "The bytes.", content_type = "application/octet-stream",
        body = FileContent,
        headers(
            ("Content-Disposition" = String, description = "`attachment`, with a file name made of the title."),
            ("Repr-Digest" = String, description = "The SHA-256 digest of the content (RFC 9530)."),
            ("ETag" = String, description = "The tag of the content: it never changes.")))))]
pub async fn get_attachment_content(
    read: Read,
    path: Path<AttachmentId>,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let id = path.into_inner();
    let (attachment, object) = read_of_case(&read, move |tx, _| {
        let Some(attachment) = on!(tx, attachments::find(id))? else {
            return Ok(None);
        };
        let object = on!(tx, attachments::object_of(id))?;
        let case_id = attachment.case_id;
        Ok(Some(((attachment, object), case_id)))
    })
    .await?;
    attachment.has_content()?;
    let object = object.ok_or_else(|| ApiError::internal("a stored attachment has no object"))?;
    let etag = download::etag(&attachment);
    if read.has_already(&etag) {
        return Ok(download::not_modified(&etag));
    }
    if request.method() == Method::HEAD {
        return Ok(download::head(&attachment));
    }
    let app = &read.app;
    let content = app.objects().read(app.keys(), &place(id), object).await?;
    Ok(download::answer(&attachment, content))
}
