//! Persons: clients, relatives, referrers and third parties.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

mod acts;
mod merge;
mod review;

pub use acts::{PersonEvent, PersonMatchEvent, RegisteredPerson};
pub use merge::{MergePersons, decide_merge, merged_into};
pub use review::{review, review_new};

use super::{
    PersonId, UnitId, WorkerId,
    address::{Address, CountryCode},
    birth::DatePrecision,
    contact_point::{ContactPoint, ContactValue, SafeContact},
    disability::DisabilityEntry,
    external_ref::ExternalRef,
    identifier::{self, BirthFacts, IdentifierEntry, IdentifierText},
    language::LanguageTag,
};
use crate::{text, vocabulary};

vocabulary! {
    /// The sex of a person as recorded in civil registration.
    pub enum Sex ("sex", open) {
        Female = "female" | "Perempuan" | "Perempuan" | "Female" | "domain.md §2",
        Male = "male" | "Lelaki" | "Laki-laki" | "Male" | "domain.md §2",
        Intersex = "intersex" | "Interseks" | "Interseks" | "Intersex" | "°",
        Unknown = "unknown" | "Tidak diketahui" | "Tidak diketahui" | "Unknown" | "domain.md §2",
    }
}

vocabulary! {
    /// What a search found a person by.
    pub enum MatchedBy ("matched_by", open) {
        Identifier = "identifier" | "Nombor pengenalan" | "Nomor pengenal" | "Identifier" | "°",
        FullName = "full_name" | "Nama penuh" | "Nama lengkap" | "Full name" | "°",
        Alias = "alias" | "Nama lain" | "Nama lain" | "Other name" | "°",
        BirthDate = "birth_date" | "Tarikh lahir" | "Tanggal lahir" | "Birth date" | "°",
    }
}

text!(
    PersonName,
    1..=200,
    line,
    "A person's name as the person writes it, in one piece: no name is split into first and last."
);

/// What is said about a person. Only the name must be known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({
    "full_name": "Ahmad bin Ismail", "aliases": ["Pak Mat"], "sex": "male",
    "birth_date": "1948-02-29", "birth_date_precision": "day", "nationality": "MY",
    "identifiers": [{"kind": "my_nric", "value": "480229-02-5123"}],
    "contacts": [{"kind": "mobile", "value": "+60123456789", "owner": "Jiran", "preferred": true}],
    "addresses": [{"kind": "home", "lines": ["No. 12, Jalan Cempaka 3"], "country": "MY",
        "state_or_province": "Kedah", "district_or_regency": "Kulim", "postcode": "09000"}],
    "disabilities": [{"kind": "hearing", "registered": true}],
    "languages": ["ms"]
})))]
pub struct PersonDetails {
    /// The full name.
    pub full_name: PersonName,
    /// Other names: nicknames, former names, spellings.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub aliases: Vec<PersonName>,
    /// The sex.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sex: Option<Sex>,
    /// The birth date; parts that are not known are 1, and the precision says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub birth_date: Option<NaiveDate>,
    /// How exactly the birth date is known; `day` if left out. Not without a birth date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub birth_date_precision: Option<DatePrecision>,
    /// The nationality; `XX` for a stateless person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nationality: Option<CountryCode>,
    /// Identifiers, each once.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub identifiers: Vec<IdentifierEntry>,
    /// How the person is reached.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub contacts: Vec<ContactPoint>,
    /// How the person may be contacted without being put in danger.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub safe_contact: Option<SafeContact>,
    /// Addresses.
    #[serde(default)]
    #[schema(max_items = 10)]
    pub addresses: Vec<Address>,
    /// Disabilities.
    #[serde(default)]
    #[schema(max_items = 10)]
    pub disabilities: Vec<DisabilityEntry>,
    /// Languages, the best one first.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub languages: Vec<LanguageTag>,
    /// The date of death.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deceased_on: Option<NaiveDate>,
}

/// A person to be registered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({
    "unit_id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e02",
    "external_refs": [{"system": "ebantuan", "value": "BK-2026-00417"}],
    "full_name": "Sulastri", "sex": "female", "birth_date": "1965-01-01",
    "birth_date_precision": "year", "nationality": "ID",
    "identifiers": [{"kind": "id_nik", "value": "3579014107650002"}]
})))]
pub struct NewPerson {
    /// An id made by the client (UUID version 7); left out, the service makes one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<PersonId>,
    /// The unit that registers the person; left out, the caller's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit_id: Option<UnitId>,
    /// The same person in other systems, one reference for each.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub external_refs: Vec<ExternalRef>,
    /// What is said about the person.
    #[serde(flatten)]
    pub details: PersonDetails,
}

/// A person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({
    "id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e11",
    "unit_id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e02",
    "registered_by": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e03",
    "external_refs": [],
    "full_name": "Ahmad bin Ismail", "aliases": [], "sex": "male",
    "birth_date": "1948-02-29", "birth_date_precision": "day",
    "identifiers": [{"kind": "my_nric", "value": "480229025123"}],
    "contacts": [], "addresses": [], "disabilities": [], "languages": ["ms"],
    "merged_ids": [], "version": 1, "created_at": "2026-01-05T01:00:00Z", "modified_at": "2026-01-05T01:00:00Z"
})))]
pub struct Person {
    /// The person's id.
    pub id: PersonId,
    /// The unit that registered the person.
    pub unit_id: UnitId,
    /// The worker who registered the person; absent if an integration did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registered_by: Option<WorkerId>,
    /// The same person in other systems.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub external_refs: Vec<ExternalRef>,
    /// What is said about the person.
    #[serde(flatten)]
    pub details: PersonDetails,
    /// The records of the same person that were merged into this one, and lead to it.
    #[serde(default)]
    #[schema(max_items = 1000)]
    pub merged_ids: Vec<PersonId>,
    /// Rises by one with every change; the ETag is made of it.
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64)]
    pub version: i64,
    /// When the person was registered.
    pub created_at: DateTime<Utc>,
    /// When this was last changed.
    pub modified_at: DateTime<Utc>,
}

impl PersonDetails {
    /// How exactly the birth date is known, if there is one.
    #[must_use]
    pub fn precision(&self) -> Option<DatePrecision> {
        let precision = self.birth_date_precision.unwrap_or(DatePrecision::Day);
        self.birth_date.map(|_| precision)
    }

    fn facts(&self) -> BirthFacts {
        BirthFacts {
            birth_date: self.birth_date,
            precision: self.precision(),
            sex: self.sex,
        }
    }

    /// The same, in the form that is kept: numbers without spaces and dashes, the precision of
    /// the birth date said. Meant for what passed [`review`]; anything else stays as it is.
    #[must_use]
    pub fn canonical(mut self) -> Self {
        self.birth_date_precision = self.precision();
        for entry in &mut self.identifiers {
            let kept = identifier::normalise(entry.value.as_str());
            if let Ok(value) = IdentifierText::new(&kept) {
                entry.value = value;
            }
        }
        for contact in &mut self.contacts {
            let kept = contact.canonical().map(|text| ContactValue::new(&text));
            if let Ok(Ok(value)) = kept {
                contact.value = value;
            }
        }
        self
    }
}
