//! All that an assessment holds.

use std::collections::BTreeMap;

use super::{
    Allegation, AssessmentId, Challenge, FunctionalArea, Issue, Measurement, Need, Resource, Risk,
    RiskLevel, RiskStatus, Strength, WantedGoal,
};

crate::content! {
    /// The parts of an assessment.
    pub struct AssessmentContent of AssessmentId {
        /// Issues.
        issues: Issue,
        /// Needs, at most one in each area.
        needs: Need,
        /// Risks.
        risks: Risk,
        /// Resources.
        resources: Resource,
        /// Strengths.
        strengths: Strength,
        /// Challenges.
        challenges: Challenge,
        /// Goals the client wants.
        wanted_goals: WantedGoal,
        /// Scores.
        measurements: Measurement,
        /// Allegations.
        allegations: Allegation,
        /// Areas of functioning.
        functional_areas: FunctionalArea,
    }
}

impl AssessmentContent {
    /// The worst open risk.
    #[must_use]
    pub fn risk(&self) -> RiskLevel {
        let open = self
            .risks
            .iter()
            .filter(|risk| risk.details.status == RiskStatus::Open);
        RiskLevel::worst(open.map(|risk| risk.level))
    }

    /// The issues that share their priority with another one.
    #[must_use]
    pub fn shared_priorities(&self) -> Vec<&Issue> {
        let mut times: BTreeMap<u16, usize> = BTreeMap::new();
        for priority in self.issues.iter().filter_map(|one| one.details.priority) {
            *times.entry(priority).or_default() += 1;
        }
        let shared = |one: &&Issue| {
            let priority = one.details.priority;
            priority.is_some_and(|priority| times.get(&priority).is_some_and(|n| *n > 1))
        };
        self.issues.iter().filter(shared).collect()
    }
}
