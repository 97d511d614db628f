//! How the numbers of each kind are built and what they tell.

use chrono::NaiveDate;

use super::{BirthFacts, IdentifierFault};
use crate::{
    parties::{birth::DatePrecision, person::Sex},
    warnings::WarningCode,
};

/// Malaysian identity card, `YYMMDD-PB-###G` (Jabatan Pendaftaran Negara): date of birth, place
/// of birth, serial, whose last digit is odd for a male. No checksum; the century is not told.
pub(super) fn nric(d: &[u32; 12], facts: &BirthFacts) -> Result<Vec<WarningCode>, IdentifierFault> {
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
pub(super) fn nik(d: &[u32; 16], facts: &BirthFacts) -> Result<Vec<WarningCode>, IdentifierFault> {
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
pub(super) fn family_card(d: &[u32; 16]) -> Result<Vec<WarningCode>, IdentifierFault> {
    Dates::new(two(d, 10), two(d, 8), two(d, 6))?;
    Ok(region(d))
}

/// Passport numbers differ by country; ICAO Doc 9303 gives them at most nine letters and digits.
pub(super) fn passport(normalised: &str) -> Vec<WarningCode> {
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

pub(super) fn digits<const N: usize>(text: &str) -> Result<[u32; N], IdentifierFault> {
    let digits: Option<Vec<u32>> = text.chars().map(|c| c.to_digit(10)).collect();
    let digits = digits.ok_or(IdentifierFault::Digits)?;
    digits.try_into().map_err(|_| IdentifierFault::Length(N))
}

fn two(digits: &[u32], at: usize) -> u32 {
    digits[at] * 10 + digits[at + 1]
}
