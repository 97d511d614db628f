//! Stage two, the situation of the client: the assessment, its parts, and what finalising needs.
#![deny(clippy::wildcard_enum_match_arm)]

mod acts;
mod allegations;
mod comparison;
mod content;
mod document;
mod events;
mod finalising;
mod functioning;
mod issues;
mod measurements;
mod needs;
mod resources;
mod risk;
mod risks;
#[cfg(test)]
mod tests;
mod vocabulary;

pub use acts::{
    WithdrawAssessment, decide_draft_assessment, decide_edit_assessment, decide_withdraw_assessment,
};
pub use allegations::{
    Allegation, AllegationDetails, AllegationId, InvestigationStep, NewAllegation,
};
pub use comparison::{AssessmentComparison, Baseline, ComparedScore, compare};
pub use content::AssessmentContent;
pub use document::{
    Assessment, AssessmentDetails, AssessmentId, CorrectAssessment, Formulation, NewAssessment,
    Participation, Period, ReviewedDocument, SafetyPlan, SafetyStep, Swot,
};
pub use events::AssessmentEvent;
pub use finalising::{
    FINALISING, Finalised, FinalisingFacts, decide_correct_assessment, decide_finalise_assessment,
    finalising_checklist,
};
pub use functioning::{FunctionalArea, FunctionalAreaDetails, FunctionalAreaId, NewFunctionalArea};
pub use issues::{Issue, IssueCause, IssueDetails, IssueId, NewIssue};
pub use measurements::{
    Instrument, InstrumentCode, Measurement, MeasurementDetails, MeasurementId, NewMeasurement,
};
pub use needs::{Need, NeedDetails, NeedId, NewNeed};
pub use resources::{
    Challenge, ChallengeDetails, ChallengeId, NewChallenge, NewResource, NewStrength,
    NewWantedGoal, Resource, ResourceDetails, ResourceId, Strength, StrengthDetails, StrengthId,
    WantedGoal, WantedGoalDetails, WantedGoalId,
};
pub use risks::{NewRisk, Risk, RiskDetails, RiskId};
pub use vocabulary::{
    AllegationFinding, AllegationKind, AllegedPerpetrator, AssessmentMethod, AssessmentStatus,
    AssessmentType, CauseKind, FunctioningArea, FunctioningLevel, Informant, NeedArea, NeedStatus,
    NotCompared, ParticipationLevel, PeriodUnit, PersonAtRisk, ReassessmentForm, ResourceKind,
    ResourceSystem, RiskLevel, RiskStatus, ScoreChange, ScoreDirection,
};
