//! Persons on the wire, where it differs from the domain.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    parties::{
        PersonId, PersonMatchId, UnitId,
        birth::DatePrecision,
        external_ref::{ExternalSystem, ExternalValue},
        identifier::{IdentifierKind, IdentifierText},
        person::{MatchedBy, Person, PersonName, Sex},
    },
    warnings::WarningText,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// A person as written, with what is odd about what was sent.
#[derive(Serialize, ToSchema)]
pub struct WrittenPerson {
    /// The person.
    #[serde(flatten)]
    pub person: Person,
    /// What is odd but not wrong; never stored.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 100)]
    pub warnings: Vec<WarningText>,
}

/// What lists say of a person; the rest is read one by one.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e11", "unit_id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e02",
    "full_name": "Ahmad bin Ismail", "sex": "male", "birth_date": "1948-02-29",
    "birth_date_precision": "day", "version": 3, "modified_at": "2026-01-05T01:00:00Z"
}))]
pub struct PersonSummary {
    /// The person's id.
    pub id: PersonId,
    /// The unit that registered the person.
    pub unit_id: UnitId,
    /// The full name.
    pub full_name: PersonName,
    /// The sex.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sex: Option<Sex>,
    /// The birth date; parts that are not known are 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub birth_date: Option<NaiveDate>,
    /// How exactly the birth date is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub birth_date_precision: Option<DatePrecision>,
    /// The record of the same person that this one was merged into: use that one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub merged_into_id: Option<PersonId>,
    /// The version of the record.
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64)]
    pub version: i64,
    /// When the record was last changed.
    pub modified_at: DateTime<Utc>,
}

impl PersonSummary {
    /// Of a person.
    #[must_use]
    pub fn of(person: Person) -> Self {
        let details = person.details;
        Self {
            id: person.id,
            unit_id: person.unit_id,
            full_name: details.full_name,
            sex: details.sex,
            birth_date: details.birth_date,
            birth_date_precision: details.birth_date_precision,
            merged_into_id: None,
            version: person.version,
            modified_at: person.modified_at,
        }
    }
}

/// The order of the list of persons.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PersonSort {
    /// The oldest change first.
    ModifiedAt,
}

/// Which persons to list: those that another system knows by a reference, those changed after a
/// time, or both.
#[derive(Clone, Debug, Deserialize, Serialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PersonQuery {
    /// The other system; with `external_value`.
    #[param(inline)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub external_system: Option<ExternalSystem>,
    /// Its reference, exactly; with `external_system`.
    #[param(inline)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub external_value: Option<ExternalValue>,
    /// Only records changed after this time. Who pulls changes asks again from 60 seconds before
    /// the newest one seen: records of that moment may still have been on their way.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub modified_after: Option<DateTime<Utc>>,
    /// The order; there is this one.
    #[param(inline)]
    pub sort: Option<PersonSort>,
    /// How many persons at most; 50 when left out.
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<usize>,
    /// `next_cursor` of the page before.
    #[param(max_length = 1000)]
    pub cursor: Option<String>,
}

impl PersonQuery {
    /// The filters alone: what a cursor is bound to.
    #[must_use]
    pub fn filters(&self) -> Self {
        Self {
            sort: None,
            limit: None,
            cursor: None,
            ..self.clone()
        }
    }
}

/// An identifier to search by.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
pub struct IdentifierQuery {
    /// What it is.
    pub kind: IdentifierKind,
    /// The whole number; spaces and dashes do not count.
    pub value: IdentifierText,
}

/// What to search persons by: at least one of identifier, name and birth date, and all that are
/// given must fit.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
#[schema(example = json!({"name": "Ahmad bin Is", "birth_date": "1948-02-29", "limit": 20}))]
pub struct PersonSearch {
    /// An identifier, exactly.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identifier: Option<IdentifierQuery>,
    /// The beginning of a name or alias, at least two letters without titles. Case, accents,
    /// titles, degrees and the spelling of *bin*, *binti*, *a/l* do not count.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<PersonName>,
    /// The birth date as it was registered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub birth_date: Option<NaiveDate>,
    /// How many persons at most; 50 when left out.
    #[schema(minimum = 1, maximum = 200)]
    pub limit: Option<usize>,
    /// `next_cursor` of the page before, with the same search.
    #[schema(max_length = 1000)]
    pub cursor: Option<String>,
}

impl PersonSearch {
    /// What is searched alone: what a cursor is bound to.
    #[must_use]
    pub fn criteria(&self) -> Self {
        Self {
            limit: None,
            cursor: None,
            ..self.clone()
        }
    }
}

/// A person that a search found.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FoundPerson {
    /// The person.
    #[serde(flatten)]
    pub person: PersonSummary,
    /// What the search found the person by.
    #[schema(max_items = 4)]
    pub matched_by: Vec<MatchedBy>,
    /// The form of the name that was found, which is the place in the order of the answer.
    #[serde(skip)]
    pub name_key: Option<String>,
}

/// What a person's record said before a change.
#[derive(Serialize, ToSchema)]
pub struct PersonVersion {
    /// The version that was replaced.
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64)]
    pub version: i64,
    /// When it was replaced.
    pub replaced_at: DateTime<Utc>,
    /// The worker or integration that replaced it.
    pub replaced_by: Uuid,
    /// The person as the record had it.
    pub person: Person,
}

/// Which page.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PageQuery {
    /// How many records at most; 50 when left out.
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<usize>,
    /// `next_cursor` of the page before.
    #[param(max_length = 1000)]
    pub cursor: Option<String>,
}

/// Two records of persons with an identifier in common: perhaps one person, registered twice.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e41", "identifier_kind": "my_nric",
    "person_id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e11", "unit_id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e02",
    "other_person_id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e12",
    "other_unit_id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e05", "found_at": "2026-01-05T01:00:00Z"
}))]
pub struct PersonMatch {
    /// The id of the match.
    pub id: PersonMatchId,
    /// What kind of identifier they have in common.
    pub identifier_kind: IdentifierKind,
    /// One person.
    pub person_id: PersonId,
    /// The unit that registered this one.
    pub unit_id: UnitId,
    /// The other person.
    pub other_person_id: PersonId,
    /// The unit that registered the other one.
    pub other_unit_id: UnitId,
    /// When it was found.
    pub found_at: DateTime<Utc>,
}
