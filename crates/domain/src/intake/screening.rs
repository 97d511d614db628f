//! The screening: the three tests (M208), eligibility, and the search for earlier records.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{CriterionEffect, CriterionResult, DuplicateResult, FamilySupport};
use crate::parties::WorkerId;
use crate::texts::{Line, Lines};

/// The answer to one of the three tests.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ScreeningTest {
    /// Whether the test is met.
    pub met: bool,
    /// What the answer rests on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Lines>,
}

/// The three tests of the manual; all are needed to accept (M208).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ScreeningTests {
    /// Further action is needed to determine the situation.
    pub further_action: ScreeningTest,
    /// Careful planning and intervention are needed.
    pub planning_and_intervention: ScreeningTest,
    /// Periodic monitoring is needed.
    pub periodic_monitoring: ScreeningTest,
}

/// A criterion of eligibility and what was found. It advises the decision and bars none.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Criterion {
    /// The criterion.
    pub criterion: Line,
    /// What it does to eligibility when it is not met.
    pub effect: CriterionEffect,
    /// What was found.
    pub result: CriterionResult,
    /// What the finding rests on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Lines>,
}

/// An acute medical or psychiatric condition. It bars enrolment only in a programme that says so
/// (K79), never statutory or emergency intake.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct AcuteCondition {
    /// Whether one is present.
    pub present: bool,
    /// What was seen or reported.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Lines>,
}

/// How the family stands to the matter. An unsupportive family lowers the chance, it excludes
/// nobody (K80).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct FamilyView {
    /// How far the family stands behind the client.
    pub support: FamilySupport,
    /// What was heard or seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Lines>,
}

/// The search for earlier records of the same person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct DuplicateReview {
    /// What it came to.
    pub result: DuplicateResult,
    /// What was compared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Lines>,
}

/// What a screening finds. Written as a whole; it may be written again until the decision.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({
    "tests": {
        "further_action": {"met": true, "note": "His situation at home is not known."},
        "planning_and_intervention": {"met": true},
        "periodic_monitoring": {"met": true}
    },
    "criteria": [
        {"criterion": "Lives in the district", "effect": "excludes", "result": "met"}
    ],
    "acute_condition": {"present": false},
    "family_support": {"support": "not_known"},
    "duplicates_reviewed": {"result": "no_duplicate_found"}
})))]
pub struct ScreeningDetails {
    /// The three tests.
    pub tests: ScreeningTests,
    /// The criteria of eligibility that were looked at.
    #[serde(default)]
    #[schema(max_items = 50)]
    pub criteria: Vec<Criterion>,
    /// An acute medical or psychiatric condition.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acute_condition: Option<AcuteCondition>,
    /// How the family stands to the matter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub family_support: Option<FamilyView>,
    /// The search for earlier records of the same person; needed to accept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duplicates_reviewed: Option<DuplicateReview>,
}

/// A screening as recorded.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Screening {
    /// What it found.
    #[serde(flatten)]
    pub details: ScreeningDetails,
    /// Who screened.
    pub screened_by: WorkerId,
    /// When.
    pub screened_at: DateTime<Utc>,
}

impl ScreeningTests {
    /// Whether all three tests are met.
    #[must_use]
    pub const fn all_met(&self) -> bool {
        self.further_action.met
            && self.planning_and_intervention.met
            && self.periodic_monitoring.met
    }
}
