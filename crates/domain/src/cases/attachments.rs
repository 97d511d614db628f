//! Attachments: papers, pictures and recordings of a case. Announced first, with size and digest;
//! the content follows and is taken only if it is what was announced. Nothing is ever replaced: a
//! wrong one is withdrawn with a reason, and its content is no longer given out.

use std::fmt;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, SchemaType, Type};
use utoipa::{PartialSchema, ToSchema};

use super::{Case, CaseId, MediaType, takes_records};
use crate::changes::changed_fields;
use crate::engagement::{ConsentPurpose, is_picture};
use crate::intake::DocumentType;
use crate::parties::WorkerId;
use crate::refusal::{Decision, Refusal, RefusalCode, decided};
use crate::texts::{Line, Lines};

crate::record_id!(AttachmentId, "An attachment of a case.");

crate::vocabulary! {
    /// Where an attachment stands.
    pub enum AttachmentStatus ("attachment_status", closed) {
        AwaitingContent = "awaiting_content" | "Menunggu kandungan" | "Menunggu isi" | "Its content has not come yet" | "°",
        Stored = "stored" | "Disimpan" | "Tersimpan" | "Stored" | "°",
        Withdrawn = "withdrawn" | "Ditarik balik" | "Ditarik kembali" | "Withdrawn" | "°",
    }
}

/// A SHA-256 digest, as 64 lower-case hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Sha256(String);

/// The text is no SHA-256 digest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoDigest;

impl fmt::Display for NoDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("64 lower-case hexadecimal digits")
    }
}

impl Sha256 {
    /// From its bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
    }

    /// The digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Sha256 {
    type Error = NoDigest;
    fn try_from(text: String) -> Result<Self, NoDigest> {
        let digit = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
        let whole = text.len() == 64 && text.bytes().all(digit);
        whole.then_some(Self(text)).ok_or(NoDigest)
    }
}

impl From<Sha256> for String {
    fn from(digest: Sha256) -> Self {
        digest.0
    }
}

impl PartialSchema for Sha256 {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(SchemaType::Type(Type::String))
            .min_length(Some(64))
            .max_length(Some(64))
            .pattern(Some("^[0-9a-f]{64}$"))
            .description(Some(
                "The SHA-256 digest of the content, as 64 lower-case hexadecimal digits.",
            ))
            .examples([serde_json::json!(
                "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
            )])
            .into()
    }
}

impl ToSchema for Sha256 {}

/// What an attachment is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct AttachmentDetails {
    /// What kind of paper it is.
    pub document_type: DocumentType,
    /// What people call it.
    pub title: Line,
    /// What is to be known about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<Lines>,
    /// The day on which the picture was taken, the paper written or the recording made; not in
    /// the future.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken_on: Option<NaiveDate>,
}

/// The content that is to come, or has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AttachmentContent {
    /// Its media type. The bytes must agree with it.
    pub media_type: MediaType,
    /// Its size in bytes. The installation sets how large it may be (413); 25 MiB unless told.
    #[schema(minimum = 1, maximum = 4_294_967_296_i64)]
    pub size: i64,
    /// Its digest.
    pub sha256: Sha256,
}

/// Announces an attachment; its content follows in a request of its own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({
    "document_type": "photo", "title": "The roof after the storm", "taken_on": "2026-03-01",
    "media_type": "image/jpeg", "size": 482_113,
    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
})))]
pub struct NewAttachment {
    /// The id made by the client (UUIDv7).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<AttachmentId>,
    /// What it is.
    #[serde(flatten)]
    pub details: AttachmentDetails,
    /// What is to come.
    #[serde(flatten)]
    pub content: AttachmentContent,
}

/// Withdraws an attachment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({"reason": "This is the medical report of somebody else."})))]
pub struct WithdrawAttachment {
    /// Why.
    pub reason: Lines,
}

/// An attachment of a case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Attachment {
    /// The id.
    pub id: AttachmentId,
    /// The case.
    pub case_id: CaseId,
    /// What it is.
    #[serde(flatten)]
    pub details: AttachmentDetails,
    /// What its content is, or will be.
    #[serde(flatten)]
    pub content: AttachmentContent,
    /// Where it stands.
    pub status: AttachmentStatus,
    /// Who added it.
    pub added_by: WorkerId,
    /// When its content had come.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stored_at: Option<DateTime<Utc>>,
    /// When it was withdrawn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn_at: Option<DateTime<Utc>>,
    /// Why it was withdrawn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawal_reason: Option<Lines>,
    /// Version, as in the ETag.
    pub version: i64,
    /// When it was recorded here.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub modified_at: DateTime<Utc>,
}

/// Something that happened to an attachment; it stands on the timeline of its case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum AttachmentEvent {
    /// It was announced.
    #[serde(rename = "case.attachment_added")]
    Added {
        /// The attachment.
        attachment_id: AttachmentId,
        /// What kind of paper it is.
        document_type: DocumentType,
        /// Its media type.
        media_type: MediaType,
        /// Its size in bytes.
        size: i64,
    },
    /// Its content has come.
    #[serde(rename = "case.attachment_stored")]
    Stored {
        /// The attachment.
        attachment_id: AttachmentId,
        /// When.
        stored_at: DateTime<Utc>,
    },
    /// What is said of it was changed.
    #[serde(rename = "case.attachment_edited")]
    Edited {
        /// The attachment.
        attachment_id: AttachmentId,
        /// The names of the fields that changed.
        changed: Vec<String>,
    },
    /// It was withdrawn.
    #[serde(rename = "case.attachment_withdrawn")]
    Withdrawn {
        /// The attachment.
        attachment_id: AttachmentId,
        /// When.
        withdrawn_at: DateTime<Utc>,
    },
}

impl Attachment {
    /// The attachment that an added event announces.
    #[must_use]
    pub fn added(
        id: AttachmentId,
        case_id: CaseId,
        new: NewAttachment,
        by: WorkerId,
        now: DateTime<Utc>,
    ) -> Self {
        Self {
            id,
            case_id,
            details: new.details,
            content: new.content,
            status: AttachmentStatus::AwaitingContent,
            added_by: by,
            stored_at: None,
            withdrawn_at: None,
            withdrawal_reason: None,
            version: 1,
            created_at: now,
            modified_at: now,
        }
    }

    /// Takes over what an event says. Never refuses; free text is set by the act.
    pub fn apply(&mut self, event: &AttachmentEvent) {
        match event {
            AttachmentEvent::Stored { stored_at, .. } => {
                self.status = AttachmentStatus::Stored;
                self.stored_at = Some(*stored_at);
            }
            AttachmentEvent::Withdrawn { withdrawn_at, .. } => {
                self.status = AttachmentStatus::Withdrawn;
                self.withdrawn_at = Some(*withdrawn_at);
            }
            AttachmentEvent::Added { .. } | AttachmentEvent::Edited { .. } => {}
        }
    }

    /// Whether its content can be given out.
    ///
    /// # Errors
    /// `content_awaited`, `attachment_withdrawn`.
    pub fn has_content(&self) -> Result<(), Vec<Refusal>> {
        let code = match self.status {
            AttachmentStatus::Stored => return Ok(()),
            AttachmentStatus::AwaitingContent => RefusalCode::ContentAwaited,
            AttachmentStatus::Withdrawn => RefusalCode::AttachmentWithdrawn,
        };
        Err(vec![Refusal::new(code)])
    }

    fn not_withdrawn(&self) -> Option<Refusal> {
        match self.status {
            AttachmentStatus::AwaitingContent | AttachmentStatus::Stored => None,
            AttachmentStatus::Withdrawn => Some(Refusal::new(RefusalCode::AttachmentWithdrawn)),
        }
    }
}

/// Announces an attachment. `photo_consent` tells whether the client's consent to be pictured is in
/// force, which a photo or a video needs (rule 10).
///
/// # Errors
/// `case_closed`, `in_future`, `consent_needed`.
pub fn decide_add_attachment(
    case: &Case,
    attachment_id: AttachmentId,
    new: &NewAttachment,
    photo_consent: bool,
    today: NaiveDate,
) -> Decision<AttachmentEvent> {
    let mut refusals = takes_records(case).err().unwrap_or_default();
    refusals.extend(future(&new.details, today));
    refusals.extend(unconsented(new.details.document_type, photo_consent));
    decided(refusals, || {
        vec![AttachmentEvent::Added {
            attachment_id,
            document_type: new.details.document_type,
            media_type: new.content.media_type,
            size: new.content.size,
        }]
    })
}

/// Takes the content. What has come already is not taken again: there is no event then. A picture
/// whose consent was withdrawn since it was announced does not come in any more.
///
/// # Errors
/// `case_closed`, `attachment_withdrawn`, `consent_needed`.
pub fn decide_store_content(
    case: &Case,
    attachment: &Attachment,
    photo_consent: bool,
    now: DateTime<Utc>,
) -> Decision<AttachmentEvent> {
    let kind = attachment.details.document_type;
    let barred = || {
        let closed = takes_records(case).err().unwrap_or_default();
        let unconsented = unconsented(kind, photo_consent);
        closed.into_iter().chain(unconsented).collect()
    };
    let refusals = match attachment.status {
        AttachmentStatus::AwaitingContent => barred(),
        AttachmentStatus::Stored => return Ok(Vec::new()),
        AttachmentStatus::Withdrawn => attachment.not_withdrawn().into_iter().collect(),
    };
    decided(refusals, || {
        vec![AttachmentEvent::Stored {
            attachment_id: attachment.id,
            stored_at: now,
        }]
    })
}

/// Changes what is said of it. Without a change there is no event. What was no photo or video
/// becomes one only with the consent that such a one needs.
///
/// # Errors
/// `case_closed`, `attachment_withdrawn`, `in_future`, `consent_needed`.
pub fn decide_edit_attachment(
    case: &Case,
    attachment: &Attachment,
    details: &AttachmentDetails,
    photo_consent: bool,
    today: NaiveDate,
) -> Decision<AttachmentEvent> {
    let mut refusals = takes_records(case).err().unwrap_or_default();
    refusals.extend(attachment.not_withdrawn());
    refusals.extend(future(details, today));
    if !is_picture(attachment.details.document_type) {
        refusals.extend(unconsented(details.document_type, photo_consent));
    }
    let changed = changed_fields(&attachment.details, details);
    decided(refusals, || {
        if changed.is_empty() {
            Vec::new()
        } else {
            vec![AttachmentEvent::Edited {
                attachment_id: attachment.id,
                changed,
            }]
        }
    })
}

/// Withdraws it: the record stays, the content is no longer given out. On a closed case too: what
/// should never have been there is not to be read until somebody reopens it.
///
/// # Errors
/// `attachment_withdrawn`.
pub fn decide_withdraw_attachment(
    attachment: &Attachment,
    now: DateTime<Utc>,
) -> Decision<AttachmentEvent> {
    decided(attachment.not_withdrawn().into_iter().collect(), || {
        vec![AttachmentEvent::Withdrawn {
            attachment_id: attachment.id,
            withdrawn_at: now,
        }]
    })
}

fn unconsented(kind: DocumentType, photo_consent: bool) -> Option<Refusal> {
    let purpose = ConsentPurpose::Photo;
    (is_picture(kind) && !photo_consent)
        .then(|| Refusal::new(RefusalCode::ConsentNeeded).with("purpose", purpose))
}

fn future(details: &AttachmentDetails, today: NaiveDate) -> Option<Refusal> {
    let taken_on = details.taken_on?;
    (taken_on > today).then(|| Refusal::new(RefusalCode::InFuture).at("/taken_on"))
}
