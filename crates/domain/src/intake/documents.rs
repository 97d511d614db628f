//! The document checklist of an intake: what its categories ask for, and what has come in.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    Category, DocumentStatus, DocumentType, Intake, IntakeDecision, IntakeEvent, IntakeId,
    acts::undecided,
};
use crate::cases::{Case, takes_records};
use crate::parties::WorkerId;
use crate::refusal::{Decision, Refusal, RefusalCode, decided};
use crate::texts::{Lines, Reason};

crate::record_id!(
    DocumentItemId,
    "An item of the document checklist of an intake."
);

/// A document that a category asks for (configuration).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({"category": "elder_neglect", "document_type": "medical_report", "required": true})))]
pub struct DocumentRequirement {
    /// The category of the intake.
    pub category: Category,
    /// The document.
    pub document_type: DocumentType,
    /// Whether acceptance needs it; else it is only asked for.
    pub required: bool,
}

/// A document that an intake asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WantedDocument {
    /// The document.
    pub document_type: DocumentType,
    /// Whether acceptance needs it.
    pub required: bool,
}

/// An item of the document checklist.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct DocumentItem {
    /// The id.
    pub id: DocumentItemId,
    /// The intake it belongs to.
    pub intake_id: IntakeId,
    /// The document.
    pub document_type: DocumentType,
    /// Whether acceptance needs it.
    pub required: bool,
    /// Where it stands.
    pub status: DocumentStatus,
    /// The day it was received.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub received_on: Option<NaiveDate>,
    /// A remark about what was received.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Lines>,
    /// Why it was waived.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waived_reason: Option<Reason>,
    /// Who waived it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waived_by: Option<WorkerId>,
    /// When it was waived.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waived_at: Option<DateTime<Utc>>,
    /// Version, as in the ETag.
    pub version: i64,
    /// When it was put on the list.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub modified_at: DateTime<Utc>,
}

/// Asks for a document that the categories of the intake do not ask for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({"document_type": "court_order"})))]
pub struct AddDocument {
    /// The id made by the client (UUIDv7).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<DocumentItemId>,
    /// The document.
    pub document_type: DocumentType,
}

impl AddDocument {
    /// The document, which acceptance then needs.
    #[must_use]
    pub const fn wanted(&self) -> WantedDocument {
        WantedDocument {
            document_type: self.document_type,
            required: true,
        }
    }
}

/// Records that a document came in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({"received_on": "2026-03-05", "note": "Certified copy."})))]
pub struct ReceiveDocument {
    /// The day it was received, in the unit's time zone; not in the future.
    pub received_on: NaiveDate,
    /// A remark about what was received.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Lines>,
}

/// Lets a document go (a supervisor's act).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({"reason": "The police station burnt down; the report cannot be had again."})))]
pub struct WaiveDocument {
    /// Why.
    pub reason: Reason,
}

/// The documents that these categories ask for: the union (rule 41), required where any of them
/// requires it, in the order of the list of document types.
#[must_use]
pub fn checklist_for(
    categories: &[Category],
    requirements: &[DocumentRequirement],
) -> Vec<WantedDocument> {
    let mut wanted: BTreeMap<DocumentType, bool> = BTreeMap::new();
    for rule in requirements
        .iter()
        .filter(|rule| categories.contains(&rule.category))
    {
        *wanted.entry(rule.document_type).or_default() |= rule.required;
    }
    wanted
        .into_iter()
        .map(|(document_type, required)| WantedDocument {
            document_type,
            required,
        })
        .collect()
}

/// What is wanted but not on the checklist yet: the items to add.
#[must_use]
pub fn not_on_checklist(items: &[DocumentItem], wanted: &[WantedDocument]) -> Vec<WantedDocument> {
    wanted
        .iter()
        .copied()
        .filter(|want| {
            items
                .iter()
                .all(|item| item.document_type != want.document_type)
        })
        .collect()
}

impl DocumentItem {
    /// A new item, still awaited.
    #[must_use]
    pub const fn pending(
        id: DocumentItemId,
        intake_id: IntakeId,
        wanted: WantedDocument,
        now: DateTime<Utc>,
    ) -> Self {
        Self {
            id,
            intake_id,
            document_type: wanted.document_type,
            required: wanted.required,
            status: DocumentStatus::Pending,
            received_on: None,
            note: None,
            waived_reason: None,
            waived_by: None,
            waived_at: None,
            version: 1,
            created_at: now,
            modified_at: now,
        }
    }

    /// Whether acceptance still waits for it.
    #[must_use]
    pub const fn outstanding(&self) -> bool {
        self.required && matches!(self.status, DocumentStatus::Pending)
    }

    /// Whether an emergency was accepted without it, and the day by which it was due is over.
    #[must_use]
    pub fn overdue(&self, intake: &Intake, today: NaiveDate) -> bool {
        let due = intake.progress.documents_due_on;
        self.outstanding() && due.is_some_and(|due| due < today)
    }

    /// Takes over what an event says about this item. Never refuses; free text is set by the act.
    pub fn apply(&mut self, event: &IntakeEvent) {
        match event {
            IntakeEvent::DocumentReceived {
                document_item_id,
                received_on,
                ..
            } if *document_item_id == self.id => {
                self.status = DocumentStatus::Received;
                self.received_on = Some(*received_on);
            }
            IntakeEvent::DocumentWaived {
                document_item_id,
                waived_by,
                waived_at,
                ..
            } if *document_item_id == self.id => {
                self.status = DocumentStatus::Waived;
                self.waived_by = Some(*waived_by);
                self.waived_at = Some(*waived_at);
            }
            IntakeEvent::DocumentReceived { .. }
            | IntakeEvent::DocumentWaived { .. }
            | IntakeEvent::Recorded { .. }
            | IntakeEvent::DocumentAdded { .. }
            | IntakeEvent::Corrected { .. }
            | IntakeEvent::Screened { .. }
            | IntakeEvent::Returned { .. }
            | IntakeEvent::Resubmitted {}
            | IntakeEvent::Accepted { .. }
            | IntakeEvent::Declined { .. }
            | IntakeEvent::Redirected { .. }
            | IntakeEvent::Advised { .. }
            | IntakeEvent::FoundDuplicate { .. }
            | IntakeEvent::DuplicateNoted { .. }
            | IntakeEvent::ContactRecorded { .. }
            | IntakeEvent::RequirementOverridden { .. } => {}
        }
    }
}

/// Documents may still come in after acceptance (an emergency leaves some outstanding) while the
/// case that was opened is not closed; not after any other decision.
fn takes_documents(intake: &Intake, case: Option<&Case>) -> Vec<Refusal> {
    match intake.progress.decision {
        Some(
            IntakeDecision::Declined
            | IntakeDecision::Redirected
            | IntakeDecision::Advised
            | IntakeDecision::Duplicate,
        ) => vec![Refusal::new(RefusalCode::IntakeDecided)],
        Some(IntakeDecision::Accepted) | None => case
            .and_then(|case| takes_records(case).err())
            .unwrap_or_default(),
    }
}

/// A document is asked for. Whether it is on the checklist already is the store's affair.
///
/// # Errors
/// `intake_decided`.
pub fn decide_add_document(
    intake: &Intake,
    command: &AddDocument,
    id: DocumentItemId,
) -> Decision<IntakeEvent> {
    decided(undecided(intake), || {
        vec![IntakeEvent::DocumentAdded {
            document_item_id: id,
            document_type: command.document_type,
        }]
    })
}

/// A document comes in; `today` is the date in the unit's time zone, `case` the one that an
/// accepted intake opened.
///
/// # Errors
/// `intake_decided`, `case_closed`, `document_already_received`, `in_future`.
pub fn decide_receive(
    (intake, case): (&Intake, Option<&Case>),
    item: &DocumentItem,
    command: &ReceiveDocument,
    today: NaiveDate,
) -> Decision<IntakeEvent> {
    let mut refusals = takes_documents(intake, case);
    match item.status {
        DocumentStatus::Received => {
            refusals.push(Refusal::new(RefusalCode::DocumentAlreadyReceived))
        }
        DocumentStatus::Pending | DocumentStatus::Waived => {}
    }
    if command.received_on > today {
        refusals.push(Refusal::new(RefusalCode::InFuture).at("/received_on"));
    }
    decided(refusals, || {
        vec![IntakeEvent::DocumentReceived {
            document_item_id: item.id,
            document_type: item.document_type,
            received_on: command.received_on,
        }]
    })
}

/// A document is let go, with a reason; `case` is the one that an accepted intake opened.
///
/// # Errors
/// `intake_decided`, `case_closed`, `document_already_received`, `document_already_waived`.
pub fn decide_waive(
    (intake, case): (&Intake, Option<&Case>),
    item: &DocumentItem,
    by: WorkerId,
    now: DateTime<Utc>,
) -> Decision<IntakeEvent> {
    let mut refusals = takes_documents(intake, case);
    match item.status {
        DocumentStatus::Received => {
            refusals.push(Refusal::new(RefusalCode::DocumentAlreadyReceived))
        }
        DocumentStatus::Waived => refusals.push(Refusal::new(RefusalCode::DocumentAlreadyWaived)),
        DocumentStatus::Pending => {}
    }
    decided(refusals, || {
        vec![IntakeEvent::DocumentWaived {
            document_item_id: item.id,
            document_type: item.document_type,
            waived_by: by,
            waived_at: now,
        }]
    })
}
