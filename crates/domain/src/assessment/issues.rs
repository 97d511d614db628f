//! Issues: what is to be solved, what is behind it, and in which order (M290, M295–296).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{AssessmentContent, AssessmentId, CauseKind};
use crate::elements::Rules;
use crate::texts::{Line, Lines};
use crate::warnings::{Fault, FaultCode};

/// What is behind an issue.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct IssueCause {
    /// Of what kind.
    pub kind: CauseKind,
    /// Which.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<Lines>,
}

/// What is told of an issue.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct IssueDetails {
    /// What is to be solved, as the client wants it.
    pub statement: Lines,
    /// What is behind it.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub causes: Vec<IssueCause>,
    /// What stands in the way of solving it.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub barriers: Vec<Line>,
    /// What could help.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub opportunities: Vec<Line>,
    /// By what it shows.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub indicators: Vec<Line>,
    /// When these were explained to the client.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub indicators_explained_on: Option<NaiveDate>,
    /// Its place in the order of the issues: 1 comes first, no two have the same when the
    /// assessment is finalised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 500)]
    pub priority: Option<u16>,
}

crate::element!(
    /// An issue.
    Issue, IssueId, NewIssue: IssueDetails in AssessmentContent, assessment_id: AssessmentId;
    "An issue of an assessment.";
    {"statement": "She no longer cooks for herself.", "causes": [{"kind": "biological"}],
        "barriers": ["No shop in the village."], "indicators": ["Lost six kilograms."],
        "indicators_explained_on": "2026-03-02", "priority": 1}
);

impl Rules for Issue {
    fn faults(details: &IssueDetails, _: &AssessmentContent, today: NaiveDate) -> Vec<Fault> {
        let late = details
            .indicators_explained_on
            .is_some_and(|day| day > today);
        let fault = || Fault::new("/indicators_explained_on", FaultCode::DateInFuture);
        late.then(fault).into_iter().collect()
    }
}
