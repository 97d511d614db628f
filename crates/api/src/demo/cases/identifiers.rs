//! Numbers of identity documents as they are built, of people who do not exist.

use chrono::{Datelike as _, NaiveDate};

use super::chance::Chance;

/// A number of a MyKad, `YYMMDD-PB-###G`: born on this day, at a place of this code; the last digit
/// is odd for a male.
pub fn nric(chance: &mut Chance, born: NaiveDate, birthplace: u32, female: bool) -> String {
    let serial = chance.between(500, 699);
    let last = chance.below(5) * 2 + u32::from(!female);
    format!("{}-{birthplace:02}-{serial}{last}", born.format("%y%m%d"))
}

/// An NIK, `PPRRSSDDMMYY####`: registered in this regency and one of its first subdistricts, born
/// on this day (a woman's is 40 more).
pub fn nik(chance: &mut Chance, born: NaiveDate, regency: u32, female: bool) -> String {
    let subdistrict = chance.between(1, 9);
    let day = born.day() + if female { 40 } else { 0 };
    let serial = chance.between(1, 499);
    format!(
        "{regency:04}{subdistrict:02}{day:02}{}{serial:04}",
        born.format("%m%y")
    )
}

#[cfg(test)]
mod tests {
    use domain::parties::{
        identifier::{BirthFacts, IdentifierKind, check},
        person::Sex,
    };

    use super::*;

    #[test]
    fn the_service_finds_nothing_odd_about_them() {
        for stream in 0..500 {
            let chance = &mut Chance::new(3, stream);
            let days = chance.between(0, 30_000).into();
            let born = NaiveDate::from_ymd_opt(1936, 2, 28).unwrap() + chrono::Duration::days(days);
            let female = chance.percent(50);
            let facts = BirthFacts {
                birth_date: Some(born),
                precision: None,
                sex: Some(if female { Sex::Female } else { Sex::Male }),
            };
            let number = nric(chance, born, 13, female);
            let checked = check(IdentifierKind::MyNric, &number, &facts).unwrap();
            assert_eq!(checked.warnings, [], "{number}");
            let number = nik(chance, born, 7371, female);
            let checked = check(IdentifierKind::IdNik, &number, &facts).unwrap();
            assert_eq!(checked.warnings, [], "{number}");
        }
    }
}
