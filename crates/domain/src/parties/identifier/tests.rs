//! What is refused, what is warned about, and that issued numbers pass.

use chrono::Datelike;
use proptest::prelude::*;

use super::*;
use crate::warnings::WarningCode;

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn odd(kind: IdentifierKind, value: &str, facts: &BirthFacts) -> Vec<WarningCode> {
    let checked = check(kind, value, facts).unwrap();
    checked.warnings.into_iter().map(|w| w.code).collect()
}

fn fault(kind: IdentifierKind, value: &str) -> IdentifierFault {
    check(kind, value, &BirthFacts::default()).unwrap_err()
}

fn born(date: NaiveDate, precision: DatePrecision, sex: Sex) -> BirthFacts {
    BirthFacts {
        birth_date: Some(date),
        precision: Some(precision),
        sex: Some(sex),
    }
}

#[test]
fn numbers_are_kept_without_spaces_and_dashes() {
    let none = BirthFacts::default();
    let kept = |kind, value| check(kind, value, &none).unwrap().normalised;
    assert_eq!(
        kept(IdentifierKind::MyNric, " 480229-02–5123 "),
        "480229025123"
    );
    assert_eq!(kept(IdentifierKind::Passport, "a 123 45678"), "A12345678");
    assert_eq!(kept(IdentifierKind::Unhcr, "354-12c01234"), "35412C01234");
    assert_eq!(
        kept(IdentifierKind::MyNric, "４８０２２９０２５１２３"),
        "480229025123"
    );
}

#[test]
fn what_no_issued_number_has_is_a_fault() {
    use IdentifierKind::{IdKk, IdNik, MyNric, Other, Passport};
    for (kind, value, expected) in [
        (MyNric, "48022902512", IdentifierFault::Length(12)),
        (MyNric, "4802290251234", IdentifierFault::Length(12)),
        (MyNric, "48022902512A", IdentifierFault::Digits),
        (MyNric, "٤٨٠٢٢٩٠٢٥١٢٣", IdentifierFault::Digits),
        (MyNric, "490229025123", IdentifierFault::ImpossibleDate),
        (MyNric, "481329025123", IdentifierFault::ImpossibleDate),
        (MyNric, "480200025123", IdentifierFault::ImpossibleDate),
        (IdNik, "357901410765000", IdentifierFault::Length(16)),
        (IdNik, "3579014107650000", IdentifierFault::SerialZero),
        (IdNik, "3579014007650001", IdentifierFault::ImpossibleDate),
        (IdNik, "3579017207650001", IdentifierFault::ImpossibleDate),
        (IdNik, "3579017002650001", IdentifierFault::ImpossibleDate),
        (IdKk, "3579014107650001", IdentifierFault::ImpossibleDate),
        (Other, " - ", IdentifierFault::Empty),
        (Passport, "--", IdentifierFault::Empty),
    ] {
        assert_eq!(fault(kind, value), expected, "{value}");
    }
}

#[test]
fn the_century_is_open_and_leap_years_count() {
    let leap = born(day(2000, 2, 29), DatePrecision::Day, Sex::Male);
    assert!(odd(IdentifierKind::MyNric, "000229025123", &leap).is_empty());
    for year in [1948, 2048] {
        let facts = born(day(year, 2, 29), DatePrecision::Day, Sex::Male);
        assert!(odd(IdentifierKind::MyNric, "480229025123", &facts).is_empty());
    }
}

#[test]
fn what_is_only_odd_is_a_warning() {
    use WarningCode::{
        BirthDateMismatch, SexMismatch, UnknownBirthplaceCode, UnknownRegionCode,
        UnusualPassportNumber,
    };
    let woman = born(day(1965, 7, 1), DatePrecision::Day, Sex::Female);
    let man = born(day(1965, 7, 2), DatePrecision::Day, Sex::Male);
    let nik = "3579014107650002";
    assert_eq!(odd(IdentifierKind::IdNik, nik, &woman), []);
    assert_eq!(
        odd(IdentifierKind::IdNik, nik, &man),
        [BirthDateMismatch, SexMismatch]
    );
    assert_eq!(
        odd(IdentifierKind::IdNik, "2079014107650002", &woman),
        [UnknownRegionCode]
    );
    assert_eq!(
        odd(IdentifierKind::MyNric, "650701005120", &woman),
        [UnknownBirthplaceCode]
    );
    assert_eq!(
        odd(IdentifierKind::MyNric, "650701025121", &woman),
        [SexMismatch]
    );
    assert_eq!(
        odd(IdentifierKind::Passport, "A1", &woman),
        [UnusualPassportNumber]
    );
    // Less is compared where less is known.
    let month = born(day(1965, 7, 9), DatePrecision::Month, Sex::Unknown);
    let year = born(day(1965, 1, 1), DatePrecision::Year, Sex::Intersex);
    let guess = born(day(1960, 1, 1), DatePrecision::Estimated, Sex::Female);
    for facts in [month, year, guess, BirthFacts::default()] {
        assert_eq!(odd(IdentifierKind::IdNik, nik, &facts), []);
    }
    let other_year = born(day(1964, 1, 1), DatePrecision::Year, Sex::Female);
    assert_eq!(
        odd(IdentifierKind::IdNik, nik, &other_year),
        [BirthDateMismatch]
    );
}

#[test]
fn the_code_lists_are_the_published_ones() {
    let missing: Vec<u32> = (0..100).filter(|code| !is_birthplace(*code)).collect();
    assert_eq!(
        missing,
        [0, 17, 18, 19, 20, 69, 70, 73, 80, 81, 94, 95, 96, 97]
    );
    assert_eq!((0..100).filter(|code| is_province(*code)).count(), 39);
}

fn date() -> impl Strategy<Value = NaiveDate> {
    (0u64..36_500).prop_map(|days| day(1920, 1, 1) + chrono::Days::new(days))
}

fn code(known: fn(u32) -> bool) -> impl Strategy<Value = u32> {
    let codes: Vec<u32> = (0..100).filter(|code| known(*code)).collect();
    proptest::sample::select(codes)
}

fn sex() -> impl Strategy<Value = Sex> {
    prop_oneof![Just(Sex::Female), Just(Sex::Male)]
}

prop_compose! {
    fn mykad()(date in date(), place in code(is_birthplace), serial in 0u32..1000,
               last in 0u32..5, sex in sex()) -> (String, BirthFacts) {
        let last = last * 2 + u32::from(sex == Sex::Male);
        let number = format!("{}-{place:02}-{serial:03}{last}", date.format("%y%m%d"));
        (number, born(date, DatePrecision::Day, sex))
    }
}

prop_compose! {
    fn an_nik()(date in date(), province in code(is_province), regency in 1u32..80,
                subdistrict in 1u32..60, serial in 1u32..10_000, sex in sex())
                -> (String, BirthFacts) {
        let day = date.day() + if sex == Sex::Female { 40 } else { 0 };
        let region = format!("{province:02}{regency:02}{subdistrict:02}");
        let number = format!("{region} {day:02}{} {serial:04}", date.format("%m%y"));
        (number, born(date, DatePrecision::Day, sex))
    }
}

/// The digits of a number with some of them replaced.
fn with(number: &str, at: usize, digits: &str) -> String {
    let mut number = normalise(number);
    number.replace_range(at..at + digits.len(), digits);
    number
}

proptest! {
    #[test]
    fn issued_numbers_pass_without_a_word(
        (mykad, mykad_facts) in mykad(), (nik, nik_facts) in an_nik()
    ) {
        prop_assert_eq!(odd(IdentifierKind::MyNric, &mykad, &mykad_facts), []);
        prop_assert_eq!(odd(IdentifierKind::IdNik, &nik, &nik_facts), []);
        let kept = check(IdentifierKind::IdNik, &nik, &nik_facts).unwrap().normalised;
        prop_assert_eq!(normalise(&kept), kept);
    }

    #[test]
    fn each_way_of_breaking_a_number_is_found(
        (mykad, _) in mykad(), (nik, _) in an_nik(),
        cut in 0usize..12, letter in "[A-Z]", month in 13u32..100, day in 72u32..100
    ) {
        let mykad = normalise(&mykad);
        let (a, n) = (IdentifierKind::MyNric, IdentifierKind::IdNik);
        prop_assert_eq!(fault(a, &mykad[..cut]), match cut {
            0 => IdentifierFault::Empty,
            _ => IdentifierFault::Length(12),
        });
        prop_assert_eq!(fault(a, &with(&mykad, cut, &letter)), IdentifierFault::Digits);
        let month = month.to_string();
        prop_assert_eq!(fault(a, &with(&mykad, 2, &month)), IdentifierFault::ImpossibleDate);
        prop_assert_eq!(fault(n, &with(&nik, 8, &month)), IdentifierFault::ImpossibleDate);
        prop_assert_eq!(
            fault(n, &with(&nik, 6, &day.to_string())),
            IdentifierFault::ImpossibleDate
        );
        prop_assert_eq!(fault(n, &with(&nik, 12, "0000")), IdentifierFault::SerialZero);
        prop_assert_eq!(fault(n, &normalise(&nik)[1..]), IdentifierFault::Length(16));
    }

    #[test]
    fn any_text_has_an_answer(value in any::<String>()) {
        for kind in <IdentifierKind as crate::words::Word>::all() {
            if let Ok(checked) = check(*kind, &value, &BirthFacts::default()) {
                prop_assert_eq!(normalise(&checked.normalised), checked.normalised);
            }
        }
    }
}
