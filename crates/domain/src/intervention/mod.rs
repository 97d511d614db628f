//! Stage three, plan and intervention. So far its words.

mod vocabulary;

pub use vocabulary::{
    ClientRefusalReason, ContractKind, InfluenceMode, InterventionMethod, PracticeLevel,
    ProviderDeclineReason, SessionForm, SessionMode, SessionPlace, Skill, StrategyTechnique,
    WorkerRole,
};
