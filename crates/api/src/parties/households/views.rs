//! Households on the wire, where it differs from the domain.

use chrono::{DateTime, Utc};
use domain::{
    parties::{
        HouseholdId, PersonId, UnitId,
        external_ref::{ExternalSystem, ExternalValue},
        household::{CardKind, Household, HouseholdMember, check_card},
        identifier::IdentifierText,
    },
    texts::Line,
    warnings::{Fault, FaultCode, WarningText},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::cards::blind;
use crate::{auth::keys::Keys, parties::persons::views::PersonSort};

/// A household as written, with what is odd about what was sent.
#[derive(Serialize, ToSchema)]
pub struct WrittenHousehold {
    /// The household.
    #[serde(flatten)]
    pub household: Household,
    /// What is odd but not wrong; never stored.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 100)]
    pub warnings: Vec<WarningText>,
}

/// A member of a household as written, with what is odd about it.
#[derive(Serialize, ToSchema)]
pub struct WrittenHouseholdMember {
    /// The member.
    #[serde(flatten)]
    pub member: HouseholdMember,
    /// What is odd but not wrong; never stored.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 100)]
    pub warnings: Vec<WarningText>,
}

/// What lists say of a household; the rest is read one by one.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e51", "unit_id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e02",
    "name": "Keluarga Pak Slamet", "version": 3, "modified_at": "2026-01-05T01:00:00Z"
}))]
pub struct HouseholdSummary {
    /// Its id.
    pub id: HouseholdId,
    /// The unit that registered it.
    pub unit_id: UnitId,
    /// What it is called in the office.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Line>,
    /// The version of the record.
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64)]
    pub version: i64,
    /// When the record was last changed.
    pub modified_at: DateTime<Utc>,
}

/// Which households to list: that of a person, those that another system knows by a reference,
/// those changed after a time, or several of these together.
#[derive(Clone, Debug, Deserialize, Serialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct HouseholdQuery {
    /// A current member.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person_id: Option<PersonId>,
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
    /// How many households at most; 50 when left out.
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<usize>,
    /// `next_cursor` of the page before.
    #[param(max_length = 1000)]
    pub cursor: Option<String>,
}

/// A card number to search by.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
pub struct CardQuery {
    /// What it is.
    pub kind: CardKind,
    /// The whole number; spaces and dashes do not count.
    pub value: IdentifierText,
}

/// What to search households by.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
#[schema(example = json!({"card": {"kind": "kk_number", "value": "3579012104090003"}}))]
pub struct HouseholdSearch {
    /// A card number, exactly.
    pub card: CardQuery,
    /// How many households at most; 50 when left out.
    #[schema(minimum = 1, maximum = 200)]
    pub limit: Option<usize>,
    /// `next_cursor` of the page before, with the same search.
    #[schema(max_length = 1000)]
    pub cursor: Option<String>,
}

/// What a household's record said before a change.
#[derive(Serialize, ToSchema)]
pub struct HouseholdVersion {
    /// The version that was replaced.
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64)]
    pub version: i64,
    /// When it was replaced.
    pub replaced_at: DateTime<Utc>,
    /// The worker or integration that replaced it.
    pub replaced_by: Uuid,
    /// The household as the record had it.
    pub household: Household,
}

/// A list or search, in the form in which it is looked up.
#[derive(Clone, Debug, Default)]
pub struct Listed {
    /// A current member.
    pub person: Option<PersonId>,
    /// What another system calls it.
    pub external: Option<(ExternalSystem, ExternalValue)>,
    /// The kind and blind index of a card number.
    pub card: Option<(CardKind, Vec<u8>)>,
    /// Changed after this.
    pub modified_after: Option<DateTime<Utc>>,
}

impl HouseholdQuery {
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

    /// Reads the filters: a list of all households is given to nobody.
    ///
    /// # Errors
    /// 400: no filter, or half a reference.
    pub fn listed(&self) -> Result<Listed, Vec<Fault>> {
        let missing = |name: &str| vec![Fault::new(format!("?{name}"), FaultCode::Required)];
        let external = match (&self.external_system, &self.external_value) {
            (Some(system), Some(value)) => Some((system.clone(), value.clone())),
            (None, None) => None,
            (Some(_), None) => return Err(missing("external_value")),
            (None, Some(_)) => return Err(missing("external_system")),
        };
        if external.is_none() && self.person_id.is_none() && self.modified_after.is_none() {
            return Err(missing("modified_after"));
        }
        Ok(Listed {
            person: self.person_id,
            external,
            card: None,
            modified_after: self.modified_after,
        })
    }
}

impl HouseholdSearch {
    /// What is searched alone: what a cursor is bound to.
    #[must_use]
    pub fn criteria(&self) -> Self {
        Self {
            limit: None,
            cursor: None,
            ..self.clone()
        }
    }

    /// Reads a search.
    ///
    /// # Errors
    /// 422: a number that no card can have.
    pub fn listed(&self, keys: &Keys) -> Result<Listed, Vec<Fault>> {
        let (kind, number) = (self.card.kind, self.card.value.as_str());
        check_card(kind, number).map_err(|fault| vec![fault.at("/card/value")])?;
        Ok(Listed {
            card: Some((kind, blind(keys, kind, number))),
            ..Listed::default()
        })
    }
}
