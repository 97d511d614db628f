//! Groups and communities: whom the work is done with together, where, and who speaks for them.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    GroupId, MemberId, PersonId, UnitId, WorkerId,
    address::Address,
    member::{Member, Party, PartyRole, Position, Stay},
};
use crate::{
    changes::changed_fields,
    texts::{Line, Lines},
    vocabulary,
    warnings::Warning,
};

vocabulary! {
    /// Whether people were brought together or live together.
    pub enum GroupKind ("group_kind", closed) {
        Group = "group" | "Kelompok" | "Kelompok" | "Group" | "M165",
        Community = "community" | "Komuniti" | "Komunitas" | "Community" | "C 4.0",
    }

    /// What a member is in a group or community.
    pub enum GroupRole ("group_role", open) {
        Spokesperson = "spokesperson" | "Jurucakap" | "Juru bicara" | "Spokesperson" | "°",
        Organiser = "organiser" | "Penganjur" | "Pengurus" | "Organiser" | "°",
        Member = "member" | "Ahli" | "Anggota" | "Member" | "°",
    }
}

impl PartyRole for GroupRole {
    const LEADER: Self = Self::Spokesperson;
}

/// What is said about a group or community.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({
    "kind": "community", "name": "Penduduk Kampung Sungai Ular",
    "place": {"kind": "other", "lines": [], "country": "MY", "state_or_province": "Kedah",
        "district_or_regency": "Kulim", "village": "Kampung Sungai Ular"},
    "purpose": "Flood relief and rebuilding."
})))]
pub struct GroupDetails {
    /// What it is.
    pub kind: GroupKind,
    /// What it calls itself.
    pub name: Line,
    /// Where it is, down to the village.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Address>,
    /// What it came together for, or what there is to know about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purpose: Option<Lines>,
}

/// A group or community to be registered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({
    "kind": "group", "name": "Kumpulan Ibu Tunggal Kulim", "purpose": "Mutual help."
})))]
pub struct NewGroup {
    /// An id made by the client (UUID version 7); left out, the service makes one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<GroupId>,
    /// The unit that registers it; left out, the caller's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit_id: Option<UnitId>,
    /// What is said about it.
    #[serde(flatten)]
    pub details: GroupDetails,
}

/// A group or community.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({
    "id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e61",
    "unit_id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e02",
    "registered_by": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e03",
    "kind": "group", "name": "Kumpulan Ibu Tunggal Kulim", "purpose": "Mutual help.",
    "version": 1, "created_at": "2026-01-05T01:00:00Z", "modified_at": "2026-01-05T01:00:00Z"
})))]
pub struct Group {
    /// Its id.
    pub id: GroupId,
    /// The unit that registered it.
    pub unit_id: UnitId,
    /// The worker who registered it; absent if an integration did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub registered_by: Option<WorkerId>,
    /// What is said about it.
    #[serde(flatten)]
    pub details: GroupDetails,
    /// Rises by one with every change; the ETag is made of it. Members have versions of their own.
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64)]
    pub version: i64,
    /// When it was registered.
    pub created_at: DateTime<Utc>,
    /// When this was last changed.
    pub modified_at: DateTime<Utc>,
}

/// A person joins a group or community.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({
    "person_id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e11", "role": "spokesperson"
})))]
pub struct NewGroupMember {
    /// An id made by the client (UUID version 7); left out, the service makes one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<MemberId>,
    /// The person.
    pub person_id: PersonId,
    /// What the person is in the group.
    #[serde(flatten)]
    pub details: GroupMemberDetails,
}

/// What is said about a membership in a group or community.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({"role": "member", "since": "2025-11-30"})))]
pub struct GroupMemberDetails {
    /// What the person is in it.
    pub role: GroupRole,
    /// Since when, as far as known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<NaiveDate>,
}

/// A member of a group or community, present or past.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({
    "group_id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e61",
    "role": "spokesperson", "id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e62",
    "person_id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e11",
    "version": 1, "created_at": "2026-01-05T01:00:00Z", "modified_at": "2026-01-05T01:00:00Z"
})))]
pub struct GroupMember {
    /// The group or community.
    pub group_id: GroupId,
    /// What the person is in it.
    pub role: GroupRole,
    /// Who, and when.
    #[serde(flatten)]
    pub stay: Stay,
}

/// Something that happened to the record of a group or community: no name or place stands in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum GroupEvent {
    /// It was registered.
    #[serde(rename = "group.registered")]
    Registered {
        /// By which unit.
        unit_id: UnitId,
        /// What it is.
        kind: GroupKind,
    },
    /// What is said about it was changed.
    #[serde(rename = "group.amended")]
    Amended {
        /// What it is now.
        kind: GroupKind,
        /// The names of the fields that changed.
        changed: Vec<String>,
    },
}

/// What is fixed when a group is registered, besides what is said about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisteredGroup {
    /// The id.
    pub id: GroupId,
    /// The unit that registers it.
    pub unit_id: UnitId,
    /// The worker who does it; none for a machine.
    pub by: Option<WorkerId>,
    /// What is said.
    pub details: GroupDetails,
}

impl From<GroupMemberDetails> for Position<GroupRole> {
    fn from(details: GroupMemberDetails) -> Self {
        Self {
            role: details.role,
            since: details.since,
        }
    }
}

impl GroupMember {
    /// A membership as one of this group.
    #[must_use]
    pub fn of(group_id: GroupId, member: Member<GroupRole>) -> Self {
        Self {
            group_id,
            role: member.role,
            stay: member.stay,
        }
    }

    /// What may be corrected of it.
    #[must_use]
    pub const fn details(&self) -> GroupMemberDetails {
        GroupMemberDetails {
            role: self.role,
            since: self.stay.since,
        }
    }
}

impl From<GroupMember> for Member<GroupRole> {
    fn from(member: GroupMember) -> Self {
        Self {
            party: Party::Group(member.group_id),
            role: member.role,
            stay: member.stay,
        }
    }
}

impl GroupDetails {
    /// What is odd about what is said.
    #[must_use]
    pub fn warnings(&self) -> Vec<Warning> {
        let place = self.place.as_ref();
        let odd = place.map(Address::warnings).unwrap_or_default().into_iter();
        odd.map(|warning| warning.under("/place")).collect()
    }
}

impl Group {
    /// Registers a group or community.
    #[must_use]
    pub fn register(new: RegisteredGroup, now: DateTime<Utc>) -> (Self, GroupEvent) {
        let (unit_id, kind) = (new.unit_id, new.details.kind);
        let group = Self {
            id: new.id,
            unit_id,
            registered_by: new.by,
            details: new.details,
            version: 1,
            created_at: now,
            modified_at: now,
        };
        (group, GroupEvent::Registered { unit_id, kind })
    }

    /// Takes over what is said now; nothing happens if it says the same.
    pub fn amend(&mut self, details: GroupDetails, now: DateTime<Utc>) -> Option<GroupEvent> {
        let changed = changed_fields(&self.details, &details);
        if changed.is_empty() {
            return None;
        }
        let kind = details.kind;
        self.details = details;
        self.version += 1;
        self.modified_at = now;
        Some(GroupEvent::Amended { kind, changed })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn an_amendment_tells_names_and_no_values() {
        let details: GroupDetails =
            serde_json::from_value(json!({"kind": "group", "name": "Ibu Tunggal"})).unwrap();
        let new = RegisteredGroup {
            id: GroupId(Uuid::from_u128(1)),
            unit_id: UnitId(Uuid::from_u128(2)),
            by: None,
            details: details.clone(),
        };
        let (mut group, _) = Group::register(new, DateTime::UNIX_EPOCH);
        assert_eq!(group.amend(details.clone(), DateTime::UNIX_EPOCH), None);
        let other = GroupDetails {
            name: Line::new("Ibu Tunggal Kulim").unwrap(),
            ..details
        };
        let event = group.amend(other, DateTime::UNIX_EPOCH).unwrap();
        assert_eq!(
            serde_json::to_value(event).unwrap(),
            json!({"type": "group.amended", "kind": "group", "changed": ["name"]})
        );
    }
}
