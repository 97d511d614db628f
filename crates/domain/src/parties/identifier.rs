//! Identifiers of persons and what their numbers tell.
//!
//! A number is refused only for what no issued number can have: its length, its digits, a date
//! that never was, serial 0000 of an NIK. Everything else is odd and warned about.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;
use utoipa::ToSchema;

use super::{birth::DatePrecision, person::Sex};
use crate::{
    text, vocabulary,
    warnings::{Fault, FaultCode, Warning, WarningCode},
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

/// Malaysian identity card, `YYMMDD-PB-###G` (Jabatan Pendaftaran Negara): date of birth, place
/// of birth, serial, whose last digit is odd for a male. No checksum; the century is not told.
fn nric(d: &[u32; 12], facts: &BirthFacts) -> Result<Vec<WarningCode>, IdentifierFault> {
    let dates = Dates::new(two(d, 0), two(d, 2), two(d, 4))?;
    let male = d[11] % 2 == 1;
    let mut odd = Vec::new();
    if !is_birthplace(two(d, 6)) {
        odd.push(WarningCode::UnknownBirthplaceCode);
    }
    odd.extend(compare(dates, male, facts));
    Ok(odd)
}

/// Indonesian NIK, `PPRRSS DDMMYY ####` (PP 37/2007 art. 37): province, regency, subdistrict;
/// date of birth with 40 added to a woman's day; serial from 0001.
fn nik(d: &[u32; 16], facts: &BirthFacts) -> Result<Vec<WarningCode>, IdentifierFault> {
    let (day, male) = match two(d, 6) {
        day @ 41.. => (day - 40, false),
        day => (day, true),
    };
    let dates = Dates::new(two(d, 10), two(d, 8), day)?;
    if d[12..].iter().all(|digit| *digit == 0) {
        return Err(IdentifierFault::SerialZero);
    }
    let mut odd = region(d);
    odd.extend(compare(dates, male, facts));
    Ok(odd)
}

/// Indonesian family card, `PPRRSS DDMMYY ####`: region, date of first issue, serial.
fn family_card(d: &[u32; 16]) -> Result<Vec<WarningCode>, IdentifierFault> {
    Dates::new(two(d, 10), two(d, 8), two(d, 6))?;
    Ok(region(d))
}

/// Passport numbers differ by country; ICAO Doc 9303 gives them at most nine letters and digits.
fn passport(normalised: &str) -> Vec<WarningCode> {
    let plain = normalised.bytes().all(|b| b.is_ascii_alphanumeric());
    if plain && (6..=9).contains(&normalised.len()) {
        Vec::new()
    } else {
        vec![WarningCode::UnusualPassportNumber]
    }
}

/// Place-of-birth codes of JPN: 01–16 and 21–59 for the states, 60–68 and 71–93 for countries
/// and regions abroad, 82 unknown state, 98 stateless, 99 unspecified. The gaps were never given.
#[must_use]
pub const fn is_birthplace(code: u32) -> bool {
    matches!(code, 1..=16 | 21..=68 | 71 | 72 | 74..=79 | 82..=93 | 98 | 99)
}

/// Province codes of the Ministry of Home Affairs (Kepmendagri 100.1.1-6117/2022 and later:
/// 91–96 for the six provinces of Papua; 97, BPS's code for Papua Pegunungan, is met as well).
#[must_use]
pub const fn is_province(code: u32) -> bool {
    matches!(code, 11..=19 | 21 | 31..=36 | 51..=53 | 61..=65 | 71..=76 | 81 | 82 | 91..=97)
}

fn region(d: &[u32; 16]) -> Vec<WarningCode> {
    // Regencies count from 01 and cities from 71; subdistricts from 01.
    if is_province(two(d, 0)) && two(d, 2) != 0 && two(d, 4) != 0 {
        Vec::new()
    } else {
        vec![WarningCode::UnknownRegionCode]
    }
}

/// The date in a number with a two-digit year: one or two real dates.
#[derive(Clone, Copy)]
struct Dates {
    nineteen: Option<NaiveDate>,
    twenty: Option<NaiveDate>,
}

impl Dates {
    /// Impossible only if the date exists in no century: 29 February of `00` was in 2000.
    fn new(year: u32, month: u32, day: u32) -> Result<Self, IdentifierFault> {
        let in_century = |century: i32| {
            let year = century.checked_add_unsigned(year)?;
            NaiveDate::from_ymd_opt(year, month, day)
        };
        let dates = Self {
            nineteen: in_century(1900),
            twenty: in_century(2000),
        };
        if dates.nineteen.or(dates.twenty).is_none() {
            return Err(IdentifierFault::ImpossibleDate);
        }
        Ok(dates)
    }

    /// Whether one of them is the birth date, as exactly as that is known.
    fn agree(self, birth: NaiveDate, precision: DatePrecision) -> bool {
        let same = |date: NaiveDate| match precision {
            DatePrecision::Day => date == birth,
            DatePrecision::Month => {
                date.format("%Y%m").to_string() == birth.format("%Y%m").to_string()
            }
            DatePrecision::Year => date.format("%Y").to_string() == birth.format("%Y").to_string(),
            DatePrecision::Estimated => true,
        };
        self.nineteen.is_some_and(same) || self.twenty.is_some_and(same)
    }
}

fn compare(dates: Dates, male: bool, facts: &BirthFacts) -> Vec<WarningCode> {
    let precision = facts.precision.unwrap_or(DatePrecision::Day);
    let mut odd = Vec::new();
    if facts
        .birth_date
        .is_some_and(|birth| !dates.agree(birth, precision))
    {
        odd.push(WarningCode::BirthDateMismatch);
    }
    let differs = match facts.sex {
        Some(Sex::Male) => !male,
        Some(Sex::Female) => male,
        Some(Sex::Intersex | Sex::Unknown) | None => false,
    };
    if differs {
        odd.push(WarningCode::SexMismatch);
    }
    odd
}

fn digits<const N: usize>(text: &str) -> Result<[u32; N], IdentifierFault> {
    let digits: Option<Vec<u32>> = text.chars().map(|c| c.to_digit(10)).collect();
    let digits = digits.ok_or(IdentifierFault::Digits)?;
    digits.try_into().map_err(|_| IdentifierFault::Length(N))
}

fn two(digits: &[u32], at: usize) -> u32 {
    digits[at] * 10 + digits[at + 1]
}
