//! Merging two records of one person (rule 36): one survives and takes over what it lacks, the
//! other is absorbed, keeps its history, and leads to the survivor from then on.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Person, PersonDetails, PersonEvent, PersonName, Sex, review};
use crate::{
    changes::changed_fields,
    parties::{PersonId, contact_point::SafeContact, name::normalise},
    refusal::{Refusal, RefusalCode},
    texts::Reason,
};

/// Merges another record of the same person into this one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({
    "absorbed_id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e12", "absorbed_version": 3,
    "reason": "The same identity card; both offices confirmed it by telephone."
})))]
pub struct MergePersons {
    /// The record that is absorbed.
    pub absorbed_id: PersonId,
    /// Its version, as you have seen it: that of this record stands in `If-Match`.
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64)]
    pub absorbed_version: i64,
    /// Why they are one person.
    pub reason: Reason,
}

/// The refusal of whatever is done to a record that was merged into this one.
#[must_use]
pub fn merged_into(survivor: PersonId) -> Vec<Refusal> {
    vec![Refusal::new(RefusalCode::PersonMerged).with("person", survivor)]
}

/// Whether the merge may be: `absorbed` is the other record, with whom it was merged into already.
/// Two records that are merged into nothing make no circle.
///
/// # Errors
/// `merges_itself`, `person_merged`, `absorbed_changed`.
pub fn decide_merge(
    survivor: &Person,
    (absorbed, gone_into): (&Person, Option<PersonId>),
    command: &MergePersons,
) -> Result<(), Vec<Refusal>> {
    if survivor.id == absorbed.id {
        return Err(vec![
            Refusal::new(RefusalCode::MergesItself).at("/absorbed_id"),
        ]);
    }
    if let Some(other) = gone_into {
        return Err(merged_into(other));
    }
    if absorbed.version != command.absorbed_version {
        return Err(vec![
            Refusal::new(RefusalCode::AbsorbedChanged).at("/absorbed_version"),
        ]);
    }
    Ok(())
}

impl Person {
    /// Takes over what the other record has and this one lacks; where both say something, this
    /// one's word stays and the other's is in its history. `today` is the date at the unit that
    /// registered this record.
    pub fn absorb(&mut self, other: &Self, today: NaiveDate, now: DateTime<Utc>) -> PersonEvent {
        let before = self.details.clone();
        self.details = united(&before, &other.details);
        if review(&self.details, today).is_err() {
            // Each record was sound; only their dates can contradict each other.
            self.details.birth_date = before.birth_date;
            self.details.birth_date_precision = before.birth_date_precision;
            self.details.deceased_on = before.deceased_on;
        }
        append(&mut self.external_refs, &other.external_refs, 20, |a, b| {
            a == b
        });
        self.merged_ids.push(other.id);
        self.merged_ids.extend(&other.merged_ids);
        self.version += 1;
        self.modified_at = now;
        PersonEvent::Absorbed {
            absorbed_id: other.id,
            changed: changed_fields(&before, &self.details),
        }
    }
}

/// As far as the lists go: what does not fit stays in the history of the other record.
fn united(own: &PersonDetails, other: &PersonDetails) -> PersonDetails {
    let mut it = own.clone();
    let form = |name: &PersonName| normalise(name.as_str());
    let known = form(&own.full_name);
    let names: Vec<PersonName> = [&other.full_name]
        .into_iter()
        .chain(&other.aliases)
        .filter(|name| form(name) != known)
        .cloned()
        .collect();
    append(&mut it.aliases, &names, 20, |a, b| form(a) == form(b));
    if matches!(it.sex, None | Some(Sex::Unknown)) {
        it.sex = other.sex.or(it.sex);
    }
    if it.birth_date.is_none() {
        it.birth_date = other.birth_date;
        it.birth_date_precision = other.birth_date_precision;
    }
    it.nationality = it.nationality.or_else(|| other.nationality.clone());
    it.deceased_on = it.deceased_on.or(other.deceased_on);
    it.safe_contact = match (it.safe_contact, &other.safe_contact) {
        (None, theirs) => theirs.clone(),
        (own, None) => own,
        (Some(own), Some(theirs)) => Some(safest(own, theirs)),
    };
    let same_number = |a: &super::IdentifierEntry, b: &super::IdentifierEntry| {
        (a.kind, &a.value) == (b.kind, &b.value)
    };
    append(&mut it.identifiers, &other.identifiers, 20, same_number);
    append(&mut it.contacts, &other.contacts, 20, |a, b| {
        (a.kind, &a.value) == (b.kind, &b.value)
    });
    append(&mut it.addresses, &other.addresses, 10, |a, b| a == b);
    append(&mut it.disabilities, &other.disabilities, 10, |a, b| {
        a.kind == b.kind
    });
    append(&mut it.languages, &other.languages, 20, |a, b| a == b);
    it
}

/// What either record warns of is a danger to the person.
fn safest(mut own: SafeContact, theirs: &SafeContact) -> SafeContact {
    if own.channels.is_empty() {
        own.channels.clone_from(&theirs.channels);
    } else if theirs.channels.iter().any(|it| own.channels.contains(it)) {
        own.channels.retain(|it| theirs.channels.contains(it));
    }
    own.times = own.times.or_else(|| theirs.times.clone());
    own.no_message |= theirs.no_message;
    append(
        &mut own.hide_address_from,
        &theirs.hide_address_from,
        10,
        |a, b| a == b,
    );
    own
}

fn append<T: Clone>(own: &mut Vec<T>, more: &[T], most: usize, same: impl Fn(&T, &T) -> bool) {
    for item in more {
        if own.len() < most && !own.iter().any(|known| same(known, item)) {
            own.push(item.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    use uuid::Uuid;

    use super::*;
    use crate::{
        parties::{UnitId, person::RegisteredPerson},
        words::Word,
    };

    fn person(number: u128, details: Value) -> Person {
        let new = RegisteredPerson {
            id: PersonId(Uuid::from_u128(number)),
            unit_id: UnitId(Uuid::from_u128(100)),
            by: None,
            external_refs: vec![
                serde_json::from_value(json!({"system": "dtks", "value": number.to_string()}))
                    .unwrap(),
            ],
            details: serde_json::from_value(details).unwrap(),
        };
        Person::register(new, DateTime::UNIX_EPOCH).0
    }

    fn today() -> NaiveDate {
        "2026-03-02".parse().unwrap()
    }

    fn absorb(own: Value, other: Value) -> Person {
        let mut person = person(1, own);
        person.absorb(&self::person(2, other), today(), DateTime::UNIX_EPOCH);
        person
    }

    #[test]
    fn what_is_lacking_is_taken_over_and_what_is_said_stays() {
        let own = json!({
            "full_name": "Mat Isa bin Awang", "sex": "unknown", "birth_date": "1948-02-29",
            "identifiers": [{"kind": "passport", "value": "A1234567"}], "languages": ["ms"]
        });
        let other = json!({
            "full_name": "Mat Isa b. Awang", "aliases": ["Pak Mat Kulim"], "sex": "male",
            "birth_date": "1949-01-01", "nationality": "MY", "languages": ["ms", "ta"],
            "identifiers": [
                {"kind": "passport", "value": "a-1234567"},
                {"kind": "unhcr", "value": "354-10C00001"}
            ]
        });
        let one = absorb(own, other);
        let details = serde_json::to_value(&one.details).unwrap();
        assert_eq!(details["aliases"], json!(["Pak Mat Kulim"]));
        assert_eq!(details["sex"], "male");
        assert_eq!(details["birth_date"], "1948-02-29");
        assert_eq!(details["nationality"], "MY");
        assert_eq!(details["languages"], json!(["ms", "ta"]));
        assert_eq!(one.details.identifiers.len(), 2);
        assert_eq!(one.external_refs.len(), 2);
        assert_eq!(one.merged_ids, [PersonId(Uuid::from_u128(2))]);
        assert_eq!(one.version, 2);
    }

    #[test]
    fn dates_that_contradict_each_other_are_not_mixed() {
        let one = absorb(
            json!({"full_name": "A", "birth_date": "1990-01-01"}),
            json!({"full_name": "A", "deceased_on": "1980-01-01"}),
        );
        assert_eq!(one.details.deceased_on, None);
        assert_eq!(one.details.birth_date, "1990-01-01".parse().ok());
    }

    #[test]
    fn every_warning_about_safety_stays() {
        let one = absorb(
            json!({"full_name": "A", "safe_contact": {"channels": ["visit", "phone"],
                "hide_address_from": ["Her husband"]}}),
            json!({"full_name": "A", "safe_contact": {"channels": ["phone", "email"],
                "no_message": true, "hide_address_from": ["His brother"]}}),
        );
        assert_eq!(
            serde_json::to_value(one.details.safe_contact).unwrap(),
            json!({"channels": ["phone"], "no_message": true,
                "hide_address_from": ["Her husband", "His brother"]})
        );
    }

    #[test]
    fn what_a_merge_is_refused_for() {
        let (one, mut other) = (
            person(1, json!({"full_name": "A"})),
            person(2, json!({"full_name": "A"})),
        );
        let command = MergePersons {
            absorbed_id: other.id,
            absorbed_version: 1,
            reason: Reason::new("The same identity card was shown.").unwrap(),
        };
        let codes = |survivor: &Person, absorbed: &Person, gone| {
            let refused = decide_merge(survivor, (absorbed, gone), &command).unwrap_err();
            refused
                .into_iter()
                .map(|it| it.code.code())
                .collect::<Vec<_>>()
        };
        assert_eq!(decide_merge(&one, (&other, None), &command), Ok(()));
        assert_eq!(codes(&one, &one, None), ["merges_itself"]);
        assert_eq!(codes(&one, &other, Some(one.id)), ["person_merged"]);
        other.version = 2;
        assert_eq!(codes(&one, &other, None), ["absorbed_changed"]);
    }

    #[test]
    fn lists_grow_no_longer_than_they_may_be() {
        let numbered = |from: usize| -> Vec<Value> {
            let names = (from..from + 15).map(|n| json!(format!("Name {n}")));
            names.collect()
        };
        let one = absorb(
            json!({"full_name": "A", "aliases": numbered(0)}),
            json!({"full_name": "A", "aliases": numbered(15)}),
        );
        assert_eq!(one.details.aliases.len(), 20);
    }
}
