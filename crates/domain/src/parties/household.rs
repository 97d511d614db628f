//! Households: who lives together, where, and by which card numbers they are known.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    HouseholdId, MemberId, PersonId, UnitId, WorkerId,
    address::Address,
    external_ref::{self, ExternalRef},
    identifier::{self, BirthFacts, Checked, IdentifierFault, IdentifierKind},
    identifier::{IdentifierNote, IdentifierText},
    member::{Member, Party, PartyRole, Position, Stay},
};
use crate::{
    changes::changed_fields,
    texts::{Line, Lines},
    vocabulary,
    warnings::{Fault, FaultCode, Warning},
};

vocabulary! {
    /// What a member of a household is to its head.
    pub enum HouseholdRelation ("household_relation", open) {
        Head = "head" | "Ketua isi rumah" | "Kepala keluarga" | "Head" | "domain.md §2",
        Spouse = "spouse" | "Suami/isteri" | "Suami/istri" | "Spouse" | "domain.md §2",
        Child = "child" | "Anak" | "Anak" | "Child" | "domain.md §2",
        Parent = "parent" | "Ibu/bapa" | "Orang tua" | "Parent" | "domain.md §2",
        Sibling = "sibling" | "Adik-beradik" | "Saudara kandung" | "Sibling" | "domain.md §2",
        Grandchild = "grandchild" | "Cucu" | "Cucu" | "Grandchild" | "domain.md §2",
        Grandparent = "grandparent" | "Datuk/nenek" | "Kakek/nenek" | "Grandparent" | "domain.md §2",
        ChildInLaw = "child_in_law" | "Menantu" | "Menantu" | "Child-in-law" | "°",
        ParentInLaw = "parent_in_law" | "Mentua" | "Mertua" | "Parent-in-law" | "°",
        FosterChild = "foster_child" | "Anak angkat/pelihara" | "Anak asuh" | "Foster or adopted child" | "°",
        OtherRelative = "other_relative" | "Saudara-mara lain" | "Famili lain" | "Other relative" | "°",
        DomesticWorker = "domestic_worker" | "Pembantu rumah" | "Pembantu rumah tangga" | "Domestic worker" | "°",
        NotRelated = "not_related" | "Tiada pertalian" | "Bukan keluarga" | "Not related" | "°",
    }

    /// The kind of a number by which a household is known. It changes over time and is never
    /// what a household is told by.
    pub enum CardKind ("card_kind", open) {
        KkNumber = "kk_number" | "No. Kartu Keluarga (Indonesia)" | "Nomor Kartu Keluarga (KK)" | "Indonesian family card number (KK)" | "domain.md §2",
        KpmNumber = "kpm_number" | "No. KPM PKH (Indonesia)" | "Nomor KPM PKH" | "PKH beneficiary family number (KPM)" | "domain.md §2",
    }
}

impl PartyRole for HouseholdRelation {
    const LEADER: Self = Self::Head;
}

/// A number by which a household is known. Kept encrypted and looked up exactly only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({"kind": "kk_number", "value": "3579012104090003"})))]
pub struct CardEntry {
    /// What it is; a `kk_number` has 16 digits.
    pub kind: CardKind,
    /// The number.
    pub value: IdentifierText,
    /// What there is to say about the card.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<IdentifierNote>,
}

/// What is said about a household. Nothing must be known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({
    "name": "Keluarga Pak Slamet",
    "address": {"kind": "home", "lines": [], "country": "ID", "state_or_province": "Jawa Timur",
        "district_or_regency": "Kota Batu", "subdistrict": "Bumiaji", "village": "Desa Punten"},
    "cards": [{"kind": "kk_number", "value": "3579012104090003"}]
})))]
pub struct HouseholdDetails {
    /// What the household is called in the office.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Line>,
    /// Where it lives.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<Address>,
    /// The card numbers it has now, at most one of each kind.
    #[serde(default)]
    #[schema(max_items = 10)]
    pub cards: Vec<CardEntry>,
    /// What else there is to know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Lines>,
}

/// A household to be registered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({
    "unit_id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e02",
    "external_refs": [{"system": "dtks", "value": "3579-0417"}],
    "name": "Keluarga Pak Slamet",
    "cards": [{"kind": "kk_number", "value": "3579012104090003"}]
})))]
pub struct NewHousehold {
    /// An id made by the client (UUID version 7); left out, the service makes one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<HouseholdId>,
    /// The unit that registers the household; left out, the caller's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit_id: Option<UnitId>,
    /// The same household in other systems, one reference for each.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub external_refs: Vec<ExternalRef>,
    /// What is said about it.
    #[serde(flatten)]
    pub details: HouseholdDetails,
}

/// A household.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({
    "id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e51",
    "unit_id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e02",
    "registered_by": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e03",
    "external_refs": [], "name": "Keluarga Pak Slamet",
    "cards": [{"kind": "kk_number", "value": "3579012104090003"}],
    "version": 1, "created_at": "2026-01-05T01:00:00Z", "modified_at": "2026-01-05T01:00:00Z"
})))]
pub struct Household {
    /// Its id.
    pub id: HouseholdId,
    /// The unit that registered it.
    pub unit_id: UnitId,
    /// The worker who registered it; absent if an integration did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub registered_by: Option<WorkerId>,
    /// The same household in other systems.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub external_refs: Vec<ExternalRef>,
    /// What is said about it.
    #[serde(flatten)]
    pub details: HouseholdDetails,
    /// Rises by one with every change; the ETag is made of it. Members have versions of their own.
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64)]
    pub version: i64,
    /// When it was registered.
    pub created_at: DateTime<Utc>,
    /// When this was last changed.
    pub modified_at: DateTime<Utc>,
}

/// A person joins a household.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({
    "person_id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e11", "relation": "head", "since": "2009-04-21"
})))]
pub struct NewHouseholdMember {
    /// An id made by the client (UUID version 7); left out, the service makes one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<MemberId>,
    /// The person.
    pub person_id: PersonId,
    /// What the person is in the household.
    #[serde(flatten)]
    pub details: HouseholdMemberDetails,
}

/// What is said about a membership in a household.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({"relation": "parent", "since": "2009-04-21"})))]
pub struct HouseholdMemberDetails {
    /// What the person is to the head.
    pub relation: HouseholdRelation,
    /// Since when, as far as known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<NaiveDate>,
}

/// A member of a household, present or past.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({
    "household_id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e51",
    "relation": "head", "id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e52",
    "person_id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e11", "since": "2009-04-21",
    "version": 1, "created_at": "2026-01-05T01:00:00Z", "modified_at": "2026-01-05T01:00:00Z"
})))]
pub struct HouseholdMember {
    /// The household.
    pub household_id: HouseholdId,
    /// What the person is to the head.
    pub relation: HouseholdRelation,
    /// Who, and when.
    #[serde(flatten)]
    pub stay: Stay,
}

/// Something that happened to a household's record: no name, address or number stands in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum HouseholdEvent {
    /// It was registered.
    #[serde(rename = "household.registered")]
    Registered {
        /// By which unit.
        unit_id: UnitId,
    },
    /// What is said about it was changed.
    #[serde(rename = "household.amended")]
    Amended {
        /// The names of the fields that changed.
        changed: Vec<String>,
    },
}

/// What is fixed when a household is registered, besides what is said about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisteredHousehold {
    /// The id.
    pub id: HouseholdId,
    /// The unit that registers it.
    pub unit_id: UnitId,
    /// The worker who does it; none for a machine.
    pub by: Option<WorkerId>,
    /// The same household in other systems.
    pub external_refs: Vec<ExternalRef>,
    /// What is said, as it passed [`review`].
    pub details: HouseholdDetails,
}

impl From<HouseholdMemberDetails> for Position<HouseholdRelation> {
    fn from(details: HouseholdMemberDetails) -> Self {
        Self {
            role: details.relation,
            since: details.since,
        }
    }
}

impl HouseholdMember {
    /// A membership as one of this household.
    #[must_use]
    pub fn of(household_id: HouseholdId, member: Member<HouseholdRelation>) -> Self {
        Self {
            household_id,
            relation: member.role,
            stay: member.stay,
        }
    }

    /// What may be corrected of it.
    #[must_use]
    pub const fn details(&self) -> HouseholdMemberDetails {
        HouseholdMemberDetails {
            relation: self.relation,
            since: self.stay.since,
        }
    }
}

impl From<HouseholdMember> for Member<HouseholdRelation> {
    fn from(member: HouseholdMember) -> Self {
        Self {
            party: Party::Household(member.household_id),
            role: member.relation,
            stay: member.stay,
        }
    }
}

/// Checks a card number.
///
/// # Errors
/// What no issued number of this kind can have.
pub fn check_card(kind: CardKind, value: &str) -> Result<Checked, IdentifierFault> {
    let checked_as = match kind {
        CardKind::KkNumber => IdentifierKind::IdKk,
        CardKind::KpmNumber => IdentifierKind::Other,
    };
    identifier::check(checked_as, value, &BirthFacts::default())
}

/// Checks what is said about a household as a whole.
///
/// # Errors
/// Every fault at once.
pub fn review(details: &HouseholdDetails) -> Result<Vec<Warning>, Vec<Fault>> {
    let (mut faults, mut warnings) = (Vec::new(), Vec::new());
    for (i, card) in details.cards.iter().enumerate() {
        let place = format!("/cards/{i}");
        if details.cards[..i].iter().any(|one| one.kind == card.kind) {
            faults.push(Fault::new(format!("{place}/kind"), FaultCode::RepeatedItem));
        }
        match check_card(card.kind, card.value.as_str()) {
            Err(fault) => faults.push(fault.at("/value").under(&place)),
            Ok(checked) => {
                let odd = checked.warnings.into_iter();
                warnings.extend(odd.map(|warning| warning.under(&place)));
            }
        }
    }
    if let Some(address) = &details.address {
        let odd = address.warnings().into_iter();
        warnings.extend(odd.map(|warning| warning.under("/address")));
    }
    if faults.is_empty() {
        Ok(warnings)
    } else {
        Err(faults)
    }
}

/// [`review`] of a household to be registered, its external references included.
///
/// # Errors
/// Every fault at once.
pub fn review_new(new: &NewHousehold) -> Result<Vec<Warning>, Vec<Fault>> {
    let mut faults = external_ref::review(&new.external_refs);
    match review(&new.details) {
        Ok(warnings) if faults.is_empty() => Ok(warnings),
        Ok(_) => Err(faults),
        Err(more) => {
            faults.extend(more);
            Err(faults)
        }
    }
}

impl HouseholdDetails {
    /// The same, in the form that is kept: numbers without spaces and dashes.
    #[must_use]
    pub fn canonical(mut self) -> Self {
        for card in &mut self.cards {
            let kept = identifier::normalise(card.value.as_str());
            if let Ok(value) = IdentifierText::new(&kept) {
                card.value = value;
            }
        }
        self
    }
}

impl Household {
    /// Registers a household.
    #[must_use]
    pub fn register(new: RegisteredHousehold, now: DateTime<Utc>) -> (Self, HouseholdEvent) {
        let unit_id = new.unit_id;
        let household = Self {
            id: new.id,
            unit_id,
            registered_by: new.by,
            external_refs: new.external_refs,
            details: new.details.canonical(),
            version: 1,
            created_at: now,
            modified_at: now,
        };
        (household, HouseholdEvent::Registered { unit_id })
    }

    /// Takes over what is said now, as it passed [`review`]; nothing happens if it says the same.
    pub fn amend(
        &mut self,
        details: HouseholdDetails,
        now: DateTime<Utc>,
    ) -> Option<HouseholdEvent> {
        let details = details.canonical();
        let changed = changed_fields(&self.details, &details);
        if changed.is_empty() {
            return None;
        }
        self.details = details;
        self.version += 1;
        self.modified_at = now;
        Some(HouseholdEvent::Amended { changed })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    use uuid::Uuid;

    use super::*;

    fn details(value: Value) -> HouseholdDetails {
        serde_json::from_value(value).unwrap()
    }

    #[test]
    fn a_household_is_known_by_one_number_of_each_kind() {
        assert_eq!(review(&details(json!({}))), Ok(vec![]));
        let two = json!({"cards": [
            {"kind": "kk_number", "value": "3579012104090003"},
            {"kind": "kpm_number", "value": "1207"},
            {"kind": "kk_number", "value": "35790121040900"}
        ]});
        let faults = review(&details(two)).unwrap_err();
        let found: Vec<_> = faults
            .iter()
            .map(|f| (f.pointer.as_str(), f.code))
            .collect();
        assert_eq!(
            found,
            [
                ("/cards/2/kind", FaultCode::RepeatedItem),
                ("/cards/2/value", FaultCode::IdentifierLength)
            ]
        );
    }

    #[test]
    fn an_amendment_tells_names_and_no_values() {
        let new = RegisteredHousehold {
            id: HouseholdId(Uuid::from_u128(1)),
            unit_id: UnitId(Uuid::from_u128(2)),
            by: None,
            external_refs: Vec::new(),
            details: details(
                json!({"cards": [{"kind": "kk_number", "value": "3579 0121 0409 0003"}]}),
            ),
        };
        let (mut household, _) = Household::register(new, DateTime::UNIX_EPOCH);
        let kept = household.details.clone();
        assert_eq!(kept.cards[0].value.as_str(), "3579012104090003");
        assert_eq!(household.amend(kept, DateTime::UNIX_EPOCH), None);
        let event = household.amend(HouseholdDetails::default(), DateTime::UNIX_EPOCH);
        assert_eq!(
            serde_json::to_value(event).unwrap(),
            json!({"type": "household.amended", "changed": ["cards"]})
        );
        assert_eq!(household.version, 2);
    }
}
