//! What happens to an intake, as the timeline tells it: ids, codes and dates, no personal data.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    Category, Client, DeclineReason, DocumentItemId, DocumentType, DuplicateOf, DuplicateResult,
    IntakeChannel, IntakeDecision, IntakeId, IntakeProgress, IntakeStatus, Urgency,
};
use crate::cases::{CaseId, ContactId, ContactWith, OverrideId, RequirementCode};
use crate::parties::contact_point::ContactChannel;
use crate::parties::{PersonId, UnitId, WorkerId};

/// The part of an intake's details that is no free text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct IntakeHeading {
    /// How the matter reached the office.
    pub channel: IntakeChannel,
    /// The person it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person_id: Option<PersonId>,
    /// Who the client is.
    #[serde(default)]
    pub client: Client,
    /// What it is mainly about.
    pub category: Category,
    /// What else it is about.
    #[serde(default)]
    #[schema(max_items = 10)]
    pub secondary_categories: Vec<Category>,
    /// How soon somebody must respond.
    pub urgency: Urgency,
    /// When the matter reached the office.
    pub received_at: DateTime<Utc>,
    /// When somebody must have responded.
    pub response_due_at: DateTime<Utc>,
}

/// Something that happened to an intake.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "type")]
pub enum IntakeEvent {
    /// The matter was recorded.
    #[serde(rename = "intake.recorded")]
    Recorded {
        /// The unit that took it in.
        unit_id: UnitId,
        /// What it is about.
        #[serde(flatten)]
        heading: IntakeHeading,
    },
    /// What was told about it was corrected.
    #[serde(rename = "intake.corrected")]
    Corrected {
        /// What it is about now.
        #[serde(flatten)]
        heading: IntakeHeading,
        /// The names of the fields that changed.
        #[schema(max_items = 20)]
        changed: Vec<String>,
    },
    /// The screening was recorded.
    #[serde(rename = "intake.screened")]
    Screened {
        /// Whether all three tests are met.
        three_tests_met: bool,
        /// What the search for earlier records came to.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        duplicates: Option<DuplicateResult>,
    },
    /// A document was added to the checklist.
    #[serde(rename = "intake.document_added")]
    DocumentAdded {
        /// The item of the checklist.
        document_item_id: DocumentItemId,
        /// The kind of document.
        document_type: DocumentType,
    },
    /// A document of the checklist was received.
    #[serde(rename = "intake.document_received")]
    DocumentReceived {
        /// The item of the checklist.
        document_item_id: DocumentItemId,
        /// The kind of document.
        document_type: DocumentType,
        /// The day it was received.
        received_on: NaiveDate,
    },
    /// A document of the checklist was waived.
    #[serde(rename = "intake.document_waived")]
    DocumentWaived {
        /// The item of the checklist.
        document_item_id: DocumentItemId,
        /// The kind of document.
        document_type: DocumentType,
        /// Who waived it.
        waived_by: WorkerId,
        /// When.
        waived_at: DateTime<Utc>,
    },
    /// The intake was returned to the referrer because documents are missing.
    #[serde(rename = "intake.returned")]
    Returned {
        /// Everything that is missing.
        #[schema(max_items = 60)]
        missing: Vec<DocumentType>,
        /// The part of it that was not on the checklist before and joins it now.
        #[schema(max_items = 60)]
        added: Vec<DocumentType>,
        /// When.
        returned_at: DateTime<Utc>,
    },
    /// The referrer sent it again.
    #[serde(rename = "intake.resubmitted")]
    Resubmitted {},
    /// It was accepted, and a case was opened.
    #[serde(rename = "intake.accepted")]
    Accepted {
        /// The case.
        case_id: CaseId,
        /// The caseworker who answers for it.
        caseworker_id: WorkerId,
        /// By when the outstanding documents are due.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        documents_due_on: Option<NaiveDate>,
        /// The overrides that let it pass.
        #[schema(max_items = 20)]
        overrides_used: Vec<OverrideId>,
        /// Who decided.
        decided_by: WorkerId,
        /// When.
        decided_at: DateTime<Utc>,
    },
    /// It was declined.
    #[serde(rename = "intake.declined")]
    Declined {
        /// Why.
        reason: DeclineReason,
        /// Who decided.
        decided_by: WorkerId,
        /// When.
        decided_at: DateTime<Utc>,
    },
    /// It was redirected to another organisation.
    #[serde(rename = "intake.redirected")]
    Redirected {
        /// Who decided.
        decided_by: WorkerId,
        /// When.
        decided_at: DateTime<Utc>,
    },
    /// It was answered with information or advice.
    #[serde(rename = "intake.advised")]
    Advised {
        /// Who decided.
        decided_by: WorkerId,
        /// When.
        decided_at: DateTime<Utc>,
    },
    /// It was found to repeat another record.
    #[serde(rename = "intake.found_duplicate")]
    FoundDuplicate {
        /// That record.
        of: DuplicateOf,
        /// Who decided.
        decided_by: WorkerId,
        /// When.
        decided_at: DateTime<Utc>,
    },
    /// Another intake was found to repeat this record: told of the intake or case it repeats.
    #[serde(rename = "intake.duplicate_noted")]
    DuplicateNoted {
        /// The intake that was ended as a duplicate.
        intake_id: IntakeId,
    },
    /// A contact, or an attempt at one, was recorded.
    #[serde(rename = "intake.contact_recorded")]
    ContactRecorded {
        /// The contact.
        contact_id: ContactId,
        /// With whom it was sought.
        with: ContactWith,
        /// By which way.
        channel: ContactChannel,
        /// Whether somebody was reached.
        reached: bool,
        /// When it took place.
        at: DateTime<Utc>,
    },
    /// A requirement of acceptance was overridden.
    #[serde(rename = "intake.requirement_overridden")]
    RequirementOverridden {
        /// The override.
        override_id: OverrideId,
        /// The requirement.
        requirement: RequirementCode,
        /// Who overrode it.
        overridden_by: WorkerId,
        /// When the override ends by itself.
        expires_at: DateTime<Utc>,
    },
}

impl IntakeEvent {
    /// The type of the event, as in its `type` field.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Recorded { .. } => "intake.recorded",
            Self::Corrected { .. } => "intake.corrected",
            Self::Screened { .. } => "intake.screened",
            Self::DocumentAdded { .. } => "intake.document_added",
            Self::DocumentReceived { .. } => "intake.document_received",
            Self::DocumentWaived { .. } => "intake.document_waived",
            Self::Returned { .. } => "intake.returned",
            Self::Resubmitted {} => "intake.resubmitted",
            Self::Accepted { .. } => "intake.accepted",
            Self::Declined { .. } => "intake.declined",
            Self::Redirected { .. } => "intake.redirected",
            Self::Advised { .. } => "intake.advised",
            Self::FoundDuplicate { .. } => "intake.found_duplicate",
            Self::DuplicateNoted { .. } => "intake.duplicate_noted",
            Self::ContactRecorded { .. } => "intake.contact_recorded",
            Self::RequirementOverridden { .. } => "intake.requirement_overridden",
        }
    }
}

impl IntakeProgress {
    /// The progress that these events, the first of which records the intake, add up to.
    pub fn fold<'e>(events: impl IntoIterator<Item = &'e IntakeEvent>) -> Option<Self> {
        let mut progress: Option<Self> = None;
        for event in events {
            match (&mut progress, event) {
                (None, IntakeEvent::Recorded { heading, .. }) => {
                    progress = Some(Self::received(heading.response_due_at));
                }
                (None, _) => return None,
                (Some(progress), event) => progress.apply(event),
            }
        }
        progress
    }

    /// Takes over what an event says. Never refuses.
    pub fn apply(&mut self, event: &IntakeEvent) {
        match event {
            IntakeEvent::Recorded { heading, .. } | IntakeEvent::Corrected { heading, .. } => {
                self.response_due_at = heading.response_due_at;
            }
            IntakeEvent::Screened { .. } => self.status = IntakeStatus::Screening,
            IntakeEvent::Resubmitted {} => {
                self.status = IntakeStatus::Screening;
                self.missing_documents.clear();
            }
            IntakeEvent::Returned {
                missing,
                returned_at,
                ..
            } => {
                self.status = IntakeStatus::ReturnedIncomplete;
                self.missing_documents.clone_from(missing);
                self.returned_at = Some(*returned_at);
                self.responded_at.get_or_insert(*returned_at);
            }
            IntakeEvent::Accepted {
                case_id,
                documents_due_on,
                decided_by,
                decided_at,
                ..
            } => {
                self.decide(IntakeDecision::Accepted, *decided_by, *decided_at);
                self.case_id = Some(*case_id);
                self.documents_due_on = *documents_due_on;
            }
            IntakeEvent::Declined {
                reason,
                decided_by,
                decided_at,
            } => {
                self.decide(IntakeDecision::Declined, *decided_by, *decided_at);
                self.decline_reason = Some(*reason);
            }
            IntakeEvent::Redirected {
                decided_by,
                decided_at,
            } => self.decide(IntakeDecision::Redirected, *decided_by, *decided_at),
            IntakeEvent::Advised {
                decided_by,
                decided_at,
            } => self.decide(IntakeDecision::Advised, *decided_by, *decided_at),
            IntakeEvent::FoundDuplicate {
                of,
                decided_by,
                decided_at,
            } => {
                self.decide(IntakeDecision::Duplicate, *decided_by, *decided_at);
                self.duplicate_of = Some(*of);
            }
            // What was recorded late may have been the first response all the same.
            IntakeEvent::ContactRecorded {
                reached: true, at, ..
            } => {
                self.responded_at = Some(self.responded_at.map_or(*at, |first| first.min(*at)));
            }
            IntakeEvent::ContactRecorded { reached: false, .. }
            | IntakeEvent::DuplicateNoted { .. }
            | IntakeEvent::DocumentAdded { .. }
            | IntakeEvent::DocumentReceived { .. }
            | IntakeEvent::DocumentWaived { .. }
            | IntakeEvent::RequirementOverridden { .. } => {}
        }
    }

    fn decide(&mut self, decision: IntakeDecision, by: WorkerId, at: DateTime<Utc>) {
        self.status = IntakeStatus::Decided;
        self.decision = Some(decision);
        self.decided_by = Some(by);
        self.decided_at = Some(at);
        self.responded_at.get_or_insert(at);
    }
}
