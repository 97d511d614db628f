//! Stage four, monitoring and evaluation: when it is due, what is observed, reported and concluded.
//! What is measured, and for which goal, the plan of the case says; everything here points to its
//! parts by their ids, which stay the same in all versions.
#![deny(clippy::wildcard_enum_match_arm)]

mod baselines;
mod evaluations;
mod events;
mod observations;
mod plans;
mod reports;
mod schedule;
mod vocabulary;

pub use evaluations::{
    Achievement, Evaluation, EvaluationDetails, EvaluationId, GraduationEvidence, NewEvaluation,
    decide_evaluate,
};
pub use events::MonitoringEvent;
pub use observations::{
    NewObservation, Observation, ObservationDetails, ObservationId, SupersedesObservation,
    decide_observe,
};
pub use plans::{
    EndMonitoringPlan, MonitoringPlan, MonitoringPlanDetails, MonitoringPlanId, NewMonitoringPlan,
    decide_edit_monitoring_plan, decide_end_monitoring_plan, decide_set_monitoring_plan,
};
pub use reports::{
    AcknowledgeReport, NewProgressReport, ProgressReport, ProgressReportDetails, ProgressReportId,
    ServiceReview, decide_acknowledge_report, decide_draft_report, decide_edit_report,
    decide_submit_report,
};
pub use schedule::{DueDate, Interval, OnTime, Schedule};
pub use vocabulary::{
    AchievementLevel, DueStatus, EffectivenessRating, EvaluationConclusion, GraduationKind,
    GraduationProof, InstrumentKind, MonitoringPlanStatus, MonitoringScope, ObservationPhase,
    ObservationSource, ProgressReportStatus,
};

#[cfg(test)]
mod evaluation_tests;
#[cfg(test)]
mod schedule_tests;
#[cfg(test)]
mod tests;
