//! The small macros every room uses to say a fact once: ids, vocabularies, bounded texts.
//!
//! One list gives the enum, its JSON and SQL word, its OpenAPI schema and its labels in
//! Malay, Indonesian and English.

use std::fmt;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;
use utoipa::openapi::{
    RefOr,
    schema::{KnownFormat, ObjectBuilder, Schema, SchemaFormat, SchemaType, Type},
};
use uuid::Uuid;

/// The three languages every label and problem text exists in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lang {
    /// Malay (Malaysia).
    Ms,
    /// Indonesian.
    Id,
    /// English.
    En,
}

impl Lang {
    /// All languages, in the order in which labels are written in the lists.
    pub const ALL: [Self; 3] = [Self::Ms, Self::Id, Self::En];

    /// The ISO 639-1 code, as in `Content-Language`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ms => "ms",
            Self::Id => "id",
            Self::En => "en",
        }
    }

    /// The one of three texts that is in this language.
    #[must_use]
    pub const fn pick<T: Copy>(self, texts: [T; 3]) -> T {
        match self {
            Self::Ms => texts[0],
            Self::Id => texts[1],
            Self::En => texts[2],
        }
    }
}

/// A word of a vocabulary (a code list of `domain-rules.md` §3 or one of our own).
pub trait Word: Copy + Eq + fmt::Debug + Send + Sync + 'static {
    /// The name of the list, as in `/v1/code-lists/{name}`.
    const NAME: &'static str;
    /// Whether answers may one day carry words that are not in the list yet.
    const OPEN: bool;
    /// Every word, in the order of the list.
    fn all() -> &'static [Self];
    /// The word on the wire and in the database.
    fn code(self) -> &'static str;
    /// The label in the given language.
    fn label(self, lang: Lang) -> &'static str;
    /// Where the word comes from: a line of a seed document, or `°` for our own addition.
    fn source(self) -> &'static str;

    /// The word with this code, if the list has it.
    #[must_use]
    fn parse(code: &str) -> Option<Self> {
        Self::all().iter().copied().find(|word| word.code() == code)
    }
}

/// The id of a record: a UUID, version 7 when made by this service or by a client.
pub trait RecordId: Copy + Eq + Ord + fmt::Debug + fmt::Display + Send + Sync + 'static {
    /// The plain UUID.
    fn uuid(self) -> Uuid;
    /// The typed id of a plain UUID.
    fn from_uuid(id: Uuid) -> Self;
}

impl RecordId for Uuid {
    fn uuid(self) -> Uuid {
        self
    }
    fn from_uuid(id: Uuid) -> Self {
        id
    }
}

/// What is wrong with a text; the bounds are in characters (Unicode scalar values).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextFault {
    /// Fewer characters than this after trimming.
    TooShort(usize),
    /// More characters than this.
    TooLong(usize),
    /// A control character (in a long text, line feed and tab are welcome).
    ControlCharacter,
}

impl fmt::Display for TextFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooShort(min) => write!(f, "needs at least {min} characters"),
            Self::TooLong(max) => write!(f, "has more than {max} characters"),
            Self::ControlCharacter => f.write_str("contains a control character"),
        }
    }
}

/// Normalises a text as every bounded text does: NFC, outer white space removed.
///
/// # Errors
/// The first [`TextFault`] found.
pub fn bounded(text: &str, min: usize, max: usize, lines: bool) -> Result<String, TextFault> {
    let text: String = text.trim().nfc().collect();
    let count = text.chars().count();
    if count < min {
        return Err(TextFault::TooShort(min));
    }
    if count > max {
        return Err(TextFault::TooLong(max));
    }
    let bad = |c: char| c.is_control() && !(lines && matches!(c, '\n' | '\t' | '\r'));
    if text.chars().any(bad) {
        return Err(TextFault::ControlCharacter);
    }
    Ok(text)
}

/// The schema of a bounded text.
#[must_use]
pub fn text_schema(min: usize, max: usize, lines: bool, doc: &str) -> RefOr<Schema> {
    // Mirrors `bounded`: something besides white space where the text may not be empty, and
    // no control characters.
    let plain = if lines {
        r"[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]"
    } else {
        r"[^\u0000-\u001f\u007f-\u009f]"
    };
    let pattern = if min == 0 {
        format!("^{plain}*$")
    } else if lines {
        format!(r"^{plain}*[^\s\u0000-\u001f\u007f-\u009f]{plain}*$")
    } else {
        format!(r"^[^\s\u0000-\u001f\u007f-\u009f]{plain}*$")
    };
    ObjectBuilder::new()
        .schema_type(SchemaType::Type(Type::String))
        .min_length(Some(min))
        .max_length(Some(max))
        .pattern(Some(pattern))
        .description(Some(doc.trim()))
        .into()
}

/// The schema of a record id.
#[must_use]
pub fn id_schema(doc: &str) -> RefOr<Schema> {
    ObjectBuilder::new()
        .schema_type(SchemaType::Type(Type::String))
        .format(Some(SchemaFormat::KnownFormat(KnownFormat::Uuid)))
        .description(Some(doc.trim()))
        .examples([serde_json::json!("01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e11")])
        .into()
}

/// The schema of a vocabulary: closed in requests; `x-extensible-enum` marks the open ones,
/// whose list the contract loosens in answers.
#[must_use]
pub fn word_schema<W: Word>(doc: &str) -> RefOr<Schema> {
    let codes: Vec<&'static str> = W::all().iter().map(|word| word.code()).collect();
    let mut object = ObjectBuilder::new()
        .schema_type(SchemaType::Type(Type::String))
        .description(Some(doc.trim()))
        .enum_values(Some(codes.clone()));
    if W::OPEN {
        object = object.extensions(Some(
            utoipa::openapi::extensions::Extensions::builder()
                .add("x-extensible-enum", serde_json::json!(codes))
                .build(),
        ));
    }
    object.into()
}

/// `record_id!(CaseId, "A case.")`: a typed UUID.
#[macro_export]
macro_rules! record_id {
    ($name:ident, $doc:literal) => {
        #[doc = $doc]
        #[derive(
            Clone,
            Copy,
            Debug,
            PartialEq,
            Eq,
            Hash,
            PartialOrd,
            Ord,
            serde::Serialize,
            serde::Deserialize,
        )]
        #[serde(transparent)]
        pub struct $name(pub uuid::Uuid);

        impl $crate::words::RecordId for $name {
            fn uuid(self) -> uuid::Uuid {
                self.0
            }
            fn from_uuid(id: uuid::Uuid) -> Self {
                Self(id)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, uuid::Error> {
                text.parse().map(Self)
            }
        }

        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                $crate::words::id_schema($doc)
            }
        }

        impl utoipa::ToSchema for $name {}
    };
}

/// A vocabulary from one list: `Variant = "code" | "ms" | "id" | "en" | "source"`.
#[macro_export]
macro_rules! vocabulary {
    (@open open) => { true };
    (@open closed) => { false };
    ($(
        $(#[doc = $doc:literal])+
        pub enum $name:ident ($list:literal, $open:ident) {
            $($variant:ident = $code:literal | $ms:literal | $id:literal | $en:literal | $source:literal),+ $(,)?
        }
    )+) => {$(
        $(#[doc = $doc])+
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
        )]
        pub enum $name {
            $(#[doc = $en] #[serde(rename = $code)] $variant),+
        }

        impl $crate::words::Word for $name {
            const NAME: &'static str = $list;
            const OPEN: bool = $crate::vocabulary!(@open $open);
            fn all() -> &'static [Self] {
                &[$(Self::$variant),+]
            }
            fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }
            fn label(self, lang: $crate::words::Lang) -> &'static str {
                match self { $(Self::$variant => lang.pick([$ms, $id, $en])),+ }
            }
            fn source(self) -> &'static str {
                match self { $(Self::$variant => $source),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str($crate::words::Word::code(*self))
            }
        }

        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                $crate::words::word_schema::<Self>(concat!($($doc, "\n"),+))
            }
        }

        impl utoipa::ToSchema for $name {}
    )+};
}

/// `text!(Reason, 20..=2000, lines, "Why …")`: a bounded text; `line` forbids line breaks.
#[macro_export]
macro_rules! text {
    (@lines line) => { false };
    (@lines lines) => { true };
    ($name:ident, $min:literal ..= $max:literal, $lines:ident, $doc:literal) => {
        #[doc = $doc]
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The text, normalised.
            ///
            /// # Errors
            /// What is wrong with it.
            pub fn new(text: &str) -> Result<Self, $crate::words::TextFault> {
                $crate::words::bounded(text, $min, $max, $crate::text!(@lines $lines)).map(Self)
            }

            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = $crate::words::TextFault;
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
                $crate::words::text_schema($min, $max, $crate::text!(@lines $lines), $doc)
            }
        }

        impl utoipa::ToSchema for $name {}
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    record_id!(ThingId, "A thing.");
    text!(Title, 2..=5, line, "A title.");
    vocabulary! {
        /// Colours.
        pub enum Colour ("colour", open) {
            DeepRed = "deep_red" | "merah tua" | "merah tua" | "deep red" | "°",
            Blue = "blue" | "biru" | "biru" | "blue" | "°",
        }
    }

    #[test]
    fn a_word_is_the_same_in_json_and_sql_and_has_its_labels() {
        assert_eq!(
            serde_json::to_string(&Colour::DeepRed).unwrap(),
            "\"deep_red\""
        );
        assert_eq!(Colour::parse("blue"), Some(Colour::Blue));
        assert_eq!(Colour::parse("green"), None);
        assert_eq!(Colour::Blue.label(Lang::Ms), "biru");
    }

    #[test]
    fn a_bounded_text_is_trimmed_composed_and_counted_in_characters() {
        assert_eq!(Title::new("  e\u{301}té ").unwrap().as_str(), "été");
        assert_eq!(Title::new(" a "), Err(TextFault::TooShort(2)));
        assert_eq!(Title::new("abcdef"), Err(TextFault::TooLong(5)));
        assert_eq!(Title::new("a\nb"), Err(TextFault::ControlCharacter));
        assert!(serde_json::from_str::<Title>("\"\\u0007ab\"").is_err());
    }

    #[test]
    fn an_id_is_a_plain_uuid_in_json() {
        let id: ThingId = "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e11".parse().unwrap();
        assert_eq!(
            serde_json::to_value(id).unwrap(),
            "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e11"
        );
    }
}
