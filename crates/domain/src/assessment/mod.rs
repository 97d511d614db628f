//! Stage two, the situation of the client: the assessment, its parts, and what finalising needs.
#![deny(clippy::wildcard_enum_match_arm)]

mod acts;
mod content;
mod document;
mod events;
mod needs;
mod risk;
mod risks;
mod vocabulary;

pub use acts::{
    WithdrawAssessment, decide_draft_assessment, decide_edit_assessment, decide_withdraw_assessment,
};
pub use content::AssessmentContent;
pub use document::{
    Assessment, AssessmentDetails, AssessmentId, Formulation, NewAssessment, Participation, Period,
    ReviewedDocument, Swot,
};
pub use events::AssessmentEvent;
pub use needs::{Need, NeedDetails, NeedId, NewNeed};
pub use risks::{NewRisk, Risk, RiskDetails, RiskId};
pub use vocabulary::{
    AssessmentMethod, AssessmentStatus, AssessmentType, Informant, NeedArea, NeedStatus,
    ParticipationLevel, PeriodUnit, PersonAtRisk, ReassessmentForm, ResourceKind, ResourceSystem,
    RiskLevel, RiskStatus,
};
