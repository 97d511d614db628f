//! What the client can draw on: resources, strengths; what is hard; what the client wants (M232,
//! M294).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{AssessmentContent, AssessmentId, ResourceKind, ResourceSystem};
use crate::elements::Rules;
use crate::texts::Lines;

/// What is told of a resource.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ResourceDetails {
    /// Of what kind.
    pub kind: ResourceKind,
    /// The system that a resource around the client belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub system: Option<ResourceSystem>,
    /// What it is, and what it could do.
    pub description: Lines,
}

crate::element!(
    /// A resource.
    Resource, ResourceId, NewResource: ResourceDetails
        in AssessmentContent, assessment_id: AssessmentId;
    "A resource of an assessment.";
    {"kind": "neighbours", "system": "informal",
        "description": "Puan Rohani next door looks in every evening."}
);

impl Rules for Resource {}

/// What is told of a strength.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct StrengthDetails {
    /// What it is.
    pub description: Lines,
}

crate::element!(
    /// A strength of the client.
    Strength, StrengthId, NewStrength: StrengthDetails
        in AssessmentContent, assessment_id: AssessmentId;
    "A strength in an assessment.";
    {"description": "She keeps her house and her garden in order."}
);

impl Rules for Strength {}

/// What is told of a challenge.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ChallengeDetails {
    /// What it is.
    pub description: Lines,
}

crate::element!(
    /// A challenge the client faces.
    Challenge, ChallengeId, NewChallenge: ChallengeDetails
        in AssessmentContent, assessment_id: AssessmentId;
    "A challenge in an assessment.";
    {"description": "Her eyes are failing."}
);

impl Rules for Challenge {}

/// What is told of a goal the client wants.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct WantedGoalDetails {
    /// What the client wants to reach, in the client's words.
    pub goal: Lines,
    /// Why it matters to the client.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meaning: Option<Lines>,
}

crate::element!(
    /// A goal the client wants to reach.
    WantedGoal, WantedGoalId, NewWantedGoal: WantedGoalDetails
        in AssessmentContent, assessment_id: AssessmentId;
    "A goal that the client wants.";
    {"goal": "To stay in my own house."}
);

impl Rules for WantedGoal {}
