//! Who may do what: one pure function, [`decide`], and what it is derived from.
//!
//! `domain-rules.md` §4 is the law, `matrix.txt` its hand-written expansion, which a test
//! compares with the code cell by cell. Four sentences carry the room:
//!
//! 1. **Reading is derived.** [`visible_cases`], [`visible_intakes`], [`visible_persons`] and
//!    [`visible_parties`] give a disjunction of [branches](CaseBranch); a record is seen when one of them matches
//!    its facts, and a list is the union of the same branches rendered as SQL.
//! 2. **The order of refusals is fixed**: the missing scope (403, which the token alone decides,
//!    whether there is such a record or not), then not visible (404), then the missing power
//!    (403).
//! 3. **Every action needs exactly one [`Power`]**; the table in `actions.rs` says which.
//! 4. **Membership of a case counts only in the hands of a role**: the responsible worker and
//!    the team write because they are named on the case *and* hold a caseworker's,
//!    supervisor's or director's grant, wherever that grant lies. Being named is about this one
//!    case, so the unit does not matter (colleagues of other units sit on teams, and the former
//!    worker stays responsible until a transfer is accepted: rule 20); but who has lost every
//!    grant has lost the cases too.
#![deny(clippy::wildcard_enum_match_arm)]

mod actions;
mod actor;
mod confidentiality;
mod decide;
mod facts;
pub mod relations;
mod roles;
mod visible;

#[cfg(test)]
mod matrix_tests;
#[cfg(test)]
mod properties;

pub use actions::{Action, Power, Target};
pub use actor::{Actor, Boundary, Grant, Principal, administrator_stays, may_grant};
pub use confidentiality::Confidentiality;
pub use decide::{Decision, Denial, DenialCode, Obligation, decide};
pub use facts::{
    CaseFacts, Facts, IntakeFacts, IntakeStanding, IntegrationFacts, Membership, Naming,
    OfferFacts, OfferedTo, PersonFacts, UnitFacts, WorkerFacts,
};
pub use roles::{Role, Scope};
pub use visible::{
    CaseBranch, IntakeBranch, PersonBranch, View, led, sight, visible_cases, visible_intakes,
    visible_matches, visible_parties, visible_persons, visible_register,
};
