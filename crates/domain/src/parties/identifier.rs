//! Identifiers of persons and what their numbers tell.
//!
//! A number is refused only for what no issued number can have: its length, its digits, a date
//! that never was, serial 0000 of an NIK. Everything else is odd and warned about.

mod numbers;

use chrono::NaiveDate;
use numbers::{digits, family_card, nik, nric, passport};
pub use numbers::{is_birthplace, is_province};
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;
use utoipa::ToSchema;

use super::{birth::DatePrecision, person::Sex};
use crate::{
    text, vocabulary,
    warnings::{Fault, FaultCode, Warning},
};

vocabulary! {
    /// The kind of an identifier.
    pub enum IdentifierKind ("identifier_kind", open) {
        MyNric = "my_nric" | "No. kad pengenalan (MyKad, MyKid, MyPR)" | "Nomor kartu identitas Malaysia" | "Malaysian identity card number" | "domain.md §2",
        IdNik = "id_nik" | "NIK (Indonesia)" | "Nomor Induk Kependudukan (NIK)" | "Indonesian population number (NIK)" | "domain.md §2",
        IdKk = "id_kk" | "No. Kartu Keluarga (Indonesia)" | "Nomor Kartu Keluarga (KK)" | "Indonesian family card number (KK)" | "°",
        Passport = "passport" | "No. pasport" | "Nomor paspor" | "Passport number" | "domain.md §2",
        BirthCertificate = "birth_certificate" | "No. sijil kelahiran" | "Nomor akta kelahiran" | "Birth certificate number" | "domain.md §2",
        Unhcr = "unhcr" | "No. kad UNHCR" | "Nomor kartu UNHCR" | "UNHCR card number" | "domain.md §2",
        OkuCard = "oku_card" | "No. kad OKU" | "Nomor kartu penyandang disabilitas" | "Disability card number" | "domain.md §2",
        Other = "other" | "Lain-lain" | "Lainnya" | "Other" | "domain.md §2",
    }
}

text!(
    IdentifierText,
    1..=64,
    line,
    "The number as it is printed; spaces and dashes do not count and are not kept."
);
text!(
    IdentifierNote,
    1..=200,
    line,
    "What kind of document it is, who issued it, until when it is valid."
);

/// An identifier of a person. Kept encrypted and looked up by its exact number only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(examples(
    json!({"kind": "my_nric", "value": "480229-02-5123"}),
    json!({"kind": "id_nik", "value": "3579014107650002"})
))]
pub struct IdentifierEntry {
    /// What it is; the number is checked accordingly.
    pub kind: IdentifierKind,
    /// The number.
    pub value: IdentifierText,
    /// What there is to say about the document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<IdentifierNote>,
}

/// What is known about the person, to compare with what the number tells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BirthFacts {
    /// The birth date.
    pub birth_date: Option<NaiveDate>,
    /// How exactly it is known; to the day if nothing is said.
    pub precision: Option<DatePrecision>,
    /// The sex.
    pub sex: Option<Sex>,
}

/// An accepted number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// The number as it is kept and looked up.
    pub normalised: String,
    /// What is odd about it; the pointer is `/value`.
    pub warnings: Vec<Warning>,
}

/// Why a number cannot be one of its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdentifierFault {
    /// Nothing is left without spaces and dashes.
    Empty,
    /// It has not this many digits.
    Length(usize),
    /// Something else than digits.
    Digits,
    /// The date inside it exists in no century.
    ImpossibleDate,
    /// Its serial is 0000.
    SerialZero,
}

impl IdentifierFault {
    /// The fault as one of the body, where the number stands at `pointer`.
    #[must_use]
    pub fn at(self, pointer: &str) -> Fault {
        match self {
            Self::Empty => Fault::new(pointer, FaultCode::EmptyIdentifier),
            Self::Length(expected) => {
                Fault::new(pointer, FaultCode::IdentifierLength).with("expected", expected)
            }
            Self::Digits => Fault::new(pointer, FaultCode::IdentifierDigits),
            Self::ImpossibleDate => Fault::new(pointer, FaultCode::IdentifierDate),
            Self::SerialZero => Fault::new(pointer, FaultCode::IdentifierSerial),
        }
    }
}

/// Brings a number to the form in which it is kept and looked up: NFKC, upper case, without
/// spaces and dashes.
#[must_use]
pub fn normalise(value: &str) -> String {
    let dash = |c: char| matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}');
    value
        .nfkc()
        .filter(|c| !c.is_whitespace() && !dash(*c))
        .flat_map(char::to_uppercase)
        .nfkc()
        .collect()
}

/// Checks a number against its kind and against what is known about the person.
///
/// # Errors
/// What no issued number of this kind can have.
pub fn check(
    kind: IdentifierKind,
    value: &str,
    facts: &BirthFacts,
) -> Result<Checked, IdentifierFault> {
    let normalised = normalise(value);
    if normalised.is_empty() {
        return Err(IdentifierFault::Empty);
    }
    let odd = match kind {
        IdentifierKind::MyNric => nric(&digits::<12>(&normalised)?, facts)?,
        IdentifierKind::IdNik => nik(&digits::<16>(&normalised)?, facts)?,
        IdentifierKind::IdKk => family_card(&digits::<16>(&normalised)?)?,
        IdentifierKind::Passport => passport(&normalised),
        IdentifierKind::BirthCertificate
        | IdentifierKind::Unhcr
        | IdentifierKind::OkuCard
        | IdentifierKind::Other => Vec::new(),
    };
    let warnings = odd
        .into_iter()
        .map(|code| Warning::new("/value", code))
        .collect();
    Ok(Checked {
        normalised,
        warnings,
    })
}

#[cfg(test)]
mod tests;
