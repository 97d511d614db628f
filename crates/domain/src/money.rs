//! Money, counted in minor units (sen, cents) so that nothing is ever rounded.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::parties::shape::shaped;

shaped!(
    Currency,
    3..=3,
    "^[A-Z]{3}$",
    currency,
    "MYR",
    "A currency as ISO 4217 code."
);

fn currency(text: &str) -> Option<String> {
    text.bytes()
        .all(|b| b.is_ascii_uppercase())
        .then(|| text.to_owned())
}

/// An amount of money.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({"currency": "MYR", "minor": 12550})))]
pub struct Money {
    /// The currency.
    pub currency: Currency,
    /// How much, in the minor unit that ISO 4217 gives the currency, sen for MYR and IDR: 12550 is
    /// RM 125.50. Never negative.
    #[schema(minimum = 0, maximum = 1_000_000_000_000_000_i64)]
    pub minor: i64,
}
