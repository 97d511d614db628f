//! What is done to a person's record, and the events that tell of it: no name, date or number
//! of the person stands in them.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Person, PersonDetails};
use crate::{
    changes::changed_fields,
    parties::{ExternalRef, PersonId, UnitId, WorkerId, identifier::IdentifierKind},
};

/// Something that happened to a person's record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum PersonEvent {
    /// The person was registered.
    #[serde(rename = "person.registered")]
    Registered {
        /// By which unit.
        unit_id: UnitId,
    },
    /// What is said about the person was changed.
    #[serde(rename = "person.amended")]
    Amended {
        /// The names of the fields that changed.
        changed: Vec<String>,
    },
    /// Another record of the same person was merged into this one.
    #[serde(rename = "person.absorbed")]
    Absorbed {
        /// The other record.
        absorbed_id: PersonId,
        /// The names of the fields that this changed.
        changed: Vec<String>,
    },
    /// The record was merged into another one of the same person.
    #[serde(rename = "person.merged")]
    Merged {
        /// The record that survives.
        into_id: PersonId,
    },
    /// A record that named the person by one of two records names them by the other from now on.
    #[serde(rename = "person.reference_moved")]
    ReferenceMoved {
        /// The record that was absorbed.
        from_id: PersonId,
        /// The record that survives.
        to_id: PersonId,
    },
}

/// Something that happened to a match of two persons.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum PersonMatchEvent {
    /// Two records have an identifier in common.
    #[serde(rename = "person_match.found")]
    Found {
        /// One of them.
        person_id: PersonId,
        /// The other.
        other_person_id: PersonId,
        /// What kind of identifier it is.
        kind: IdentifierKind,
    },
    /// The two records were merged.
    #[serde(rename = "person_match.settled")]
    Settled {
        /// The record that survives.
        person_id: PersonId,
    },
}

/// What is fixed when a person is registered, besides what is said about them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisteredPerson {
    /// The id.
    pub id: PersonId,
    /// The unit that registers the person.
    pub unit_id: UnitId,
    /// The worker who does it; none for a machine.
    pub by: Option<WorkerId>,
    /// The same person in other systems.
    pub external_refs: Vec<ExternalRef>,
    /// What is said, as it passed [`review_new`](super::review_new).
    pub details: PersonDetails,
}

impl Person {
    /// Registers a person.
    #[must_use]
    pub fn register(new: RegisteredPerson, now: DateTime<Utc>) -> (Self, PersonEvent) {
        let unit_id = new.unit_id;
        let person = Self {
            id: new.id,
            unit_id,
            registered_by: new.by,
            external_refs: new.external_refs,
            details: new.details.canonical(),
            merged_ids: Vec::new(),
            version: 1,
            created_at: now,
            modified_at: now,
        };
        (person, PersonEvent::Registered { unit_id })
    }

    /// Takes over what is said now, as it passed [`review`](super::review); nothing happens if
    /// it says the same.
    pub fn amend(&mut self, details: PersonDetails, now: DateTime<Utc>) -> Option<PersonEvent> {
        let details = details.canonical();
        let changed = changed_fields(&self.details, &details);
        if changed.is_empty() {
            return None;
        }
        self.details = details;
        self.version += 1;
        self.modified_at = now;
        Some(PersonEvent::Amended { changed })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use uuid::Uuid;

    use super::*;

    fn details(value: serde_json::Value) -> PersonDetails {
        serde_json::from_value(value).unwrap()
    }

    fn person() -> Person {
        let new = RegisteredPerson {
            id: PersonId(Uuid::from_u128(1)),
            unit_id: UnitId(Uuid::from_u128(2)),
            by: None,
            external_refs: Vec::new(),
            details: details(json!({
                "full_name": "Sulastri", "birth_date": "1965-07-01",
                "identifiers": [{"kind": "id_nik", "value": "3579 0141 0765 0002"}]
            })),
        };
        Person::register(new, DateTime::UNIX_EPOCH).0
    }

    #[test]
    fn what_is_kept_is_canonical_from_the_first_day() {
        let kept = person().details;
        assert_eq!(kept.identifiers[0].value.as_str(), "3579014107650002");
        assert_eq!(kept, kept.clone().canonical());
    }

    #[test]
    fn an_amendment_tells_names_and_no_values() {
        let mut person = person();
        let mut new = person.details.clone();
        new.aliases = vec![super::super::PersonName::new("Bu Las").unwrap()];
        let later = DateTime::UNIX_EPOCH + chrono::Duration::days(1);
        let event = person.amend(new, later).unwrap();
        assert_eq!(
            serde_json::to_value(event).unwrap(),
            json!({"type": "person.amended", "changed": ["aliases"]})
        );
        assert_eq!((person.version, person.modified_at), (2, later));
    }

    #[test]
    fn the_same_said_another_way_changes_nothing() {
        let mut person = person();
        let mut same = person.details.clone();
        same.birth_date_precision = None;
        same.identifiers = details(json!({
            "full_name": "x", "identifiers": [{"kind": "id_nik", "value": "3579-0141-0765-0002"}]
        }))
        .identifiers;
        let later = DateTime::UNIX_EPOCH + chrono::Duration::days(1);
        assert_eq!(person.amend(same, later), None);
        assert_eq!(person.version, 1);
    }
}
