//! The decisions that end an intake without a case besides declining it: redirected to another
//! organisation, answered with advice, found to be a duplicate.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{DuplicateKind, Intake, IntakeEvent, acts::undecided};
use crate::parties::WorkerId;
use crate::refusal::{Decision, Refusal, RefusalCode, decided};
use crate::texts::{Line, Lines, Narrative};
use crate::words::RecordId;

/// Where a matter was redirected to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Redirection {
    /// The organisation that can help.
    pub organisation: Line,
    /// The service it gives.
    pub service: Line,
    /// Whom to turn to there: a name, a telephone number, an address.
    pub contact: Line,
    /// What the client was told.
    pub client_told: Lines,
}

/// Redirects an intake to the organisation that can help.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({
    "organisation": "Baitulmal Negeri Kedah", "service": "Monthly food aid",
    "contact": "Puan Salmah, +60 4 733 1111",
    "client_told": "To bring the identity card and the letter of the village head."
})))]
pub struct RedirectIntake {
    /// Where to, and what the client was told.
    #[serde(flatten)]
    pub redirection: Redirection,
    /// The words that go with the decision.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Lines>,
}

/// Answers a matter with information or advice; nothing more is asked of the office.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({
    "advice": "How to apply for the disability card: form, photograph, report of a specialist; applies at the clinic next week."
})))]
pub struct AdviseIntake {
    /// The information or advice that was given.
    pub advice: Narrative,
    /// The words that go with the decision.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Lines>,
}

/// The record that an intake repeats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DuplicateOf {
    /// What kind of record it is.
    pub kind: DuplicateKind,
    /// Its id.
    pub id: Uuid,
}

/// Ends an intake as one that repeats another intake or a case: the work goes on there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({
    "of": {"kind": "case", "id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e21"},
    "note": "The same fall, reported by the neighbour as well."
})))]
pub struct FindDuplicate {
    /// The record it repeats, one that you see.
    pub of: DuplicateOf,
    /// The words that go with the decision.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Lines>,
}

/// Redirects the intake; a returned one too.
///
/// # Errors
/// `intake_decided`.
pub fn decide_redirect(intake: &Intake, by: WorkerId, now: DateTime<Utc>) -> Decision<IntakeEvent> {
    decided(undecided(intake), || {
        vec![IntakeEvent::Redirected {
            decided_by: by,
            decided_at: now,
        }]
    })
}

/// Answers the intake with advice; a returned one too.
///
/// # Errors
/// `intake_decided`.
pub fn decide_advise(intake: &Intake, by: WorkerId, now: DateTime<Utc>) -> Decision<IntakeEvent> {
    decided(undecided(intake), || {
        vec![IntakeEvent::Advised {
            decided_by: by,
            decided_at: now,
        }]
    })
}

/// Finds the intake to be a duplicate; a returned one too. `named` is the intake it repeats, if it
/// repeats one. Who leads to a duplicate leads nowhere, and no circle can close.
///
/// # Errors
/// `intake_decided`, `duplicate_of_itself`, `names_a_duplicate`.
pub fn decide_duplicate(
    intake: &Intake,
    of: DuplicateOf,
    named: Option<&Intake>,
    by: WorkerId,
    now: DateTime<Utc>,
) -> Decision<IntakeEvent> {
    let mut refusals = undecided(intake);
    if of.id == intake.id.uuid() {
        refusals.push(Refusal::new(RefusalCode::DuplicateOfItself).at("/of/id"));
    } else if named.is_some_and(|named| named.progress.duplicate_of.is_some()) {
        refusals.push(Refusal::new(RefusalCode::NamesADuplicate).at("/of/id"));
    }
    decided(refusals, || {
        vec![IntakeEvent::FoundDuplicate {
            of,
            decided_by: by,
            decided_at: now,
        }]
    })
}
