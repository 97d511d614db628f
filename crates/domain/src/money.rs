//! Money, counted in minor units (sen, cents) so that nothing is ever rounded.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::parties::shape::shaped;

shaped!(
    Currency,
    3..=3,
    "^(AED|AFN|ALL|AMD|AOA|ARS|AUD|AWG|AZN|BAM|BBD|BDT|BGN|BHD|BIF|BMD|BND|\
        BOB|BRL|BSD|BTN|BWP|BYN|BZD|CAD|CDF|CHF|CLP|CNY|COP|CRC|CUP|CVE|CZK|\
        DJF|DKK|DOP|DZD|EGP|ERN|ETB|EUR|FJD|FKP|GBP|GEL|GHS|GIP|GMD|GNF|GTQ|\
        GYD|HKD|HNL|HTG|HUF|IDR|ILS|INR|IQD|IRR|ISK|JMD|JOD|JPY|KES|KGS|KHR|\
        KMF|KPW|KRW|KWD|KYD|KZT|LAK|LBP|LKR|LRD|LSL|LYD|MAD|MDL|MGA|MKD|MMK|\
        MNT|MOP|MRU|MUR|MVR|MWK|MXN|MYR|MZN|NAD|NGN|NIO|NOK|NPR|NZD|OMR|PAB|\
        PEN|PGK|PHP|PKR|PLN|PYG|QAR|RON|RSD|RUB|RWF|SAR|SBD|SCR|SDG|SEK|SGD|\
        SHP|SLE|SOS|SRD|SSP|STN|SVC|SYP|SZL|THB|TJS|TMT|TND|TOP|TRY|TTD|TWD|\
        TZS|UAH|UGX|USD|UYU|UZS|VES|VND|VUV|WST|XAF|XCD|XCG|XOF|XPF|YER|ZAR|\
        ZMW|ZWG)$",
    currency,
    "MYR",
    "A currency in use, as ISO 4217 code."
);

fn currency(text: &str) -> Option<String> {
    let codes = Currency::PATTERN.trim_matches(['^', '(', ')', '$']);
    codes
        .split('|')
        .any(|code| code == text)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_currency_is_one_of_those_in_use() {
        for code in ["MYR", "IDR", "SGD", "USD", "AED", "ZWG"] {
            assert_eq!(Currency::new(code).unwrap().as_str(), code);
        }
        for code in ["RM", "myr", "MRY", "XXX", "M|R", "^(A"] {
            assert!(Currency::new(code).is_err(), "{code}");
        }
    }
}
