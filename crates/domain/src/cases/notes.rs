//! Case notes: drafted, signed, then only amended.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Case, CaseEvent, CaseId, NoteStatus, takes_records};
use crate::changes::changed_fields;
use crate::intake::CLOCK_SKEW;
use crate::parties::WorkerId;
use crate::refusal::{Decision, Refusal, RefusalCode, decided};
use crate::texts::{Lines, Narrative};

crate::record_id!(NoteId, "A case note.");
crate::record_id!(AmendmentId, "An amendment of a signed note.");

/// What a note says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct NoteDetails {
    /// When what it tells took place; not in the future.
    pub occurred_at: DateTime<Utc>,
    /// The text.
    pub text: Narrative,
}

/// A new note, a draft until its author signs it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({
    "occurred_at": "2026-03-09T02:15:00Z",
    "text": "Visited his house; the door was locked and the neighbour had not seen him for a week."
})))]
pub struct NewNote {
    /// The id made by the client (UUIDv7).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<NoteId>,
    /// What it says.
    #[serde(flatten)]
    pub details: NoteDetails,
}

/// A case note.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Note {
    /// The id.
    pub id: NoteId,
    /// The case.
    pub case_id: CaseId,
    /// What it says.
    #[serde(flatten)]
    pub details: NoteDetails,
    /// Where it stands.
    pub status: NoteStatus,
    /// Who wrote it.
    pub author_id: WorkerId,
    /// When it was signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed_at: Option<DateTime<Utc>>,
    /// Version, as in the ETag.
    pub version: i64,
    /// When it was recorded here.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub modified_at: DateTime<Utc>,
}

/// Amends a signed note: the note stays as it is, the amendment stands beside it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({
    "text": "The visit was on 8 March, not 9 March.",
    "reason": "Wrong date noticed when the file was reviewed."
})))]
pub struct NewAmendment {
    /// The id made by the client (UUIDv7).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<AmendmentId>,
    /// What is added or set right.
    pub text: Narrative,
    /// Why.
    pub reason: Lines,
}

/// An amendment of a signed note.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Amendment {
    /// The id.
    pub id: AmendmentId,
    /// The note.
    pub note_id: NoteId,
    /// What is added or set right.
    pub text: Narrative,
    /// Why.
    pub reason: Lines,
    /// Who wrote it.
    pub author_id: WorkerId,
    /// When it was recorded.
    pub created_at: DateTime<Utc>,
}

impl Note {
    /// The note that a draft event announces.
    #[must_use]
    pub const fn draft(
        id: NoteId,
        case_id: CaseId,
        details: NoteDetails,
        author: WorkerId,
        now: DateTime<Utc>,
    ) -> Self {
        Self {
            id,
            case_id,
            details,
            status: NoteStatus::Draft,
            author_id: author,
            signed_at: None,
            version: 1,
            created_at: now,
            modified_at: now,
        }
    }

    /// Takes over what an event says about this note. Never refuses; the text is set by the act.
    pub fn apply(&mut self, event: &CaseEvent) {
        match event {
            CaseEvent::NoteSigned { note_id, signed_at } if *note_id == self.id => {
                self.status = NoteStatus::Signed;
                self.signed_at = Some(*signed_at);
            }
            CaseEvent::NoteAmended { note_id, .. } if *note_id == self.id => {
                self.status = NoteStatus::Amended
            }
            CaseEvent::NoteSigned { .. }
            | CaseEvent::NoteAmended { .. }
            | CaseEvent::Opened(_)
            | CaseEvent::Moved { .. }
            | CaseEvent::Held { .. }
            | CaseEvent::Resumed { .. }
            | CaseEvent::RequirementOverridden { .. }
            | CaseEvent::TerminationEdited { .. }
            | CaseEvent::StepRecorded { .. }
            | CaseEvent::StepAmended { .. }
            | CaseEvent::StepWithdrawn { .. }
            | CaseEvent::ClosureRequested { .. }
            | CaseEvent::ClosureApproved { .. }
            | CaseEvent::ClosureRejected { .. }
            | CaseEvent::ClosureWithdrawn { .. }
            | CaseEvent::Closed { .. }
            | CaseEvent::Reopened { .. }
            | CaseEvent::Reassigned { .. }
            | CaseEvent::Transferred { .. }
            | CaseEvent::ConfidentialitySet { .. }
            | CaseEvent::RiskChanged { .. }
            | CaseEvent::RiskAlarmed { .. }
            | CaseEvent::CrisisAlarmed { .. }
            | CaseEvent::CrisisOver { .. }
            | CaseEvent::AlarmAcknowledged { .. }
            | CaseEvent::MemberNamed { .. }
            | CaseEvent::MemberRemoved { .. }
            | CaseEvent::NoteDrafted { .. }
            | CaseEvent::NoteEdited { .. }
            | CaseEvent::ContactRecorded { .. }
            | CaseEvent::TaskAdded { .. }
            | CaseEvent::TaskEdited { .. }
            | CaseEvent::TaskDone { .. }
            | CaseEvent::TaskCancelled { .. }
            | CaseEvent::CustodyReceived { .. }
            | CaseEvent::CustodyCorrected { .. }
            | CaseEvent::CustodyMoved { .. }
            | CaseEvent::CustodySettled { .. }
            | CaseEvent::CustodyWithdrawn { .. }
            | CaseEvent::DisclosureRecorded { .. } => {}
        }
    }
}

/// Drafts a note.
///
/// # Errors
/// `case_closed`, `in_future`.
pub fn decide_draft(
    case: &Case,
    note_id: NoteId,
    details: &NoteDetails,
    by: WorkerId,
    now: DateTime<Utc>,
) -> Decision<CaseEvent> {
    let mut refusals = takes_records(case).err().unwrap_or_default();
    refusals.extend(future(details, now));
    decided(refusals, || {
        vec![CaseEvent::NoteDrafted {
            note_id,
            author_id: by,
        }]
    })
}

/// Edits a draft. Without a change there is no event.
///
/// # Errors
/// `case_closed`, `note_signed`, `not_the_author`, `in_future`.
pub fn decide_edit(
    case: &Case,
    note: &Note,
    details: &NoteDetails,
    by: WorkerId,
    now: DateTime<Utc>,
) -> Decision<CaseEvent> {
    let mut refusals = editable(case, note, by);
    refusals.extend(future(details, now));
    let changed = changed_fields(&note.details, details);
    decided(refusals, || {
        if changed.is_empty() {
            Vec::new()
        } else {
            vec![CaseEvent::NoteEdited {
                note_id: note.id,
                changed,
            }]
        }
    })
}

/// Signs a draft; from then on it stays as it is.
///
/// # Errors
/// `case_closed`, `note_signed`, `not_the_author`.
pub fn decide_sign(
    case: &Case,
    note: &Note,
    by: WorkerId,
    now: DateTime<Utc>,
) -> Decision<CaseEvent> {
    decided(editable(case, note, by), || {
        vec![CaseEvent::NoteSigned {
            note_id: note.id,
            signed_at: now,
        }]
    })
}

/// Amends a signed note.
///
/// # Errors
/// `case_closed`, `note_not_signed`.
pub fn decide_amend(case: &Case, note: &Note, amendment_id: AmendmentId) -> Decision<CaseEvent> {
    let mut refusals = takes_records(case).err().unwrap_or_default();
    match note.status {
        NoteStatus::Draft => refusals.push(Refusal::new(RefusalCode::NoteNotSigned)),
        NoteStatus::Signed | NoteStatus::Amended => {}
    }
    decided(refusals, || {
        vec![CaseEvent::NoteAmended {
            note_id: note.id,
            amendment_id,
        }]
    })
}

fn editable(case: &Case, note: &Note, by: WorkerId) -> Vec<Refusal> {
    let mut refusals = takes_records(case).err().unwrap_or_default();
    match note.status {
        NoteStatus::Draft => {}
        NoteStatus::Signed | NoteStatus::Amended => {
            refusals.push(Refusal::new(RefusalCode::NoteSigned))
        }
    }
    if note.author_id != by {
        refusals.push(Refusal::new(RefusalCode::NotTheAuthor));
    }
    refusals
}

fn future(details: &NoteDetails, now: DateTime<Utc>) -> Option<Refusal> {
    (details.occurred_at > now + CLOCK_SKEW)
        .then(|| Refusal::new(RefusalCode::InFuture).at("/occurred_at"))
}
