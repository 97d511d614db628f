//! Bounded texts with a shape: a pattern for the contract and the same rule in code.

use std::fmt;

/// A text that does not have its shape; holds the pattern, not the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Misshapen(pub &'static str);

impl fmt::Display for Misshapen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "does not match {}", self.0)
    }
}

/// `shaped!(Name, 1..=16, "^…$", canonical, "example", "doc")`: `canonical` gives the text as
/// it is kept, or nothing if it has not the shape. It must accept what the pattern accepts.
macro_rules! shaped {
    ($name:ident, $min:literal ..= $max:literal, $pattern:literal, $canonical:path, $example:literal, $doc:literal) => {
        #[doc = $doc]
        #[derive(
            Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
        )]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The pattern of its shape.
            pub const PATTERN: &str = $pattern;

            /// The text as it is kept.
            ///
            /// # Errors
            /// The pattern it does not match.
            pub fn new(text: &str) -> Result<Self, $crate::parties::Misshapen> {
                let text = text.trim();
                if !($min..=$max).contains(&text.chars().count()) {
                    return Err($crate::parties::Misshapen($pattern));
                }
                $canonical(text)
                    .map(Self)
                    .ok_or($crate::parties::Misshapen($pattern))
            }

            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = $crate::parties::Misshapen;
            fn try_from(text: String) -> Result<Self, Self::Error> {
                Self::new(&text)
            }
        }

        impl From<$name> for String {
            fn from(text: $name) -> Self {
                text.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                use utoipa::openapi::schema::{ObjectBuilder, SchemaType, Type};
                ObjectBuilder::new()
                    .schema_type(SchemaType::Type(Type::String))
                    .min_length(Some($min))
                    .max_length(Some($max))
                    .pattern(Some($pattern))
                    .examples([serde_json::json!($example)])
                    .description(Some($doc))
                    .into()
            }
        }

        impl utoipa::ToSchema for $name {}
    };
}
pub(crate) use shaped;
