//! Stage 1: somebody is referred, the papers and the three tests are checked, and it is decided
//! whether a case is opened.
#![deny(clippy::wildcard_enum_match_arm)]

mod acceptance;
mod acts;
pub mod client;
mod contacts;
mod documents;
mod endings;
mod events;
mod record;
pub mod requirements;
mod response;
mod screening;
mod vocabulary;

pub use acceptance::{ACCEPT, AcceptFacts, accept_checklist};
pub use acts::{
    AcceptIntake, DeclineIntake, ResubmitIntake, ReturnIntake, decide_accept, decide_correct,
    decide_decline, decide_override, decide_resubmit, decide_return, decide_screen,
};
pub use client::Client;
pub use contacts::{IntakeContact, decide_intake_contact};
pub use documents::{
    AddDocument, DocumentItem, DocumentItemId, DocumentRequirement, ReceiveDocument, WaiveDocument,
    WantedDocument, checklist_for, decide_add_document, decide_receive, decide_waive,
    not_on_checklist,
};
pub use endings::{
    AdviseIntake, DuplicateOf, FindDuplicate, RedirectIntake, Redirection, decide_advise,
    decide_duplicate, decide_redirect,
};
pub use events::{IntakeEvent, IntakeHeading};
pub use record::{
    CLOCK_SKEW, Intake, IntakeDetails, IntakeId, IntakeProgress, NewIntake, RecordedIntake,
    Referrer,
};
pub use response::response_time;
pub use screening::{
    AcuteCondition, Criterion, DuplicateReview, FamilyView, Screening, ScreeningDetails,
    ScreeningTest, ScreeningTests,
};
pub use vocabulary::{
    Category, CriterionEffect, CriterionResult, DeclineReason, DocumentStatus, DocumentType,
    DuplicateKind, DuplicateResult, FamilySupport, IntakeChannel, IntakeDecision, IntakeStatus,
    Urgency, default_class,
};

pub(crate) use acts::undecided;

#[cfg(test)]
mod documents_tests;
#[cfg(test)]
mod endings_tests;
#[cfg(test)]
mod tests;
