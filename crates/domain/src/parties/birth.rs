//! Birth dates, how exactly they are known, and ages.

use chrono::{Datelike, Months, NaiveDate};

use crate::{
    parties::unit::Country,
    vocabulary,
    warnings::{Fault, FaultCode, Warning, WarningCode},
};

vocabulary! {
    /// How exactly a date is known. The parts beyond the precision carry no meaning.
    pub enum DatePrecision ("date_precision", closed) {
        Day = "day" | "Hari" | "Hari" | "Day" | "°",
        Month = "month" | "Bulan" | "Bulan" | "Month" | "°",
        Year = "year" | "Tahun" | "Tahun" | "Year" | "°",
        Estimated = "estimated" | "Anggaran" | "Perkiraan" | "Estimated" | "°",
    }
}

/// The highest age a birth date may make, in years.
pub const MAX_AGE: u32 = 130;
/// An age above this, in years, is worth a second look.
pub const UNUSUAL_AGE: u32 = 110;

/// Completed years on a date; nothing before birth. Who was born on 29 February becomes older
/// on 1 March of a common year.
#[must_use]
pub fn age_on(birth_date: NaiveDate, on: NaiveDate) -> Option<u32> {
    on.years_since(birth_date)
}

/// From this age on a client signs alone unless configured, in both countries (Age of Majority Act
/// 1971; UU 23/2002).
pub const ADULT_AGE: u32 = 18;

/// From which age on a client signs alone in each country, in completed years (rule 10).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AdultAges {
    /// In Malaysia.
    pub malaysia: u32,
    /// In Indonesia.
    pub indonesia: u32,
}

impl Default for AdultAges {
    fn default() -> Self {
        Self {
            malaysia: ADULT_AGE,
            indonesia: ADULT_AGE,
        }
    }
}

impl AdultAges {
    /// That of a country.
    #[must_use]
    pub const fn of(self, country: Country) -> u32 {
        match country {
            Country::My => self.malaysia,
            Country::Id => self.indonesia,
        }
    }
}

/// Whether somebody born then may still be younger than `adult_age` on a date: where the day or
/// month of birth is not known, the latest that it can be counts, so that nobody signs too young.
/// Of a date that is only estimated the year counts.
#[must_use]
pub fn minor_on(
    birth_date: NaiveDate,
    precision: DatePrecision,
    adult_age: u32,
    on: NaiveDate,
) -> bool {
    let latest = match precision {
        DatePrecision::Day => Some(birth_date),
        DatePrecision::Month => birth_date
            .with_day(1)
            .and_then(|first| first.checked_add_months(Months::new(1)))
            .and_then(|next| next.pred_opt()),
        DatePrecision::Year | DatePrecision::Estimated => {
            NaiveDate::from_ymd_opt(birth_date.year(), 12, 31)
        }
    };
    latest
        .and_then(|latest| age_on(latest, on))
        .is_none_or(|age| age < adult_age)
}

/// Whether a date known this exactly lies wholly after another.
#[must_use]
pub fn surely_after(date: NaiveDate, precision: DatePrecision, other: NaiveDate) -> bool {
    match precision {
        DatePrecision::Day => date > other,
        DatePrecision::Month => (date.year(), date.month()) > (other.year(), other.month()),
        DatePrecision::Year | DatePrecision::Estimated => date.year() > other.year(),
    }
}

/// Checks a birth date: not in the future, and no more than [`MAX_AGE`] years before today or
/// the date of death; the pointer is `/birth_date`.
///
/// # Errors
/// The fault.
pub fn check(
    birth_date: NaiveDate,
    precision: DatePrecision,
    deceased_on: Option<NaiveDate>,
    today: NaiveDate,
) -> Result<Option<Warning>, Fault> {
    if surely_after(birth_date, precision, today) {
        return Err(Fault::new("/birth_date", FaultCode::DateInFuture));
    }
    let last = deceased_on.map_or(today, |death| death.min(today));
    let age = age_on(birth_date, last).unwrap_or(0);
    if age > MAX_AGE {
        return Err(Fault::new("/birth_date", FaultCode::BirthTooLongAgo).with("max", MAX_AGE));
    }
    Ok((age > UNUSUAL_AGE)
        .then(|| Warning::new("/birth_date", WarningCode::UnusualAge).with("max", UNUSUAL_AGE)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn a_birthday_makes_older_on_its_day() {
        assert_eq!(age_on(day(2000, 5, 3), day(2018, 5, 2)), Some(17));
        assert_eq!(age_on(day(2000, 5, 3), day(2018, 5, 3)), Some(18));
        assert_eq!(age_on(day(2004, 2, 29), day(2022, 2, 28)), Some(17));
        assert_eq!(age_on(day(2004, 2, 29), day(2022, 3, 1)), Some(18));
        assert_eq!(age_on(day(2020, 1, 1), day(2019, 12, 31)), None);
    }

    #[test]
    fn a_birth_date_is_neither_in_the_future_nor_too_long_ago() {
        let today = day(2026, 3, 10);
        let code = |date, precision| check(date, precision, None, today).unwrap_err().code;
        assert_eq!(
            code(day(2026, 3, 11), DatePrecision::Day),
            FaultCode::DateInFuture
        );
        assert!(check(day(2026, 3, 31), DatePrecision::Month, None, today).is_ok());
        assert!(check(day(2026, 12, 31), DatePrecision::Estimated, None, today).is_ok());
        assert_eq!(
            code(day(2027, 1, 1), DatePrecision::Year),
            FaultCode::DateInFuture
        );
        assert_eq!(
            code(day(1895, 3, 10), DatePrecision::Day),
            FaultCode::BirthTooLongAgo
        );
        assert!(
            check(day(1896, 3, 10), DatePrecision::Day, None, today)
                .unwrap()
                .is_some()
        );
        assert_eq!(
            check(day(1960, 1, 1), DatePrecision::Day, None, today),
            Ok(None)
        );
        let death = Some(day(1961, 5, 1));
        assert_eq!(
            check(day(1880, 1, 1), DatePrecision::Year, death, today),
            Ok(None)
        );
    }

    #[test]
    fn who_may_still_be_a_minor_counts_as_one() {
        use DatePrecision::{Day, Estimated, Month, Year};
        let minor = |birth, precision, on| minor_on(birth, precision, ADULT_AGE, on);
        assert!(minor(day(2008, 3, 10), Day, day(2026, 3, 9)));
        assert!(!minor(day(2008, 3, 10), Day, day(2026, 3, 10)));
        assert!(minor(day(2008, 3, 1), Month, day(2026, 3, 30)));
        assert!(!minor(day(2008, 3, 1), Month, day(2026, 3, 31)));
        assert!(!minor(day(2008, 12, 1), Month, day(2026, 12, 31)));
        for precision in [Year, Estimated] {
            assert!(minor(day(2008, 1, 1), precision, day(2026, 12, 30)));
            assert!(!minor(day(2008, 1, 1), precision, day(2026, 12, 31)));
        }
        assert!(minor(day(2027, 1, 1), Day, day(2026, 1, 1)), "not born yet");
        let ages = AdultAges {
            malaysia: 21,
            ..AdultAges::default()
        };
        let (birth, on) = (day(2006, 3, 10), day(2026, 3, 10));
        assert!(minor_on(birth, Day, ages.of(Country::My), on));
        assert!(!minor_on(birth, Day, ages.of(Country::Id), on));
    }

    proptest! {
        #[test]
        fn age_rises_by_at_most_one_a_day(birth in 0i64..40_000, later in 0i64..40_000) {
            let start = day(1900, 1, 1);
            let birth = start + chrono::Duration::days(birth);
            let on = birth + chrono::Duration::days(later);
            let today = age_on(birth, on).unwrap();
            let tomorrow = age_on(birth, on.succ_opt().unwrap()).unwrap();
            prop_assert!(tomorrow == today || tomorrow == today + 1);
        }
    }
}
