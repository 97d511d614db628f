//! The parts of an assessment, each kind with its five operations.

use domain::assessment::*;

use crate::http::routes::Route;

/// The routes of every kind.
pub(super) fn routes() -> Vec<Route> {
    [needs::routes(), risks::routes()]
        .into_iter()
        .flatten()
        .collect()
}

crate::elements! {
    /// Needs in the five areas.
    pub mod needs of Assessment: Need, NewNeed, NeedDetails, NeedId;
    named need, "a need", "needs" in "an assessment";
    at "/v1/assessments/{assessment_id}/needs", "/v1/assessments/{assessment_id}/needs/{need_id}"
        by "assessment_id": AssessmentId, "need_id";
    tag "assessment"; write Action::WriteAssessment;
    says "While the assessment is a draft. For the responsible worker. A severity of 0 says exactly that there is no need (422 `severity_mismatch`). Refused: `need_area_taken`, `document_full`, `assessment_not_draft`, `case_closed`.";
}

crate::elements! {
    /// Risks.
    pub mod risks of Assessment: Risk, NewRisk, RiskDetails, RiskId;
    named risk, "a risk", "risks" in "an assessment";
    at "/v1/assessments/{assessment_id}/risks", "/v1/assessments/{assessment_id}/risks/{risk_id}"
        by "assessment_id": AssessmentId, "risk_id";
    tag "assessment"; write Action::WriteAssessment;
    says "While the assessment is a draft. For the responsible worker. Refused: `document_full`, `assessment_not_draft`, `case_closed`.";
}
