//! Contacts: with whom, by which way, what for, whether anybody was reached, what came of it.
//! They feed the rule on lost contact and are never changed.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    Case, CaseEvent, CaseId, ContactFunction, ContactOutcome, ContactPlace, ContactPurpose,
    ContactWith, takes_records,
};
use crate::intake::CLOCK_SKEW;
use crate::parties::contact_point::ContactChannel;
use crate::parties::{PersonId, WorkerId};
use crate::refusal::{Decision, Refusal, RefusalCode, decided};
use crate::termination::ClientContact;
use crate::texts::{Line, Narrative};

crate::record_id!(ContactId, "A contact.");

/// What is told about a contact.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ContactDetails {
    /// With whom it was sought.
    pub with: ContactWith,
    /// The person, if registered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person_id: Option<PersonId>,
    /// The name of a person who is not registered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person_name: Option<Line>,
    /// That person's function at a provider or an agency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub function: Option<ContactFunction>,
    /// By which way.
    pub channel: ContactChannel,
    /// What for.
    pub purpose: ContactPurpose,
    /// Where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<ContactPlace>,
    /// When it took place; not in the future.
    pub at: DateTime<Utc>,
    /// Whether the person was reached.
    pub reached: bool,
    /// What came of it, in a word.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<ContactOutcome>,
    /// What was said and agreed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<Narrative>,
}

/// A contact, or an attempt at one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({
    "with": "client",
    "channel": "visit",
    "purpose": "follow_up",
    "place": "client_home",
    "at": "2026-03-09T02:15:00Z",
    "reached": false,
    "outcome": "not_found",
    "summary": "House locked; a letter was left with the neighbour."
})))]
pub struct NewContact {
    /// The id made by the client (UUIDv7).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<ContactId>,
    /// What is told about it.
    #[serde(flatten)]
    pub details: ContactDetails,
}

/// A contact as recorded.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ContactRecord {
    /// The id.
    pub id: ContactId,
    /// The case.
    pub case_id: CaseId,
    /// What was told about it.
    #[serde(flatten)]
    pub details: ContactDetails,
    /// Who recorded it.
    pub recorded_by: WorkerId,
    /// When it was recorded here.
    pub created_at: DateTime<Utc>,
}

impl ContactRecord {
    /// The contact as the rule on lost contact sees it, if it was sought with the client. `on` is
    /// the date in the unit's time zone.
    #[must_use]
    pub fn client_contact(&self, on: NaiveDate) -> Option<ClientContact> {
        (self.details.with == ContactWith::Client).then_some(ClientContact {
            id: self.id,
            at: self.details.at,
            on,
            channel: self.details.channel,
            reached: self.details.reached,
        })
    }
}

/// Records a contact. Those of aftercare belong to the closed case and need no reopening (rule
/// 25); all others are made while it is not closed.
///
/// # Errors
/// `aftercare_only`, `not_yet_aftercare`, `in_future`, `outcome_contradicts_reached`.
pub fn decide_contact(
    case: &Case,
    contact_id: ContactId,
    details: &ContactDetails,
    now: DateTime<Utc>,
) -> Decision<CaseEvent> {
    let aftercare = details.purpose == ContactPurpose::Aftercare;
    let mut refusals = match (takes_records(case).is_ok(), aftercare) {
        (true, false) | (false, true) => Vec::new(),
        (false, false) => vec![Refusal::new(RefusalCode::AftercareOnly).at("/purpose")],
        (true, true) => vec![Refusal::new(RefusalCode::NotYetAftercare).at("/purpose")],
    };
    if details.at > now + CLOCK_SKEW {
        refusals.push(Refusal::new(RefusalCode::InFuture).at("/at"));
    }
    if details
        .outcome
        .and_then(ContactOutcome::reached)
        .is_some_and(|reached| reached != details.reached)
    {
        refusals.push(Refusal::new(RefusalCode::OutcomeContradictsReached).at("/outcome"));
    }
    decided(refusals, || {
        vec![CaseEvent::ContactRecorded {
            contact_id,
            with: details.with,
            channel: details.channel,
            purpose: details.purpose,
            reached: details.reached,
            outcome: details.outcome,
            at: details.at,
        }]
    })
}
