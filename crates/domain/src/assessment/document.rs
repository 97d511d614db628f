//! The assessment itself: its own fields and how it stands.

use chrono::{DateTime, Days, Months, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    AssessmentEvent, AssessmentMethod, AssessmentStatus, AssessmentType, Informant,
    ParticipationLevel, PeriodUnit, ReassessmentForm,
};
use crate::cases::{AttachmentId, CaseId};
use crate::intake::DocumentType;
use crate::parties::WorkerId;
use crate::texts::{Line, Lines, Narrative};

crate::record_id!(AssessmentId, "An assessment.");

/// A document that was looked through.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ReviewedDocument {
    /// What kind of document.
    pub document_type: DocumentType,
    /// Which one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<Line>,
    /// The attachment of the case that has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attachment_id: Option<AttachmentId>,
}

/// How the situation is understood as a whole.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Formulation {
    /// The problem.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem_statement: Option<Narrative>,
    /// The client's personality.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub personality: Option<Narrative>,
    /// The situation, and what in it works on the client.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub situational_analysis: Option<Narrative>,
    /// What follows from all of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evaluation: Option<Narrative>,
}

/// Strengths, weaknesses, opportunities and threats.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Swot {
    /// Strengths.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub strengths: Option<Lines>,
    /// Weaknesses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weaknesses: Option<Lines>,
    /// Opportunities.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opportunities: Option<Lines>,
    /// Threats.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub threats: Option<Lines>,
}

/// How far the client took part.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Participation {
    /// How far.
    pub level: ParticipationLevel,
    /// Why not: asked for exactly with `none`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Lines>,
}

/// A length of time on the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Period {
    /// How many.
    #[schema(minimum = 1, maximum = 366)]
    pub count: u16,
    /// Of what.
    pub unit: PeriodUnit,
}

impl Period {
    /// The day this long after another; the last day of the month where that has no such day.
    #[must_use]
    pub fn after(self, day: NaiveDate) -> Option<NaiveDate> {
        let count = self.count;
        match self.unit {
            PeriodUnit::Days => day.checked_add_days(Days::new(count.into())),
            PeriodUnit::Weeks => day.checked_add_days(Days::new(u64::from(count) * 7)),
            PeriodUnit::Months => day.checked_add_months(Months::new(count.into())),
        }
    }
}

/// What is done when a danger comes near, agreed before it does.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct SafetyPlan {
    /// By what the danger is noticed.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub warning_signs: Vec<Line>,
    /// What is done then, and by whom, in this order.
    #[schema(min_items = 1, max_items = 30)]
    pub steps: Vec<SafetyStep>,
    /// Whom to call.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub emergency_contacts: Vec<Line>,
    /// When it was agreed with the client, or whoever looks after the client.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreed_on: Option<NaiveDate>,
}

/// A step of a safety plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct SafetyStep {
    /// What is done.
    pub action: Line,
    /// By whom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Line>,
}

/// The assessment's own fields; what it found are its elements.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({
    "methods": ["interview", "home_visit"], "informants": ["client", "family"],
    "documents_reviewed": [{"document_type": "medical_report", "title": "Kulim, January 2026"}],
    "formulation": {"problem_statement": "She lives alone and no longer cooks for herself."},
    "participation": {"level": "partial"}, "priority_agreed_on": "2026-03-02",
    "reassess_every": {"count": 3, "unit": "months"}
})))]
pub struct AssessmentDetails {
    /// How the situation was assessed.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub methods: Vec<AssessmentMethod>,
    /// Who told of it.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub informants: Vec<Informant>,
    /// The documents that were looked through.
    #[serde(default)]
    #[schema(max_items = 50)]
    pub documents_reviewed: Vec<ReviewedDocument>,
    /// How the situation is understood as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub formulation: Option<Formulation>,
    /// Strengths, weaknesses, opportunities and threats.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub swot: Option<Swot>,
    /// How far the client took part.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub participation: Option<Participation>,
    /// What is done when a danger comes near; asked for where an open risk is high or critical.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub safety_plan: Option<SafetyPlan>,
    /// When the order of the issues was agreed with the client.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority_agreed_on: Option<NaiveDate>,
    /// That risks were looked for and none was found.
    #[serde(default)]
    pub no_risk_found: bool,
    /// That resources were looked for and none was found.
    #[serde(default)]
    pub no_resource_found: bool,
    /// After how long the situation is to be assessed again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reassess_every: Option<Period>,
    /// How it is to be assessed then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reassessment_form: Option<ReassessmentForm>,
}

/// Begins a correction of a finalised assessment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({"reason": "Her weight was noted of another day."})))]
pub struct CorrectAssessment {
    /// The id of the new version, made by the client (UUIDv7).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<AssessmentId>,
    /// Why.
    pub reason: Lines,
}

/// A new assessment, as a draft.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({"type": "initial", "methods": ["interview", "home_visit"]})))]
pub struct NewAssessment {
    /// The id made by the client (UUIDv7).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<AssessmentId>,
    /// What it is for.
    #[serde(rename = "type")]
    pub kind: AssessmentType,
    /// What it says itself.
    #[serde(flatten)]
    pub details: AssessmentDetails,
}

/// An assessment of the client's situation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Assessment {
    /// The id.
    pub id: AssessmentId,
    /// The case.
    pub case_id: CaseId,
    /// The episode of the case it belongs to.
    #[schema(minimum = 1, maximum = 1000)]
    pub episode: i32,
    /// What it is for.
    #[serde(rename = "type")]
    pub kind: AssessmentType,
    /// Where it stands.
    pub status: AssessmentStatus,
    /// The finalised one that it corrects, whose place it takes once it is finalised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supersedes: Option<AssessmentId>,
    /// What it says itself.
    #[serde(flatten)]
    pub details: AssessmentDetails,
    /// Who drafted it.
    pub drafted_by: WorkerId,
    /// When it was finalised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finalised_at: Option<DateTime<Utc>>,
    /// Who finalised it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finalised_by: Option<WorkerId>,
    /// By when the situation is to be assessed again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reassess_by: Option<NaiveDate>,
    /// Version, as in the ETag.
    #[schema(minimum = 1)]
    pub version: i64,
    /// When it was recorded here.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub modified_at: DateTime<Utc>,
}

impl Assessment {
    /// The assessment that a drafted event announces.
    #[must_use]
    pub fn drafted(
        id: AssessmentId,
        (case_id, episode): (CaseId, i32),
        kind: AssessmentType,
        details: AssessmentDetails,
        by: WorkerId,
        now: DateTime<Utc>,
    ) -> Self {
        Self {
            id,
            case_id,
            episode,
            kind,
            status: AssessmentStatus::Draft,
            supersedes: None,
            details,
            drafted_by: by,
            finalised_at: None,
            finalised_by: None,
            reassess_by: None,
            version: 1,
            created_at: now,
            modified_at: now,
        }
    }

    /// The draft that corrects this one: it says the same until it is edited.
    #[must_use]
    pub fn correction(&self, id: AssessmentId, by: WorkerId, now: DateTime<Utc>) -> Self {
        let of = (self.case_id, self.episode);
        let details = self.details.clone();
        Self {
            supersedes: Some(self.id),
            ..Self::drafted(id, of, self.kind, details, by, now)
        }
    }

    /// Takes over what an event says about this assessment. Never refuses; the details are set by
    /// the act.
    pub fn apply(&mut self, event: &AssessmentEvent) {
        match event {
            AssessmentEvent::Drafted { .. } | AssessmentEvent::Edited { .. } => {}
            AssessmentEvent::Withdrawn { .. } => self.status = AssessmentStatus::Withdrawn,
            AssessmentEvent::Superseded { .. } => self.status = AssessmentStatus::Superseded,
            AssessmentEvent::Finalised {
                finalised_by,
                finalised_at,
                reassess_by,
                ..
            } => {
                self.status = AssessmentStatus::Finalised;
                self.finalised_by = Some(*finalised_by);
                self.finalised_at = Some(*finalised_at);
                self.reassess_by = *reassess_by;
            }
        }
    }
}
