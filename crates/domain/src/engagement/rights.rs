//! That a client's rights were explained (M189, K181): on which day, by whom, which, and to whom.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{ClientRight, EngagementEvent, EngagementPlace, Holder};
use crate::parties::WorkerId;
use crate::parties::signature::{Signature, SignatureDetails};
use crate::refusal::{Decision, decided};
use crate::texts::{Line, Lines};

crate::record_id!(RightsExplanationId, "That rights were explained.");

/// What is told about an explanation of rights.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct RightsExplanationDetails {
    /// Which rights.
    #[schema(min_items = 1, max_items = 20)]
    pub rights: Vec<ClientRight>,
    /// Who explained them, if it was not the worker who records it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub explained_by: Option<Line>,
    /// In which language or form, what was asked, what was left with the client.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Lines>,
}

/// Records that rights were explained.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({
    "rights": ["take_part", "refuse_and_withdraw", "complain"],
    "note": "In Javanese; he asked who reads his file.",
    "explained_to": {"capacity": "client", "method": "thumbprint", "signed_on": "2026-03-02"}
})))]
pub struct NewRightsExplanation {
    /// The id made by the client (UUIDv7).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<RightsExplanationId>,
    /// What is told about it.
    #[serde(flatten)]
    pub details: RightsExplanationDetails,
    /// To whom and on which day: the signature of whoever was told.
    pub explained_to: SignatureDetails,
}

/// An explanation of rights as recorded. It never changes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct RightsExplanation {
    /// The id.
    pub id: RightsExplanationId,
    /// Where it stands.
    #[serde(flatten)]
    pub place: EngagementPlace,
    /// What was told about it.
    #[serde(flatten)]
    pub details: RightsExplanationDetails,
    /// To whom and on which day.
    pub explained_to: Signature,
    /// When it was recorded here.
    pub created_at: DateTime<Utc>,
    /// The same: it never changes.
    pub modified_at: DateTime<Utc>,
}

impl RightsExplanation {
    /// The explanation that an event announces.
    #[must_use]
    pub fn recorded(
        id: RightsExplanationId,
        place: impl Into<EngagementPlace>,
        new: NewRightsExplanation,
        by: WorkerId,
        now: DateTime<Utc>,
    ) -> Self {
        Self {
            id,
            place: place.into(),
            details: new.details,
            explained_to: new.explained_to.recorded(by),
            created_at: now,
            modified_at: now,
        }
    }
}

/// Records that rights were explained. To whom is not restricted: a child is told too.
///
/// # Errors
/// `case_closed`, `intake_decided`, `client_unnamed`, `in_future`, `signatory_unnamed`, `witness_missing`.
pub fn decide_explain_rights<'a>(
    holder: impl Into<Holder<'a>>,
    rights_explanation_id: RightsExplanationId,
    new: &NewRightsExplanation,
    today: NaiveDate,
) -> Decision<EngagementEvent> {
    let mut refusals = holder.into().takes_records();
    refusals.extend(new.explained_to.refusals("/explained_to", today));
    decided(refusals, || {
        vec![EngagementEvent::RightsExplained {
            rights_explanation_id,
            rights: new.details.rights.clone(),
            explained_to: new.explained_to.capacity,
            explained_on: new.explained_to.signed_on,
        }]
    })
}
