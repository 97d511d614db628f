//! References to the same thing in another system.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::shape::shaped;
use crate::{
    text,
    warnings::{Fault, FaultCode},
};

shaped!(
    ExternalSystem,
    1..=64,
    "^[a-z0-9][a-z0-9._-]*$",
    external_system,
    "ebantuan",
    "The short name of another system: lower-case letters, digits, dot, dash, underscore."
);

text!(
    ExternalValue,
    1..=128,
    line,
    "The number or id by which the other system knows it, kept as it is written there."
);

fn external_system(text: &str) -> Option<String> {
    let inner =
        |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'_' | b'-');
    let first = text.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit());
    (first && text.bytes().all(inner)).then(|| text.to_owned())
}

/// The reference of another system to this record; unique per system and unit.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({"system": "ebantuan", "value": "BK-2026-00417"})))]
pub struct ExternalRef {
    /// The other system.
    pub system: ExternalSystem,
    /// Its reference.
    pub value: ExternalValue,
}

/// Checks that a list names each system once.
#[must_use]
pub fn review(refs: &[ExternalRef]) -> Vec<Fault> {
    refs.iter()
        .enumerate()
        .filter(|(i, one)| refs[..*i].iter().any(|other| other.system == one.system))
        .map(|(i, _)| {
            Fault::new(
                format!("/external_refs/{i}/system"),
                FaultCode::RepeatedItem,
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_system_is_named_once() {
        let entry = |system: &str, value: &str| ExternalRef {
            system: ExternalSystem::new(system).unwrap(),
            value: ExternalValue::new(value).unwrap(),
        };
        assert!(review(&[entry("a", "1"), entry("b", "1")]).is_empty());
        let faults = review(&[entry("a", "1"), entry("a", "2")]);
        assert_eq!(faults.len(), 1);
        assert_eq!(faults[0].pointer, "/external_refs/1/system");
        assert!(ExternalSystem::new("E Bantuan").is_err());
    }
}
