//! Stage 5: why a case ends, what that reason asks for, and the closure of the file, requested by
//! one and approved by another.
#![deny(clippy::wildcard_enum_match_arm)]

mod closure;
mod gate;
mod lost_contact;
mod particulars;
mod reasons;
pub mod steps;
mod vocabulary;

pub use closure::{
    ApproveClosure, ClosureRequest, ClosureRequestId, RejectClosure, RequestClosure,
    WithdrawClosure, decide_approve_closure, decide_reject_closure, decide_request_closure,
    decide_withdraw_closure,
};
pub use gate::CLOSE;
pub use lost_contact::{ClientContact, LostContact};
pub use particulars::{
    SIGNATURE, Termination, TerminationDetails, TerminationId, decide_edit_termination,
    may_edit_termination,
};
pub use reasons::{
    Absconding, AgencyTransfer, BeyondCapacity, ClientRequest, Death, EndedProgramme, ExpiredOrder,
    MovedAway, NoSuitableService, NotEligible, ReceivingUnit, RelationshipEnd, ServiceElsewhere,
    TracingAttempt, TriedService,
};
pub use steps::StepId;
pub use vocabulary::{
    AbscondingReason, CapacityLimit, ClosureStatus, ReceivingUnitReply, RelationshipReason,
    TerminationReason,
};

#[cfg(test)]
mod reason_tests;
#[cfg(test)]
mod tests;
