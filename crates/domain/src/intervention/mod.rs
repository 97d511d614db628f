//! Stage three, plan and intervention.
#![deny(clippy::wildcard_enum_match_arm)]

pub mod plan;
mod vocabulary;

pub use vocabulary::{
    ClientRefusalReason, ContractKind, InfluenceMode, InterventionMethod, PracticeLevel,
    ProviderDeclineReason, SessionForm, SessionMode, SessionPlace, Skill, StrategyTechnique,
    WorkerRole,
};
