//! Relationships between persons: recorded once, told from both sides.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    PersonId, RelationshipId,
    member::{Ending, not_yet, refuse_ending},
};
use crate::{
    refusal::{Decision, Refusal, RefusalCode, decided},
    texts::Lines,
    vocabulary,
};

vocabulary! {
    /// What the other person is to this one.
    pub enum RelationshipKind ("relationship_kind", open) {
        Parent = "parent" | "Ibu/bapa" | "Orang tua" | "Parent" | "domain.md §2",
        Child = "child" | "Anak" | "Anak" | "Child" | "domain.md §2",
        Spouse = "spouse" | "Suami/isteri" | "Suami/istri" | "Spouse" | "domain.md §2",
        FormerSpouse = "former_spouse" | "Bekas suami/isteri" | "Mantan suami/istri" | "Former spouse" | "°",
        Sibling = "sibling" | "Adik-beradik" | "Saudara kandung" | "Sibling" | "domain.md §2",
        Grandparent = "grandparent" | "Datuk/nenek" | "Kakek/nenek" | "Grandparent" | "domain.md §2",
        Grandchild = "grandchild" | "Cucu" | "Cucu" | "Grandchild" | "domain.md §2",
        Guardian = "guardian" | "Penjaga" | "Wali" | "Guardian" | "°",
        Ward = "ward" | "Jagaan" | "Yang diwakili wali" | "Ward" | "°",
        Carer = "carer" | "Pengasuh" | "Pengasuh" | "Carer" | "°",
        CaredFor = "cared_for" | "Orang yang dijaga" | "Yang diasuh" | "Cared for" | "°",
        Relative = "relative" | "Saudara-mara" | "Kerabat" | "Relative" | "K17",
        Neighbour = "neighbour" | "Jiran" | "Tetangga" | "Neighbour" | "K17",
        Friend = "friend" | "Kawan" | "Teman" | "Friend" | "K17",
        Other = "other" | "Lain-lain" | "Lainnya" | "Other" | "°",
    }
}

impl RelationshipKind {
    /// The same, told by the other person.
    #[must_use]
    pub const fn inverse(self) -> Self {
        match self {
            Self::Parent => Self::Child,
            Self::Child => Self::Parent,
            Self::Grandparent => Self::Grandchild,
            Self::Grandchild => Self::Grandparent,
            Self::Guardian => Self::Ward,
            Self::Ward => Self::Guardian,
            Self::Carer => Self::CaredFor,
            Self::CaredFor => Self::Carer,
            Self::Spouse => Self::Spouse,
            Self::FormerSpouse => Self::FormerSpouse,
            Self::Sibling => Self::Sibling,
            Self::Relative => Self::Relative,
            Self::Neighbour => Self::Neighbour,
            Self::Friend => Self::Friend,
            Self::Other => Self::Other,
        }
    }
}

/// A relationship to be recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({
    "other_person_id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e12", "kind": "guardian",
    "since": "2024-07-01", "note": "By order of the Syariah court."
})))]
pub struct NewRelationship {
    /// An id made by the client (UUID version 7); left out, the service makes one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<RelationshipId>,
    /// The other person.
    pub other_person_id: PersonId,
    /// What the other person is to this one.
    pub kind: RelationshipKind,
    /// Since when, as far as known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<NaiveDate>,
    /// What else there is to know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Lines>,
}

/// A relationship between two persons, told from the side of one of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({
    "id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e71",
    "person_id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e11",
    "other_person_id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e12", "kind": "guardian",
    "since": "2024-07-01", "version": 1,
    "created_at": "2026-01-05T01:00:00Z", "modified_at": "2026-01-05T01:00:00Z"
})))]
pub struct Relationship {
    /// Its id, the same from both sides.
    pub id: RelationshipId,
    /// The person from whose side it is told.
    pub person_id: PersonId,
    /// The other person.
    pub other_person_id: PersonId,
    /// What the other person is to this one.
    pub kind: RelationshipKind,
    /// Since when, as far as known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<NaiveDate>,
    /// Until when; absent while it goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
    /// What else there is to know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Lines>,
    /// Why it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ending_reason: Option<Lines>,
    /// Rises by one with every change; the ETag is made of it.
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64)]
    pub version: i64,
    /// When it was recorded.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub modified_at: DateTime<Utc>,
}

/// Something that happened to a relationship.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum RelationshipEvent {
    /// It was recorded.
    #[serde(rename = "relationship.recorded")]
    Recorded {
        /// One person.
        person_id: PersonId,
        /// The other.
        other_person_id: PersonId,
        /// What the other is to the one.
        kind: RelationshipKind,
    },
    /// It ended.
    #[serde(rename = "relationship.ended")]
    Ended {
        /// The last day.
        until: NaiveDate,
    },
}

impl Relationship {
    /// A new relationship of this person.
    #[must_use]
    pub fn new(id: RelationshipId, of: PersonId, new: NewRelationship, now: DateTime<Utc>) -> Self {
        Self {
            id,
            person_id: of,
            other_person_id: new.other_person_id,
            kind: new.kind,
            since: new.since,
            until: None,
            note: new.note,
            ending_reason: None,
            version: 1,
            created_at: now,
            modified_at: now,
        }
    }

    /// The same, told by the other person.
    #[must_use]
    pub fn turned(self) -> Self {
        Self {
            person_id: self.other_person_id,
            other_person_id: self.person_id,
            kind: self.kind.inverse(),
            ..self
        }
    }

    /// As it is kept: from the side of the one with the smaller id, so that it is one record
    /// whoever recorded it.
    #[must_use]
    pub fn kept(self) -> Self {
        if self.person_id < self.other_person_id {
            self
        } else {
            self.turned()
        }
    }

    /// As told by this person, who is one of the two.
    #[must_use]
    pub fn told_by(self, person: PersonId) -> Self {
        if self.person_id == person {
            self
        } else {
            self.turned()
        }
    }

    /// Whether both can be true of the same two persons only if they are the same: each kind
    /// stands between two persons once, and nobody is both parent and child of another.
    fn collides(&self, other: &Self) -> bool {
        let same_way = self.clone().kept().kind;
        let other_way = other.clone().kept().kind;
        same_way == other_way || same_way == other_way.inverse()
    }
}

/// Records a relationship. `open` are those that these two persons have now.
///
/// # Errors
/// `relationship_with_oneself`, `relationship_recorded`, `in_future`.
pub fn decide_relate(
    new: &Relationship,
    open: &[Relationship],
    today: NaiveDate,
) -> Decision<RelationshipEvent> {
    let mut refusals = Vec::new();
    if new.person_id == new.other_person_id {
        let refusal = Refusal::new(RefusalCode::RelationshipWithOneself);
        refusals.push(refusal.at("/other_person_id"));
    }
    if open.iter().any(|one| one.collides(new)) {
        refusals.push(Refusal::new(RefusalCode::RelationshipRecorded).at("/kind"));
    }
    refusals.extend(not_yet(new.since, today, "/since"));
    decided(refusals, || {
        vec![RelationshipEvent::Recorded {
            person_id: new.person_id,
            other_person_id: new.other_person_id,
            kind: new.kind,
        }]
    })
}

/// Ends a relationship, which stays on record.
///
/// # Errors
/// `relationship_ended`, `in_future`, `until_before_since`.
pub fn decide_part(
    relationship: &Relationship,
    command: &Ending,
    today: NaiveDate,
) -> Decision<RelationshipEvent> {
    let until = command.until.unwrap_or(today);
    let mut refusals = Vec::new();
    if relationship.until.is_some() {
        refusals.push(Refusal::new(RefusalCode::RelationshipEnded));
    }
    refusals.extend(refuse_ending(relationship.since, until, today));
    decided(refusals, || vec![RelationshipEvent::Ended { until }])
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::words::Word;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn between(one: u128, other: u128, kind: RelationshipKind) -> Relationship {
        let new = NewRelationship {
            id: None,
            other_person_id: PersonId(Uuid::from_u128(other)),
            kind,
            since: Some(day("2024-07-01")),
            note: None,
        };
        let of = PersonId(Uuid::from_u128(one));
        let id = RelationshipId(Uuid::from_u128(9));
        Relationship::new(id, of, new, DateTime::UNIX_EPOCH)
    }

    fn codes(decision: Decision<RelationshipEvent>) -> Vec<RefusalCode> {
        let refusals = decision.unwrap_err();
        refusals.into_iter().map(|it| it.code).collect()
    }

    #[test]
    fn turned_twice_it_is_the_same() {
        for kind in RelationshipKind::all() {
            assert_eq!(kind.inverse().inverse(), *kind);
            let one = between(1, 2, *kind);
            assert_eq!(one.clone().turned().turned(), one);
            assert_eq!(one.clone().turned().kept(), one);
            assert_eq!(
                one.clone().told_by(PersonId(Uuid::from_u128(2))),
                one.turned()
            );
        }
    }

    #[test]
    fn the_same_is_recorded_once_from_whichever_side() {
        use RelationshipKind::{Child, Guardian, Parent, Sibling};
        let today = day("2026-03-02");
        let open = [between(1, 2, Parent)];
        for again in [
            between(1, 2, Parent),
            between(2, 1, Child),
            between(1, 2, Child),
            between(2, 1, Parent),
        ] {
            let refused = codes(decide_relate(&again, &open, today));
            assert_eq!(refused, [RefusalCode::RelationshipRecorded]);
        }
        for beside in [between(2, 1, Guardian), between(1, 2, Sibling)] {
            assert!(decide_relate(&beside, &open, today).is_ok());
        }
        assert_eq!(
            codes(decide_relate(&between(1, 1, Sibling), &[], today)),
            [RefusalCode::RelationshipWithOneself]
        );
        assert_eq!(
            codes(decide_relate(
                &between(1, 2, Sibling),
                &[],
                day("2024-06-30")
            )),
            [RefusalCode::InFuture]
        );
    }

    #[test]
    fn what_has_ended_does_not_end_again() {
        let mut one = between(1, 2, RelationshipKind::Spouse);
        let end = Ending {
            until: Some(day("2026-01-31")),
            reason: Lines::new("Divorced.").unwrap(),
        };
        let today = day("2026-03-02");
        assert!(decide_part(&one, &end, today).is_ok());
        one.until = Some(day("2025-01-01"));
        assert_eq!(
            codes(decide_part(&one, &end, today)),
            [RefusalCode::RelationshipEnded]
        );
    }
}
