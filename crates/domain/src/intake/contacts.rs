//! Contacts of an intake: the first one in which somebody is reached is the response of the
//! office (rule 7).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{CLOCK_SKEW, Intake, IntakeEvent, IntakeId, acts::undecided};
use crate::cases::{ContactDetails, ContactId, ContactOutcome};
use crate::parties::WorkerId;
use crate::refusal::{Decision, Refusal, RefusalCode, decided};

/// A contact of an intake, or an attempt at one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct IntakeContact {
    /// The id.
    pub id: ContactId,
    /// The intake.
    pub intake_id: IntakeId,
    /// What was told about it.
    #[serde(flatten)]
    pub details: ContactDetails,
    /// Who recorded it.
    pub recorded_by: WorkerId,
    /// When it was recorded here.
    pub created_at: DateTime<Utc>,
}

/// Records a contact. That an attempt which reaches nobody is no response is ours°.
///
/// # Errors
/// `intake_decided`, `in_future`, `before_arrival`, `outcome_contradicts_reached`.
pub fn decide_intake_contact(
    intake: &Intake,
    contact_id: ContactId,
    details: &ContactDetails,
    now: DateTime<Utc>,
) -> Decision<IntakeEvent> {
    let mut refusals = undecided(intake);
    if details.at > now + CLOCK_SKEW {
        refusals.push(Refusal::new(RefusalCode::InFuture).at("/at"));
    }
    if details.at < intake.details.received_at {
        refusals.push(Refusal::new(RefusalCode::BeforeArrival).at("/at"));
    }
    if details
        .outcome
        .and_then(ContactOutcome::reached)
        .is_some_and(|reached| reached != details.reached)
    {
        refusals.push(Refusal::new(RefusalCode::OutcomeContradictsReached).at("/outcome"));
    }
    decided(refusals, || {
        vec![IntakeEvent::ContactRecorded {
            contact_id,
            with: details.with,
            channel: details.channel,
            reached: details.reached,
            at: details.at,
        }]
    })
}
