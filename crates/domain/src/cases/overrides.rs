//! Overrides: a supervisor who did not request the move sets one requirement aside, with a
//! reason, for one transition (rule 2).

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{CaseId, Checklist, Gate, RequirementCode};
use crate::intake::IntakeId;
use crate::parties::WorkerId;
use crate::refusal::{Refusal, RefusalCode};
use crate::texts::Reason;

crate::record_id!(OverrideId, "An override of a requirement.");

/// Sets a requirement aside for one passage of its gate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({
    "gate": "close",
    "requirement": "support_network_listed",
    "reason": "No relative or neighbour could be found in three visits to the village."
})))]
pub struct OverrideRequirement {
    /// The id made by the client (UUIDv7).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<OverrideId>,
    /// The gate.
    pub gate: Gate,
    /// The requirement.
    pub requirement: RequirementCode,
    /// Why.
    pub reason: Reason,
}

/// A requirement set aside. Void once its gate is passed, or after 30 days.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Override {
    /// The id.
    pub id: OverrideId,
    /// The intake, for the gate of acceptance.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub intake_id: Option<IntakeId>,
    /// The case, for every other gate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case_id: Option<CaseId>,
    /// The gate.
    pub gate: Gate,
    /// The requirement.
    pub requirement: RequirementCode,
    /// Why.
    pub reason: Reason,
    /// Who overrode it.
    pub overridden_by: WorkerId,
    /// When.
    pub overridden_at: DateTime<Utc>,
    /// When it ends by itself.
    pub expires_at: DateTime<Utc>,
    /// When its gate was passed, which ended it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub void_at: Option<DateTime<Utc>>,
}

impl Override {
    /// How long an override lasts unless its gate is passed earlier.
    pub const LIFE: TimeDelta = TimeDelta::days(30);

    /// Whether it sets this requirement of this gate aside now.
    #[must_use]
    pub fn stands(&self, gate: Gate, requirement: RequirementCode, now: DateTime<Utc>) -> bool {
        self.gate == gate
            && self.requirement == requirement
            && self.void_at.is_none()
            && now < self.expires_at
    }

    /// A gate was passed: its overrides, used or not, are void from then on.
    pub fn passed(&mut self, gate: Gate, at: DateTime<Utc>) {
        if self.gate == gate {
            self.void_at.get_or_insert(at);
        }
    }
}

/// What speaks against overriding a requirement, the same for intakes and cases. `requester` is
/// who requested the move, where it is requested already.
#[must_use]
pub fn refuse_override(
    list: &Checklist,
    overrides: &[Override],
    command: &OverrideRequirement,
    requester: Option<WorkerId>,
    by: WorkerId,
    now: DateTime<Utc>,
) -> Vec<Refusal> {
    let refuse = |code| Refusal::new(code).at("/requirement");
    let mut refusals = Vec::new();
    let item = list
        .items
        .iter()
        .find(|item| item.code == command.requirement && list.gate == command.gate);
    match item {
        None => refusals.push(refuse(RefusalCode::RequirementNotInGate)),
        Some(item) if item.met => refusals.push(refuse(RefusalCode::RequirementAlreadyMet)),
        Some(item) if !item.overridable => refusals.push(refuse(RefusalCode::RequirementHard)),
        Some(_) => {}
    }
    if requester == Some(by) {
        refusals.push(Refusal::new(RefusalCode::OverrideOfOwnRequest));
    }
    if overrides
        .iter()
        .any(|one| one.overridden_by == by && one.stands(command.gate, command.requirement, now))
    {
        refusals.push(refuse(RefusalCode::AlreadyOverridden));
    }
    refusals
}
