//! Risks: what may happen to whom, how likely and how badly (rule 8).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{AssessmentContent, AssessmentId, PersonAtRisk, RiskLevel, RiskStatus};
use crate::elements::Rules;
use crate::texts::{Line, Lines};
use crate::warnings::{Fault, FaultCode};

/// What is told of a risk.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct RiskDetails {
    /// What may happen.
    pub hazard: Lines,
    /// Who is at risk.
    #[schema(min_items = 1, max_items = 10)]
    pub at_risk: Vec<PersonAtRisk>,
    /// How likely it is: 1 to 5.
    #[schema(minimum = 1, maximum = 5)]
    pub likelihood: u8,
    /// How bad it would be: 1 to 5.
    #[schema(minimum = 1, maximum = 5)]
    pub impact: u8,
    /// What is done against it.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub safety_measures: Vec<Line>,
    /// Whether it is still there.
    pub status: RiskStatus,
    /// Since when it is no longer there; asked for when it is closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_on: Option<NaiveDate>,
}

impl RiskDetails {
    /// Likelihood times impact.
    #[must_use]
    pub const fn score(&self) -> u8 {
        self.likelihood.saturating_mul(self.impact)
    }

    /// Its band.
    #[must_use]
    pub const fn level(&self) -> RiskLevel {
        RiskLevel::of(self.likelihood, self.impact)
    }
}

crate::element!(
    /// A risk.
    Risk, RiskId, NewRisk: RiskDetails in AssessmentContent, assessment_id: AssessmentId;
    "A risk of an assessment.";
    {"hazard": "Left alone at night, she may fall.", "at_risk": ["client"], "likelihood": 4,
        "impact": 3, "safety_measures": ["A neighbour sleeps there."], "status": "open"};
    /// Likelihood times impact: 1 to 25.
    score: u8 = RiskDetails::score;
    /// Its band.
    level: RiskLevel = RiskDetails::level
);

impl Rules for Risk {
    fn faults(details: &RiskDetails, _: &AssessmentContent, today: NaiveDate) -> Vec<Fault> {
        let late = details.closed_on.is_some_and(|day| day > today);
        let unsaid = details.status == RiskStatus::Closed && details.closed_on.is_none();
        let fault = |code| Fault::new("/closed_on", code);
        let faults = [
            late.then(|| fault(FaultCode::DateInFuture)),
            unsaid.then(|| fault(FaultCode::Required)),
        ];
        faults.into_iter().flatten().collect()
    }
}
