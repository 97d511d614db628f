//! Stage three, plan and intervention: how a plan is carried out, session by session, through
//! crises too.
#![deny(clippy::wildcard_enum_match_arm)]

mod crises;
mod events;
mod interventions;
pub mod plan;
mod sessions;
mod strategy_changes;
mod vocabulary;

pub use crises::{
    Crisis, CrisisDetails, CrisisId, CrisisResolution, HandleCrisis, NewCrisis, ResolveCrisis,
    decide_edit_crisis, decide_handle_crisis, decide_report_crisis, decide_resolve_crisis,
};
pub use events::WorkEvent;
pub use interventions::{
    CompleteIntervention, Intervention, InterventionDetails, InterventionId, NewIntervention,
    StartIntervention, StopIntervention, decide_complete_intervention, decide_edit_intervention,
    decide_plan_intervention, decide_start_intervention, decide_stop_intervention,
};
pub use sessions::{
    Attendee, GroupSession, GroupSessionId, NewGroupSession, NewWorkSession, SessionHeld,
    SessionOfCase, SessionOfOtherCase, SupersedesSession, WorkSession, WorkSessionId,
    decide_group_session, decide_session,
};
pub use strategy_changes::{
    NewStrategyChange, StrategyChange, StrategyChangeDetails, StrategyChangeId,
    decide_change_strategy,
};
pub use vocabulary::{
    ClientRefusalReason, ContractKind, CrisisSeverity, CrisisStatus, InfluenceMode,
    InterventionMethod, InterventionStatus, PracticeLevel, ProviderDeclineReason, SessionForm,
    SessionMode, SessionPlace, Skill, StrategyTechnique, WorkerRole,
};

#[cfg(test)]
mod crisis_tests;
#[cfg(test)]
mod tests;
