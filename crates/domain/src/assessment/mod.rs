//! Stage two, the situation of the client. So far its words.

mod vocabulary;

pub use vocabulary::{AssessmentMethod, Informant, NeedArea, ResourceKind, ResourceSystem};
