//! Who signs for the client (rule 10): an adult alone, the guardian for a minor or for a client who
//! cannot.

use chrono::NaiveDate;

use crate::parties::birth::{DatePrecision, minor_on};
use crate::parties::signature::{SignatoryCapacity, SignatureDetails};
use crate::refusal::{Refusal, RefusalCode};
use crate::texts::Lines;

/// What has to be known of a client to tell who signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signer {
    /// The birth date and how exactly it is known; an unknown one makes nobody a minor.
    pub born: Option<(NaiveDate, DatePrecision)>,
    /// From which age on clients sign alone where the unit is.
    pub adult_age: u32,
}

impl Signer {
    /// Whether the client may still be a minor on a day.
    #[must_use]
    pub fn minor(self, on: NaiveDate) -> bool {
        self.born
            .is_some_and(|(birth, precision)| minor_on(birth, precision, self.adult_age, on))
    }

    /// What speaks against a signature in the client's name that stands at `at` in the body:
    /// `guardian_signs`, `client_signs`, and what is wrong with any signature.
    pub(super) fn refusals(
        self,
        signature: &SignatureDetails,
        incapacity: Option<&Lines>,
        at: &str,
        today: NaiveDate,
    ) -> Vec<Refusal> {
        let cannot = incapacity.is_some() || self.minor(signature.signed_on);
        let (right, code) = if cannot {
            let right = signature.capacity.for_the_client();
            (right, RefusalCode::GuardianSigns)
        } else {
            let right = signature.capacity == SignatoryCapacity::Client;
            (right, RefusalCode::ClientSigns)
        };
        let mut refusals = signature.refusals(at, today);
        if !right {
            refusals.push(Refusal::new(code).at(&format!("{at}/capacity")));
        }
        refusals
    }
}
