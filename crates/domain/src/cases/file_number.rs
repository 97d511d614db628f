//! The file number people know a case by (rule 43).

use std::fmt;

use serde::{Deserialize, Serialize};
use utoipa::openapi::schema::{ObjectBuilder, Schema, SchemaType, Type};
use utoipa::openapi::{RefOr, schema::SchemaFormat};
use utoipa::{PartialSchema, ToSchema};

/// `{unit code}/{year}/{six-digit sequence}`: unique, gapless per unit and year, never changed by
/// a transfer or a reopening. A sequence beyond 999,999 simply gets a seventh digit.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FileNumber(String);

impl FileNumber {
    /// The number of the `sequence`-th case (from 1) that the unit opens in this year of its own
    /// time zone.
    #[must_use]
    pub fn new(unit_code: &str, year: i32, sequence: u32) -> Self {
        Self(format!("{unit_code}/{year:04}/{sequence:06}"))
    }

    /// A number as it was stored.
    #[must_use]
    pub const fn stored(text: String) -> Self {
        Self(text)
    }

    /// The number.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for FileNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl PartialSchema for FileNumber {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(SchemaType::Type(Type::String))
            .format(None::<SchemaFormat>)
            .max_length(Some(60))
            .description(Some(
                "The number people know a case by: unit code, year, sequence.",
            ))
            .examples([serde_json::json!("PKMD-KSR/2026/000017")])
            .into()
    }
}

impl ToSchema for FileNumber {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_number_is_unit_year_and_six_digits() {
        assert_eq!(
            FileNumber::new("PKMD-KSR", 2026, 17).as_str(),
            "PKMD-KSR/2026/000017"
        );
        assert_eq!(
            FileNumber::new("DS-BATU", 2026, 1_000_000).as_str(),
            "DS-BATU/2026/1000000"
        );
    }
}
