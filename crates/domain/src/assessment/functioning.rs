//! Functional assessment, where the model of case management asks for it (K129): what the client
//! can do in each area of daily life.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{AssessmentContent, AssessmentId, FunctioningArea, FunctioningLevel};
use crate::elements::Rules;
use crate::refusal::{Refusal, RefusalCode};
use crate::texts::Lines;

/// What is told of an area of functioning.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct FunctionalAreaDetails {
    /// The area; at most one finding in each.
    pub area: FunctioningArea,
    /// What the client can do there.
    pub level: FunctioningLevel,
    /// What the client can do in which surroundings, and what is missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Lines>,
}

crate::element!(
    /// How the client functions in an area of daily life.
    FunctionalArea, FunctionalAreaId, NewFunctionalArea: FunctionalAreaDetails
        in AssessmentContent, assessment_id: AssessmentId;
    "An area of functioning in an assessment.";
    {"area": "self_care", "level": "with_help", "note": "Washes herself, cannot cut her nails."}
);

impl Rules for FunctionalArea {
    fn refusals(details: &FunctionalAreaDetails, others: &AssessmentContent) -> Vec<Refusal> {
        let taken = others
            .functional_areas
            .iter()
            .any(|one| one.details.area == details.area);
        let refusal = || Refusal::new(RefusalCode::FunctioningAreaTaken).at("/area");
        taken.then(refusal).into_iter().collect()
    }
}
