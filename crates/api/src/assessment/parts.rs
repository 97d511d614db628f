//! The parts of an assessment, each kind with its five operations.

use domain::assessment::*;

use crate::http::routes::Route;

/// The routes of every kind.
pub(super) fn routes() -> Vec<Route> {
    [
        issues::routes(),
        needs::routes(),
        risks::routes(),
        resources::routes(),
        strengths::routes(),
        challenges::routes(),
        wanted_goals::routes(),
        measurements::routes(),
        allegations::routes(),
        functional_areas::routes(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

crate::elements! {
    /// Issues.
    pub mod issues of Assessment: Issue, NewIssue, IssueDetails, IssueId;
    named issue, "an issue", "issues" in "an assessment";
    at "/v1/assessments/{assessment_id}/issues",
        "/v1/assessments/{assessment_id}/issues/{issue_id}" by "assessment_id": AssessmentId, "issue_id";
    tag "assessment"; write Action::WriteAssessment;
    says "While the assessment is a draft. For the responsible worker. Refused: `document_full`, `assessment_not_draft`, `case_closed`.";
}

crate::elements! {
    /// Needs in the five areas.
    pub mod needs of Assessment: Need, NewNeed, NeedDetails, NeedId;
    named need, "a need", "needs" in "an assessment";
    at "/v1/assessments/{assessment_id}/needs",
        "/v1/assessments/{assessment_id}/needs/{need_id}" by "assessment_id": AssessmentId, "need_id";
    tag "assessment"; write Action::WriteAssessment;
    says "While the assessment is a draft. For the responsible worker. A severity of 0 says exactly that there is no need (422 `severity_mismatch`). Refused: `need_area_taken`, `document_full`, `assessment_not_draft`, `case_closed`.";
}

crate::elements! {
    /// Risks.
    pub mod risks of Assessment: Risk, NewRisk, RiskDetails, RiskId;
    named risk, "a risk", "risks" in "an assessment";
    at "/v1/assessments/{assessment_id}/risks",
        "/v1/assessments/{assessment_id}/risks/{risk_id}" by "assessment_id": AssessmentId, "risk_id";
    tag "assessment"; write Action::WriteAssessment;
    says "While the assessment is a draft. For the responsible worker. Refused: `document_full`, `assessment_not_draft`, `case_closed`.";
}

crate::elements! {
    /// Resources.
    pub mod resources of Assessment: Resource, NewResource, ResourceDetails, ResourceId;
    named resource, "a resource", "resources" in "an assessment";
    at "/v1/assessments/{assessment_id}/resources",
        "/v1/assessments/{assessment_id}/resources/{resource_id}" by "assessment_id": AssessmentId, "resource_id";
    tag "assessment"; write Action::WriteAssessment;
    says "While the assessment is a draft. For the responsible worker. Refused: `document_full`, `assessment_not_draft`, `case_closed`.";
}

crate::elements! {
    /// Strengths of the client.
    pub mod strengths of Assessment: Strength, NewStrength, StrengthDetails, StrengthId;
    named strength, "a strength", "strengths" in "an assessment";
    at "/v1/assessments/{assessment_id}/strengths",
        "/v1/assessments/{assessment_id}/strengths/{strength_id}" by "assessment_id": AssessmentId, "strength_id";
    tag "assessment"; write Action::WriteAssessment;
    says "While the assessment is a draft. For the responsible worker. Refused: `document_full`, `assessment_not_draft`, `case_closed`.";
}

crate::elements! {
    /// Challenges the client faces.
    pub mod challenges of Assessment: Challenge, NewChallenge, ChallengeDetails, ChallengeId;
    named challenge, "a challenge", "challenges" in "an assessment";
    at "/v1/assessments/{assessment_id}/challenges",
        "/v1/assessments/{assessment_id}/challenges/{challenge_id}" by "assessment_id": AssessmentId, "challenge_id";
    tag "assessment"; write Action::WriteAssessment;
    says "While the assessment is a draft. For the responsible worker. Refused: `document_full`, `assessment_not_draft`, `case_closed`.";
}

crate::elements! {
    /// Goals the client wants.
    pub mod wanted_goals of Assessment: WantedGoal, NewWantedGoal, WantedGoalDetails, WantedGoalId;
    named wanted_goal, "a goal the client wants", "goals the client wants" in "an assessment";
    at "/v1/assessments/{assessment_id}/wanted-goals",
        "/v1/assessments/{assessment_id}/wanted-goals/{wanted_goal_id}" by "assessment_id": AssessmentId, "wanted_goal_id";
    tag "assessment"; write Action::WriteAssessment;
    says "While the assessment is a draft. For the responsible worker. Refused: `document_full`, `assessment_not_draft`, `case_closed`.";
}

crate::elements! {
    /// Scores on instruments.
    pub mod measurements of Assessment: Measurement, NewMeasurement, MeasurementDetails, MeasurementId;
    named measurement, "a measurement", "measurements" in "an assessment";
    at "/v1/assessments/{assessment_id}/measurements",
        "/v1/assessments/{assessment_id}/measurements/{measurement_id}" by "assessment_id": AssessmentId, "measurement_id";
    tag "assessment"; write Action::WriteAssessment;
    says "While the assessment is a draft. For the responsible worker. The score lies within the range of its instrument (422 `too_small`, `too_large`). Refused: `instrument_differs` from a measurement with the same instrument and version, `document_full`, `assessment_not_draft`, `case_closed`.";
}

crate::elements! {
    /// Allegations and what was found of them.
    pub mod allegations of Assessment: Allegation, NewAllegation, AllegationDetails, AllegationId;
    named allegation, "an allegation", "allegations" in "an assessment";
    at "/v1/assessments/{assessment_id}/allegations",
        "/v1/assessments/{assessment_id}/allegations/{allegation_id}" by "assessment_id": AssessmentId, "allegation_id";
    tag "assessment"; write Action::WriteAssessment;
    says "While the assessment is a draft. For the responsible worker. A finding comes with its day and grounds (422 `required`). Refused: `document_full`, `assessment_not_draft`, `case_closed`.";
}

crate::elements! {
    /// Functional assessment, where the model of the work asks for it.
    pub mod functional_areas of Assessment: FunctionalArea, NewFunctionalArea, FunctionalAreaDetails, FunctionalAreaId;
    named functional_area, "an area of functioning", "areas of functioning" in "an assessment";
    at "/v1/assessments/{assessment_id}/functional-areas",
        "/v1/assessments/{assessment_id}/functional-areas/{functional_area_id}" by "assessment_id": AssessmentId, "functional_area_id";
    tag "assessment"; write Action::WriteAssessment;
    says "While the assessment is a draft. For the responsible worker. Refused: `functioning_area_taken`, `document_full`, `assessment_not_draft`, `case_closed`.";
}
