//! Queries of attachments and of objects on their way.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use domain::{
    cases::{
        Attachment, AttachmentContent, AttachmentDetails, AttachmentId, AttachmentStatus, CaseId,
        MediaType,
    },
    words::Word,
};
use uuid::Uuid;

use super::Conn;
use crate::{
    cases::{
        attachments::routes::ListAttachments,
        records::{Order, Wanted, page_of_case},
    },
    db::{
        schema::{attachment_uploads, attachments},
        types::{Code, Id, Instant, Json, read_text},
    },
    http::paging::SMALL,
};

/// `document_type` is a column for the list; the whole of what is said is in `details`.
#[derive(Queryable, Selectable)]
#[diesel(table_name = attachments)]
struct AttachmentRow {
    id: Id,
    case_id: Id,
    added_by: Id,
    status: Code<AttachmentStatus>,
    details: Json<AttachmentDetails>,
    media_type: Code<MediaType>,
    size: i64,
    sha256: String,
    stored_at: Option<Instant>,
    withdrawn_at: Option<Instant>,
    withdrawal_reason: Option<String>,
    version: i64,
    created_at: Instant,
    modified_at: Instant,
}

impl AttachmentRow {
    fn read(self) -> QueryResult<Attachment> {
        Ok(Attachment {
            id: self.id.to(),
            case_id: self.case_id.to(),
            details: self.details.0,
            content: AttachmentContent {
                media_type: self.media_type.0,
                size: self.size,
                sha256: read_text(self.sha256)?,
            },
            status: self.status.0,
            added_by: self.added_by.to(),
            stored_at: self.stored_at.map(|at| at.0),
            withdrawn_at: self.withdrawn_at.map(|at| at.0),
            withdrawal_reason: self.withdrawal_reason.map(read_text).transpose()?,
            version: self.version,
            created_at: self.created_at.0,
            modified_at: self.modified_at.0,
        })
    }
}

/// The case of an attachment.
pub fn case_of(conn: &mut Conn, id: AttachmentId) -> QueryResult<Option<CaseId>> {
    attachments::table
        .find(Id::from(id))
        .select(attachments::case_id)
        .get_result::<Id>(conn)
        .optional()
        .map(|id| id.map(Id::to))
}

/// An attachment.
pub fn find(conn: &mut Conn, id: AttachmentId) -> QueryResult<Option<Attachment>> {
    let row = attachments::table
        .find(Id::from(id))
        .select(AttachmentRow::as_select())
        .get_result(conn);
    row.optional()?.map(AttachmentRow::read).transpose()
}

/// The object with the content of an attachment.
pub fn object_of(conn: &mut Conn, id: AttachmentId) -> QueryResult<Option<Uuid>> {
    attachments::table
        .find(Id::from(id))
        .select(attachments::object)
        .get_result::<Option<Id>>(conn)
        .optional()
        .map(|found| found.flatten().map(|id| id.0))
}

/// A page of the attachments of a case.
pub fn list(conn: &mut Conn, wanted: &Wanted<ListAttachments>) -> QueryResult<Vec<Attachment>> {
    let mut query = attachments::table
        .select(AttachmentRow::as_select())
        .into_boxed();
    if let Some(document_type) = wanted.query.document_type {
        query = query.filter(attachments::document_type.eq(document_type.code()));
    }
    if let Some(status) = wanted.query.status {
        query = query.filter(attachments::status.eq(Code(status)));
    }
    page_of_case!(query, attachments, created_at, modified_at, wanted)
        .load(conn)?
        .into_iter()
        .map(AttachmentRow::read)
        .collect()
}

/// The columns that change in the life of an attachment.
macro_rules! changing {
    ($attachment:expr) => {
        (
            attachments::status.eq(Code($attachment.status)),
            attachments::document_type.eq($attachment.details.document_type.code()),
            attachments::details.eq(Json($attachment.details.clone())),
            attachments::stored_at.eq($attachment.stored_at.map(Instant::from)),
            attachments::withdrawn_at.eq($attachment.withdrawn_at.map(Instant::from)),
            attachments::withdrawal_reason.eq($attachment
                .withdrawal_reason
                .as_ref()
                .map(|reason| reason.as_str())),
            attachments::version.eq($attachment.version),
            attachments::modified_at.eq(Instant::from($attachment.modified_at)),
        )
    };
}

/// Writes a new attachment.
pub fn insert(conn: &mut Conn, attachment: &Attachment) -> QueryResult<()> {
    let content = &attachment.content;
    diesel::insert_into(attachments::table)
        .values((
            attachments::id.eq(Id::from(attachment.id)),
            attachments::case_id.eq(Id::from(attachment.case_id)),
            attachments::added_by.eq(Id::from(attachment.added_by)),
            attachments::media_type.eq(content.media_type.code()),
            attachments::size.eq(content.size),
            attachments::sha256.eq(content.sha256.as_str()),
            attachments::created_at.eq(Instant::from(attachment.created_at)),
            changing!(attachment),
        ))
        .execute(conn)
        .map(|_| ())
}

/// Saves a changed attachment where its version is still `before`, with the object that its
/// content has come in, if it has come just now; `false` if the version is another.
pub fn save(
    conn: &mut Conn,
    attachment: &Attachment,
    before: i64,
    object: Option<Uuid>,
) -> QueryResult<bool> {
    let current = attachments::table
        .filter(attachments::id.eq(Id::from(attachment.id)))
        .filter(attachments::version.eq(before));
    let changed = match object {
        None => diesel::update(current)
            .set(changing!(attachment))
            .execute(conn)?,
        Some(object) => diesel::update(current)
            .set((
                changing!(attachment),
                attachments::object.eq(Some(Id(object))),
            ))
            .execute(conn)?,
    };
    Ok(changed == 1)
}

/// Notes that an object is being written.
pub fn begin_upload(
    conn: &mut Conn,
    object: Uuid,
    id: AttachmentId,
    now: DateTime<Utc>,
) -> QueryResult<()> {
    diesel::insert_into(attachment_uploads::table)
        .values((
            attachment_uploads::object.eq(Id(object)),
            attachment_uploads::attachment_id.eq(Id::from(id)),
            attachment_uploads::started_at.eq(Instant::from(now)),
        ))
        .execute(conn)
        .map(|_| ())
}

/// Takes a written object over, if its writing began after this time; `false` if it may be swept
/// up already.
pub fn claim_upload(conn: &mut Conn, object: Uuid, after: DateTime<Utc>) -> QueryResult<bool> {
    let upload = attachment_uploads::table
        .filter(attachment_uploads::object.eq(Id(object)))
        .filter(attachment_uploads::started_at.gt(Instant::from(after)));
    diesel::delete(upload).execute(conn).map(|gone| gone == 1)
}

/// Objects whose writing began before this time and that nothing took over, some at a time.
pub fn left_behind(conn: &mut Conn, before: DateTime<Utc>) -> QueryResult<Vec<Uuid>> {
    let found: Vec<Id> = attachment_uploads::table
        .filter(attachment_uploads::started_at.lt(Instant::from(before)))
        .order(attachment_uploads::started_at)
        .select(attachment_uploads::object)
        .limit(SMALL)
        .load(conn)?;
    Ok(found.into_iter().map(|id| id.0).collect())
}

/// Forgets an object that was removed.
pub fn forget_upload(conn: &mut Conn, object: Uuid) -> QueryResult<()> {
    diesel::delete(attachment_uploads::table.find(Id(object)))
        .execute(conn)
        .map(|_| ())
}
