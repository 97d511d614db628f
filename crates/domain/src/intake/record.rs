//! The intake: what was brought to the office, by whom, and how far its screening has come.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    Category, Client, DeclineReason, DocumentType, DuplicateOf, IntakeChannel, IntakeDecision,
    IntakeEvent, IntakeHeading, IntakeStatus, Redirection, Screening, Urgency,
};
use crate::cases::CaseId;
use crate::parties::external_ref::ExternalRef;
use crate::parties::{IntegrationId, PersonId, UnitId, WorkerId};
use crate::refusal::{Refusal, RefusalCode};
use crate::texts::{Line, Lines, Narrative};

crate::record_id!(IntakeId, "An intake.");

/// How far a device's clock may run ahead before a time counts as lying in the future.
pub const CLOCK_SKEW: TimeDelta = TimeDelta::minutes(5);

/// Who referred the matter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Referrer {
    /// The referring agency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agency: Option<Line>,
    /// The person who referred.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Line>,
    /// How to reach the referrer: a telephone number, an e-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<Line>,
    /// The referrer's own reference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<Line>,
}

/// What is told about a matter when it reaches the office.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct IntakeDetails {
    /// How the matter reached the office.
    pub channel: IntakeChannel,
    /// Who referred it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub referrer: Option<Referrer>,
    /// The person it is about, or through whom the work with the household or group is done. May
    /// be unknown at first; needed before a case is opened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person_id: Option<PersonId>,
    /// Who the client is; the person alone where nothing is said.
    #[serde(default)]
    pub client: Client,
    /// The problem as it was presented.
    pub presenting_problem: Narrative,
    /// What it is mainly about.
    pub category: Category,
    /// What else it is about. The required documents are those of all categories.
    #[serde(default)]
    #[schema(max_items = 10)]
    pub secondary_categories: Vec<Category>,
    /// How soon somebody must respond.
    pub urgency: Urgency,
    /// When the matter reached the office.
    pub received_at: DateTime<Utc>,
}

/// A new intake.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({
    "channel": "agency_referral",
    "referrer": {
        "agency": "Hospital Sultanah Bahiyah",
        "name": "Puan Rohana",
        "contact": "+60 4 740 6233",
        "reference": "HSB/JKSP/2026/118"
    },
    "person_id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e11",
    "presenting_problem": "Lives alone, cannot manage after discharge; no visitor in three weeks.",
    "category": "elder_neglect",
    "secondary_categories": ["older_person"],
    "urgency": "urgent",
    "received_at": "2026-03-02T01:30:00Z"
})))]
pub struct NewIntake {
    /// The id made by the client (UUIDv7), so that records made offline can refer to each other.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<IntakeId>,
    /// The unit that takes the matter in; the caller's own unit when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit_id: Option<UnitId>,
    /// The names of this record in other systems.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub external_refs: Vec<ExternalRef>,
    /// What is told about the matter.
    #[serde(flatten)]
    pub details: IntakeDetails,
}

/// How far an intake has come. Follows from its events alone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct IntakeProgress {
    /// Where the intake stands.
    pub status: IntakeStatus,
    /// When somebody must have responded, by the urgency.
    pub response_due_at: DateTime<Utc>,
    /// When the office first responded: somebody was reached, or it was returned or decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub responded_at: Option<DateTime<Utc>>,
    /// The documents for which it was returned, until it is resubmitted; what is outstanding then
    /// stands on its checklist.
    #[serde(default)]
    #[schema(max_items = 60)]
    pub missing_documents: Vec<DocumentType>,
    /// When the intake was last returned to the referrer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub returned_at: Option<DateTime<Utc>>,
    /// The final decision.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<IntakeDecision>,
    /// Why the intake was declined.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decline_reason: Option<DeclineReason>,
    /// Who decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_by: Option<WorkerId>,
    /// When it was decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_at: Option<DateTime<Utc>>,
    /// The case that was opened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case_id: Option<CaseId>,
    /// The record that the intake repeats, where it was found to be a duplicate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duplicate_of: Option<DuplicateOf>,
    /// By when the documents outstanding at an emergency acceptance are due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub documents_due_on: Option<NaiveDate>,
}

/// An intake: a matter brought to a unit, until it is decided.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Intake {
    /// The id.
    pub id: IntakeId,
    /// The unit that took the matter in.
    pub unit_id: UnitId,
    /// The names of this record in other systems.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub external_refs: Vec<ExternalRef>,
    /// What was told about the matter.
    #[serde(flatten)]
    pub details: IntakeDetails,
    /// How far it has come.
    #[serde(flatten)]
    pub progress: IntakeProgress,
    /// The screening, once recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub screening: Option<Screening>,
    /// What the referrer was told when the intake was returned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub return_note: Option<Lines>,
    /// What the referrer added when resubmitting.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resubmission_note: Option<Lines>,
    /// The words that go with the decision.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision_note: Option<Lines>,
    /// Where the intake was redirected to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub redirection: Option<Redirection>,
    /// The information or advice that was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub advice: Option<Narrative>,
    /// The worker who recorded the intake.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recorded_by: Option<WorkerId>,
    /// The machine client that recorded the intake.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recorded_by_integration: Option<IntegrationId>,
    /// Version, as in the ETag.
    pub version: i64,
    /// When it was recorded here.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub modified_at: DateTime<Utc>,
}

/// What is fixed when an intake is recorded, besides what was told.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordedIntake {
    /// The id.
    pub id: IntakeId,
    /// The unit that takes the matter in.
    pub unit_id: UnitId,
    /// The names of this record in other systems.
    pub external_refs: Vec<ExternalRef>,
    /// What is told about the matter.
    pub details: IntakeDetails,
    /// When somebody must have responded (see [`super::response_time`]).
    pub response_due_at: DateTime<Utc>,
    /// The worker who records it.
    pub by: Option<WorkerId>,
    /// The machine client that records it.
    pub by_integration: Option<IntegrationId>,
}

impl IntakeDetails {
    /// The primary and the secondary categories, each once.
    #[must_use]
    pub fn categories(&self) -> Vec<Category> {
        let mut all = vec![self.category];
        for category in &self.secondary_categories {
            if !all.contains(category) {
                all.push(*category);
            }
        }
        all
    }

    pub(super) fn refusals(&self, now: DateTime<Utc>) -> Vec<Refusal> {
        if self.received_at > now + CLOCK_SKEW {
            vec![Refusal::new(RefusalCode::InFuture).at("/received_at")]
        } else {
            Vec::new()
        }
    }

    pub(super) fn heading(&self, response_due_at: DateTime<Utc>) -> IntakeHeading {
        IntakeHeading {
            channel: self.channel,
            person_id: self.person_id,
            client: self.client,
            category: self.category,
            secondary_categories: self.secondary_categories.clone(),
            urgency: self.urgency,
            received_at: self.received_at,
            response_due_at,
        }
    }
}

impl IntakeProgress {
    /// The progress of an intake that has just been received.
    #[must_use]
    pub const fn received(response_due_at: DateTime<Utc>) -> Self {
        Self {
            status: IntakeStatus::Received,
            response_due_at,
            responded_at: None,
            missing_documents: Vec::new(),
            returned_at: None,
            decision: None,
            decline_reason: None,
            decided_by: None,
            decided_at: None,
            case_id: None,
            duplicate_of: None,
            documents_due_on: None,
        }
    }
}

impl Intake {
    /// Records a matter brought to a unit.
    ///
    /// # Errors
    /// `in_future` when it is said to have arrived later than now.
    pub fn record(
        new: RecordedIntake,
        now: DateTime<Utc>,
    ) -> Result<(Self, IntakeEvent), Vec<Refusal>> {
        let refusals = new.details.refusals(now);
        if !refusals.is_empty() {
            return Err(refusals);
        }
        let event = IntakeEvent::Recorded {
            unit_id: new.unit_id,
            heading: new.details.heading(new.response_due_at),
        };
        let intake = Self {
            id: new.id,
            unit_id: new.unit_id,
            external_refs: new.external_refs,
            details: new.details,
            progress: IntakeProgress::received(new.response_due_at),
            screening: None,
            return_note: None,
            resubmission_note: None,
            decision_note: None,
            redirection: None,
            advice: None,
            recorded_by: new.by,
            recorded_by_integration: new.by_integration,
            version: 1,
            created_at: now,
            modified_at: now,
        };
        Ok((intake, event))
    }

    /// Takes over what an event says. Never refuses. Free text, details and screening are not in
    /// events: the act that made the event sets them.
    pub fn apply(&mut self, event: &IntakeEvent) {
        self.progress.apply(event);
    }
}
