//! The rules of what is said about a person as a whole.

use chrono::NaiveDate;

use super::{NewPerson, PersonDetails};
use crate::{
    parties::{
        birth, external_ref,
        identifier::{self, IdentifierKind},
    },
    warnings::{Fault, FaultCode, Warning, WarningCode},
};

/// Checks what is said about a person as a whole; pointers are those of the flat body.
///
/// # Errors
/// Every fault at once.
pub fn review(details: &PersonDetails, today: NaiveDate) -> Result<Vec<Warning>, Vec<Fault>> {
    let mut faults = Vec::new();
    let mut warnings = Vec::new();
    review_dates(details, today, &mut faults, &mut warnings);
    review_identifiers(details, &mut faults, &mut warnings);
    for (i, contact) in details.contacts.iter().enumerate() {
        let fault = contact.canonical().err();
        faults.extend(fault.map(|fault| fault.under(&format!("/contacts/{i}"))));
    }
    for (i, address) in details.addresses.iter().enumerate() {
        let odd = address.warnings().into_iter();
        warnings.extend(odd.map(|warning| warning.under(&format!("/addresses/{i}"))));
    }
    if faults.is_empty() {
        Ok(warnings)
    } else {
        Err(faults)
    }
}

/// [`review`] of a person to be registered, its external references included.
///
/// # Errors
/// Every fault at once.
pub fn review_new(new: &NewPerson, today: NaiveDate) -> Result<Vec<Warning>, Vec<Fault>> {
    let mut faults = external_ref::review(&new.external_refs);
    match review(&new.details, today) {
        Ok(warnings) if faults.is_empty() => Ok(warnings),
        Ok(_) => Err(faults),
        Err(more) => {
            faults.extend(more);
            Err(faults)
        }
    }
}

fn review_dates(
    details: &PersonDetails,
    today: NaiveDate,
    faults: &mut Vec<Fault>,
    warnings: &mut Vec<Warning>,
) {
    let birth = details.birth_date.zip(details.precision());
    if let Some((date, precision)) = birth {
        match birth::check(date, precision, details.deceased_on, today) {
            Ok(warning) => warnings.extend(warning),
            Err(fault) => faults.push(fault),
        }
    } else if details.birth_date_precision.is_some() {
        faults.push(Fault::new(
            "/birth_date_precision",
            FaultCode::PrecisionWithoutDate,
        ));
    }
    if let Some(death) = details.deceased_on {
        if death > today {
            faults.push(Fault::new("/deceased_on", FaultCode::DateInFuture));
        }
        if birth.is_some_and(|(date, precision)| birth::surely_after(date, precision, death)) {
            faults.push(Fault::new("/deceased_on", FaultCode::DeathBeforeBirth));
        }
    }
}

fn review_identifiers(
    details: &PersonDetails,
    faults: &mut Vec<Fault>,
    warnings: &mut Vec<Warning>,
) {
    let facts = details.facts();
    let mut seen: Vec<(IdentifierKind, String)> = Vec::new();
    for (i, entry) in details.identifiers.iter().enumerate() {
        let place = format!("/identifiers/{i}");
        match identifier::check(entry.kind, entry.value.as_str(), &facts) {
            Err(fault) => faults.push(fault.at("/value").under(&place)),
            Ok(checked) => {
                let key = (entry.kind, checked.normalised);
                if seen.contains(&key) {
                    faults.push(Fault::new(place, FaultCode::DuplicateIdentifier));
                    continue;
                }
                let one_only = matches!(entry.kind, IdentifierKind::MyNric | IdentifierKind::IdNik);
                if one_only && seen.iter().any(|(kind, _)| *kind == entry.kind) {
                    warnings.push(Warning::new(&place, WarningCode::SeveralOfAKind));
                }
                let odd = checked.warnings.into_iter();
                warnings.extend(odd.map(|warning| warning.under(&place)));
                seen.push(key);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::parties::birth::DatePrecision;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, 10).unwrap()
    }

    fn person(changes: &Value) -> PersonDetails {
        let mut body = json!({"full_name": "Ahmad bin Ismail"});
        for (name, value) in changes.as_object().unwrap() {
            body[name] = value.clone();
        }
        serde_json::from_value(body).unwrap()
    }

    fn faults(changes: &Value) -> Vec<(String, FaultCode)> {
        let faults = review(&person(changes), today()).unwrap_err();
        faults.into_iter().map(|f| (f.pointer, f.code)).collect()
    }

    fn warnings(changes: &Value) -> Vec<(String, WarningCode)> {
        let warnings = review(&person(changes), today()).unwrap();
        warnings.into_iter().map(|w| (w.pointer, w.code)).collect()
    }

    #[test]
    fn a_name_is_enough() {
        assert_eq!(warnings(&json!({})), []);
    }

    #[test]
    fn all_faults_are_told_at_once_with_their_places() {
        let found = faults(&json!({
            "birth_date": "2027-01-01",
            "deceased_on": "2026-04-01",
            "identifiers": [
                {"kind": "my_nric", "value": "123"},
                {"kind": "passport", "value": "A 1234567"},
                {"kind": "passport", "value": "a1234567"}
            ],
            "contacts": [{"kind": "messaging", "value": "@x"}, {"kind": "email", "value": "x"}]
        }));
        let expected = [
            ("/birth_date", FaultCode::DateInFuture),
            ("/deceased_on", FaultCode::DateInFuture),
            ("/deceased_on", FaultCode::DeathBeforeBirth),
            ("/identifiers/0/value", FaultCode::IdentifierLength),
            ("/identifiers/2", FaultCode::DuplicateIdentifier),
            ("/contacts/1/value", FaultCode::WrongEmail),
        ];
        assert_eq!(
            found,
            expected.map(|(place, code)| (place.to_owned(), code))
        );
    }

    #[test]
    fn a_precision_needs_its_date_and_a_date_has_a_precision() {
        assert_eq!(
            faults(&json!({"birth_date_precision": "year"})),
            [(
                "/birth_date_precision".to_owned(),
                FaultCode::PrecisionWithoutDate
            )]
        );
        let kept = person(&json!({"birth_date": "1948-02-29"})).canonical();
        assert_eq!(kept.birth_date_precision, Some(DatePrecision::Day));
    }

    #[test]
    fn death_in_the_year_of_a_birth_known_by_its_year_is_possible() {
        let changes = json!({
            "birth_date": "2025-12-31", "birth_date_precision": "year", "deceased_on": "2025-02-01"
        });
        assert_eq!(warnings(&changes), []);
    }

    #[test]
    fn what_is_odd_is_said_with_its_place() {
        let found = warnings(&json!({
            "birth_date": "1948-02-28", "sex": "female",
            "identifiers": [
                {"kind": "my_nric", "value": "480229-02-5123"},
                {"kind": "my_nric", "value": "480228-02-5122"}
            ],
            "addresses": [{"kind": "home", "country": "MY", "postcode": "9000"}]
        }));
        let expected = [
            ("/identifiers/0/value", WarningCode::BirthDateMismatch),
            ("/identifiers/0/value", WarningCode::SexMismatch),
            ("/identifiers/1", WarningCode::SeveralOfAKind),
            ("/addresses/0/postcode", WarningCode::UnusualPostcode),
        ];
        assert_eq!(
            found,
            expected.map(|(place, code)| (place.to_owned(), code))
        );
    }

    #[test]
    fn the_kept_form_is_plain_and_stays() {
        let kept = person(&json!({
            "identifiers": [{"kind": "my_nric", "value": "480229-02-5123"}],
            "contacts": [{"kind": "mobile", "value": "012-345 6789"}]
        }))
        .canonical();
        assert_eq!(kept.identifiers[0].value.as_str(), "480229025123");
        assert_eq!(kept.contacts[0].value.as_str(), "0123456789");
        assert_eq!(kept.clone().canonical(), kept);
    }

    #[test]
    fn answers_show_empty_lists_and_leave_out_what_is_not_known() {
        let shown = serde_json::to_value(person(&json!({"sex": null}))).unwrap();
        assert_eq!(
            shown,
            json!({
                "full_name": "Ahmad bin Ismail", "aliases": [], "identifiers": [],
                "contacts": [], "addresses": [], "disabilities": [], "languages": []
            })
        );
    }

    #[test]
    fn a_new_person_has_one_reference_for_each_system() {
        let new: NewPerson = serde_json::from_value(json!({
            "full_name": "Sulastri", "birth_date_precision": "day",
            "external_refs": [{"system": "dtks", "value": "1"}, {"system": "dtks", "value": "2"}]
        }))
        .unwrap();
        let faults = review_new(&new, today()).unwrap_err();
        assert_eq!(faults.len(), 2);
        assert_eq!(faults[0].pointer, "/external_refs/1/system");
    }
}
