//! Engagement: consents, legal bases, rights explained and contracts, of a case or of an intake that
//! may become one (rule 1). What is said of them is kept whole, in one table; each kind has addresses
//! of its own.

pub mod consents;
pub mod contracts;
pub mod facts;
mod file;
pub mod legal_bases;
mod named;
pub mod on_intake;
pub mod rights;

pub use named::unknown;

use domain::{
    cases::CaseId,
    engagement::{
        Consent, ConsentAnswer, Contract, EngagementPlace, LegalBasis, RightsExplanation,
    },
    words::Word,
};
use serde::de::DeserializeOwned;
use std::fmt::Debug;

use crate::{cases::records::CaseRecord, http::routes::Route};

/// The routes of this room.
#[must_use]
pub fn routes() -> Vec<Route> {
    [
        consents::routes(),
        legal_bases::routes(),
        rights::routes(),
        contracts::routes(),
        on_intake::routes(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// A record of this room, as its table keeps it.
pub trait Engagement: CaseRecord + Debug + DeserializeOwned {
    /// Its kind, in the table and in events.
    const KIND: &'static str;
    /// Where it stands.
    fn place(&self) -> EngagementPlace;
    /// What it is to, or of which kind.
    fn word(&self) -> &'static str;
    /// What was done with it.
    fn state(&self) -> &'static str;
}

impl Engagement for Consent {
    const KIND: &'static str = "consent";
    fn place(&self) -> EngagementPlace {
        self.place
    }
    fn word(&self) -> &'static str {
        self.details.purpose.code()
    }
    fn state(&self) -> &'static str {
        match (self.details.answer, &self.withdrawal) {
            (answer, None) | (answer @ ConsentAnswer::Refused, Some(_)) => answer.code(),
            (ConsentAnswer::Given, Some(_)) => "withdrawn",
        }
    }
}

impl Engagement for LegalBasis {
    const KIND: &'static str = "legal_basis";
    fn place(&self) -> EngagementPlace {
        self.place
    }
    fn word(&self) -> &'static str {
        self.details.kind.code()
    }
    fn state(&self) -> &'static str {
        if self.end.is_some() {
            "ended"
        } else {
            "recorded"
        }
    }
}

impl Engagement for RightsExplanation {
    const KIND: &'static str = "rights_explanation";
    fn place(&self) -> EngagementPlace {
        self.place
    }
    fn word(&self) -> &'static str {
        Self::KIND
    }
    fn state(&self) -> &'static str {
        "recorded"
    }
}

impl Engagement for Contract {
    const KIND: &'static str = "contract";
    fn place(&self) -> EngagementPlace {
        self.place
    }
    fn word(&self) -> &'static str {
        self.details.kind.code()
    }
    fn state(&self) -> &'static str {
        self.status.code()
    }
}

/// Which of them a list shows.
pub trait Filters {
    /// Only those with this word.
    fn word(&self) -> Option<&'static str>;
    /// Only those in this state.
    fn state(&self) -> Option<&'static str>;
}

/// Where a new record can be read: at its own address, or in the list of its intake.
fn address(place: EngagementPlace, kind: &str, id: impl std::fmt::Display) -> String {
    match place {
        EngagementPlace::Intake(intake) => format!("/v1/intakes/{intake}/{kind}"),
        EngagementPlace::Case(..) => format!("/v1/{kind}/{id}"),
    }
}

/// The id as one of this case, if the record is.
fn of_case<T: CaseRecord>(record: Option<T>, case_id: CaseId) -> Option<T> {
    record.filter(|one| one.case_id() == Some(case_id))
}
