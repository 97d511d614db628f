//! Stage two, the situation of the client. So far its words, and how high a risk is.

mod risk;
mod vocabulary;

pub use vocabulary::{
    AssessmentMethod, Informant, NeedArea, ResourceKind, ResourceSystem, RiskLevel,
};
