//! Allegations and what their investigation found (S68). Who is alleged to have done it is told as
//! a role; it is never the client.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    AllegationFinding, AllegationKind, AllegedPerpetrator, AssessmentContent, AssessmentId,
};
use crate::elements::Rules;
use crate::texts::Lines;
use crate::warnings::{Fault, FaultCode};

/// A step of an investigation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct InvestigationStep {
    /// On which day.
    pub done_on: NaiveDate,
    /// What was done, and what came of it.
    pub text: Lines,
}

/// What is told of an allegation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct AllegationDetails {
    /// Of what.
    pub kind: AllegationKind,
    /// What is alleged.
    pub statement: Lines,
    /// Who is alleged to have done it, as what they are to the client.
    pub alleged_perpetrator: AllegedPerpetrator,
    /// When it was alleged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alleged_on: Option<NaiveDate>,
    /// How it was investigated.
    #[serde(default)]
    #[schema(max_items = 50)]
    pub steps: Vec<InvestigationStep>,
    /// What was found; none while the investigation goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finding: Option<AllegationFinding>,
    /// On which day; asked for exactly with a finding.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub found_on: Option<NaiveDate>,
    /// On what grounds; asked for with a finding.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grounds: Option<Lines>,
}

crate::element!(
    /// An allegation and its investigation.
    Allegation, AllegationId, NewAllegation: AllegationDetails
        in AssessmentContent, assessment_id: AssessmentId;
    "An allegation in an assessment.";
    {"kind": "neglect", "statement": "Left without food for two days.",
        "alleged_perpetrator": "caregiver", "alleged_on": "2026-03-01",
        "steps": [{"done_on": "2026-03-02", "text": "Home visit; the kitchen was empty."}]}
);

impl Rules for Allegation {
    fn faults(details: &AllegationDetails, _: &AssessmentContent, today: NaiveDate) -> Vec<Fault> {
        let mut faults = Vec::new();
        let mut date = |pointer: String, day: Option<NaiveDate>| {
            if day.is_some_and(|day| day > today) {
                faults.push(Fault::new(pointer, FaultCode::DateInFuture));
            }
        };
        date("/alleged_on".into(), details.alleged_on);
        date("/found_on".into(), details.found_on);
        for (at, step) in details.steps.iter().enumerate() {
            date(format!("/steps/{at}/done_on"), Some(step.done_on));
        }
        let required = [
            (
                "/found_on",
                details.finding.is_some(),
                details.found_on.is_none(),
            ),
            (
                "/grounds",
                details.finding.is_some(),
                details.grounds.is_none(),
            ),
            (
                "/finding",
                details.found_on.is_some(),
                details.finding.is_none(),
            ),
        ];
        for (pointer, asked, absent) in required {
            if asked && absent {
                faults.push(Fault::new(pointer, FaultCode::Required));
            }
        }
        faults
    }
}
