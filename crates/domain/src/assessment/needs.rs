//! Needs of the client, considered in each of the five areas (M293; rule 9).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{AssessmentContent, AssessmentId, NeedArea, NeedStatus};
use crate::elements::Rules;
use crate::refusal::{Refusal, RefusalCode};
use crate::texts::Lines;
use crate::warnings::{Fault, FaultCode};

/// What is told of a need.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct NeedDetails {
    /// The area; at most one need in each.
    pub area: NeedArea,
    /// How severe it is: 0 exactly when there is none, else 1 to 4.
    #[schema(minimum = 0, maximum = 4)]
    pub severity: u8,
    /// How far it is met.
    pub status: NeedStatus,
    /// What it consists of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Lines>,
}

crate::element!(
    /// A need in one of the five areas, or that there is none in it.
    Need, NeedId, NewNeed: NeedDetails in AssessmentContent, assessment_id: AssessmentId;
    "A need of an assessment.";
    {"area": "physical", "severity": 3, "status": "unmet", "note": "One meal a day."}
);

impl Rules for Need {
    fn faults(details: &NeedDetails, _: &AssessmentContent, _: NaiveDate) -> Vec<Fault> {
        let fits = match details.status {
            NeedStatus::NotPresent => details.severity == 0,
            NeedStatus::Unmet | NeedStatus::PartlyMet | NeedStatus::Met => details.severity > 0,
        };
        let fault = || Fault::new("/severity", FaultCode::SeverityMismatch);
        (!fits).then(fault).into_iter().collect()
    }

    fn refusals(details: &NeedDetails, others: &AssessmentContent) -> Vec<Refusal> {
        let taken = others
            .needs
            .iter()
            .any(|one| one.details.area == details.area);
        let refusal = || Refusal::new(RefusalCode::NeedAreaTaken).at("/area");
        taken.then(refusal).into_iter().collect()
    }
}
