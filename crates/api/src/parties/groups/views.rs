//! Groups and communities on the wire, where it differs from the domain.

use chrono::{DateTime, Utc};
use domain::{
    parties::{
        PersonId, UnitId,
        group::{Group, GroupKind},
    },
    warnings::WarningText,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::parties::persons::views::PersonSort;

/// A group or community as written, with what is odd about what was sent.
#[derive(Serialize, ToSchema)]
pub struct WrittenGroup {
    /// The group or community.
    #[serde(flatten)]
    pub group: Group,
    /// What is odd but not wrong; never stored.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 100)]
    pub warnings: Vec<WarningText>,
}

/// Which groups and communities to list.
#[derive(Clone, Debug, Deserialize, Serialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct GroupQuery {
    /// Registered by exactly this unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit_id: Option<UnitId>,
    /// What it is.
    #[param(inline)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<GroupKind>,
    /// A current member.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person_id: Option<PersonId>,
    /// Only records changed after this time. Who pulls changes asks again from 60 seconds before
    /// the newest one seen: records of that moment may still have been on their way.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub modified_after: Option<DateTime<Utc>>,
    /// The order; there is this one.
    #[param(inline)]
    pub sort: Option<PersonSort>,
    /// How many at most; 50 when left out.
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<usize>,
    /// `next_cursor` of the page before.
    #[param(max_length = 1000)]
    pub cursor: Option<String>,
}

impl GroupQuery {
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

    /// Whether something leads to the groups: a list of all is given to nobody.
    #[must_use]
    pub const fn leads(&self) -> bool {
        self.unit_id.is_some() || self.person_id.is_some() || self.modified_after.is_some()
    }
}

/// What the record of a group or community said before a change.
#[derive(Serialize, ToSchema)]
pub struct GroupVersion {
    /// The version that was replaced.
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64)]
    pub version: i64,
    /// When it was replaced.
    pub replaced_at: DateTime<Utc>,
    /// The worker or integration that replaced it.
    pub replaced_by: Uuid,
    /// The group or community as the record had it.
    pub group: Group,
}
