//! A version of a plan: what it says of itself, and how it came to be in force.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{AgreementObstacle, CaseManagementModel, PlanEvent, PlanStatus};
use crate::assessment::{Participation, ParticipationLevel};
use crate::cases::{Case, CaseId, RecordKind, RecordRef};
use crate::parties::WorkerId;
use crate::parties::signature::Signature;
use crate::texts::{Lines, Reason};
use crate::warnings::{Fault, FaultCode};

crate::record_id!(PlanId, "A version of the plan of a case.");

/// What a plan says of itself; the rest is in its parts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PlanDetails {
    /// The model of case management it follows. Rehabilitation asks for a functional assessment.
    pub model: CaseManagementModel,
    /// Other models it borrows elements of.
    #[serde(default)]
    #[schema(max_items = 10)]
    pub borrowed_models: Vec<CaseManagementModel>,
    /// When it starts. Nothing in it is dated before.
    pub starts_on: NaiveDate,
    /// What it is about, in a few words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub focus: Option<Lines>,
    /// The roots of the problem.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub root_causes: Vec<Lines>,
    /// The four basic systems of practice (S88).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub systems: Option<PracticeSystems>,
    /// What was planned for the time being when the matter came in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preliminary: Option<Lines>,
    /// How far the client took part in making it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub participation: Option<Participation>,
}

/// The four basic systems of practice.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PracticeSystems {
    /// Who asks for help and is to gain by it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client: Option<Lines>,
    /// Who or what must change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<Lines>,
    /// With whom the worker works on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action: Option<Lines>,
    /// The worker, the agency and whoever else brings the change about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change_agent: Option<Lines>,
}

/// Drafts the first plan of a case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({
    "model": "expanded_broker", "starts_on": "2026-04-06", "focus": "Daily care at home",
    "root_causes": ["She lives alone since her husband died"]
})))]
pub struct NewPlan {
    /// The id made by the client (UUIDv7).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<PlanId>,
    /// What it says of itself.
    #[serde(flatten)]
    pub details: PlanDetails,
}

/// Drafts the next version of a plan, with all its parts.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({})))]
pub struct NewPlanVersion {
    /// The id made by the client (UUIDv7).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<PlanId>,
}

/// That the client agreed, or what stands in for it (rule 12).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Agreement {
    /// Who signed: the client, or somebody in the client's place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature: Option<Signature>,
    /// Why the client did not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub obstacle: Option<AgreementObstacle>,
    /// The same in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    /// Who recorded it.
    pub recorded_by: WorkerId,
    /// When.
    pub recorded_at: DateTime<Utc>,
}

/// That a superior approved, or did not.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PlanDecision {
    /// Who.
    pub by: WorkerId,
    /// When.
    pub at: DateTime<Utc>,
    /// The words that go with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Lines>,
    /// Why coercion is warranted, where a strategy coerces.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coercion: Option<Reason>,
}

/// How a version came to be in force.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PlanCourse {
    /// Who proposed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proposed_by: Option<WorkerId>,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proposed_at: Option<DateTime<Utc>>,
    /// What the client said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreement: Option<Agreement>,
    /// The approval.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approval: Option<PlanDecision>,
    /// The last rejection, after which it was a draft again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rejection: Option<PlanDecision>,
    /// When it was activated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub activated_at: Option<DateTime<Utc>>,
    /// When it was superseded or closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<DateTime<Utc>>,
    /// Why it was closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end_reason: Option<Lines>,
}

/// A version of the plan of a case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Plan {
    /// The id.
    pub id: PlanId,
    /// The case.
    pub case_id: CaseId,
    /// 1 for the first version, and one more for each next.
    #[schema(minimum = 1, maximum = 100_000)]
    pub number: i32,
    /// The version it was made from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous_id: Option<PlanId>,
    /// What it says of itself.
    #[serde(flatten)]
    pub details: PlanDetails,
    /// Where it stands.
    pub status: PlanStatus,
    /// How it came there.
    #[serde(flatten)]
    pub course: PlanCourse,
    /// Version of this record, as in the ETag; its parts have their own.
    pub version: i64,
    /// When it was recorded here.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub modified_at: DateTime<Utc>,
}

impl PlanDetails {
    /// What is wrong with them.
    #[must_use]
    pub fn faults(&self) -> Vec<Fault> {
        let models = &self.borrowed_models;
        let mut faults = Vec::new();
        for (index, model) in models.iter().enumerate() {
            if *model == self.model || models.iter().take(index).any(|earlier| earlier == model) {
                let pointer = format!("/borrowed_models/{index}");
                faults.push(Fault::new(pointer, FaultCode::RepeatedItem));
            }
        }
        if let Some(Participation { level, reason }) = &self.participation
            && *level == ParticipationLevel::None
            && reason.is_none()
        {
            faults.push(Fault::new("/participation/reason", FaultCode::Required));
        }
        faults
    }
}

impl Plan {
    /// The draft of a plan made anew. `last` is the number of the last version of the case; 0
    /// before the first.
    #[must_use]
    pub fn draft(
        id: PlanId,
        case: &Case,
        last: i32,
        details: PlanDetails,
        now: DateTime<Utc>,
    ) -> Self {
        Self {
            id,
            case_id: case.id,
            number: last.saturating_add(1),
            previous_id: None,
            details,
            status: PlanStatus::Draft,
            course: PlanCourse::default(),
            version: 1,
            created_at: now,
            modified_at: now,
        }
    }

    /// The draft of the next version. `last` is the number of the last version of the case.
    #[must_use]
    pub fn next(&self, id: PlanId, last: i32, now: DateTime<Utc>) -> Self {
        Self {
            id,
            number: last.saturating_add(1),
            previous_id: Some(self.id),
            status: PlanStatus::Draft,
            course: PlanCourse::default(),
            version: 1,
            created_at: now,
            modified_at: now,
            ..self.clone()
        }
    }

    /// Takes over what an event says. Never refuses; signatures and texts are set by the act.
    pub fn apply(&mut self, event: &PlanEvent) {
        match event {
            PlanEvent::Drafted { .. } | PlanEvent::Edited { .. } | PlanEvent::Progressed { .. } => {
            }
            PlanEvent::Proposed {
                proposed_by,
                proposed_at,
            } => {
                self.status = PlanStatus::Proposed;
                self.course = PlanCourse {
                    proposed_by: Some(*proposed_by),
                    proposed_at: Some(*proposed_at),
                    ..PlanCourse::default()
                };
            }
            PlanEvent::Agreed {
                obstacle,
                recorded_by,
                recorded_at,
            } => {
                self.status = PlanStatus::Agreed;
                self.course.agreement = Some(Agreement {
                    signature: None,
                    obstacle: *obstacle,
                    reason: None,
                    recorded_by: *recorded_by,
                    recorded_at: *recorded_at,
                });
            }
            PlanEvent::Approved {
                decided_by,
                decided_at,
            } => {
                self.status = PlanStatus::Approved;
                self.course.approval = Some(PlanDecision::new(*decided_by, *decided_at));
            }
            PlanEvent::Rejected {
                decided_by,
                decided_at,
            } => {
                self.status = PlanStatus::Draft;
                self.course = PlanCourse {
                    rejection: Some(PlanDecision::new(*decided_by, *decided_at)),
                    ..PlanCourse::default()
                };
            }
            PlanEvent::Withdrawn { .. } => {
                self.status = PlanStatus::Draft;
                self.course = PlanCourse::default();
            }
            PlanEvent::Activated { activated_at, .. } => {
                self.status = PlanStatus::Active;
                self.course.activated_at = Some(*activated_at);
            }
            PlanEvent::Superseded { superseded_at, .. } => {
                self.status = PlanStatus::Superseded;
                self.course.ended_at = Some(*superseded_at);
            }
            PlanEvent::Closed { closed_at } => {
                self.status = PlanStatus::Closed;
                self.course.ended_at = Some(*closed_at);
            }
        }
    }

    /// The record, named.
    #[must_use]
    pub const fn record(&self) -> RecordRef {
        RecordRef {
            kind: RecordKind::Plan,
            id: self.id.0,
        }
    }
}

impl PlanDecision {
    const fn new(by: WorkerId, at: DateTime<Utc>) -> Self {
        Self {
            by,
            at,
            note: None,
            coercion: None,
        }
    }
}

impl PlanStatus {
    /// Whether the version is on its way to be in force.
    #[must_use]
    pub const fn unfinished(self) -> bool {
        match self {
            Self::Draft | Self::Proposed | Self::Agreed | Self::Approved => true,
            Self::Active | Self::Superseded | Self::Closed => false,
        }
    }
}
