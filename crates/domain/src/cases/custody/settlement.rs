//! What becomes of a thing that is held: each outcome with its own evidence (rule 24).
//!
//! An item is settled whole, so money adds up by itself: what is handed over in parts is recorded
//! as several items. A settlement stays: what turns up again is a new item.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{CustodyItem, CustodyOutcome};
use crate::cases::{Case, CaseEvent};
use crate::parties::signature::{SignatoryCapacity, Signature, SignatureDetails};
use crate::parties::{PersonId, WorkerId};
use crate::refusal::{Decision, Refusal, RefusalCode, decided};
use crate::texts::{Line, Lines};

/// What became of a thing, and what shows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct SettlementEvidence {
    /// What became of it.
    pub outcome: CustodyOutcome,
    /// On which day, in the unit's time zone; not in the future, and not before it was received.
    pub settled_on: NaiveDate,
    /// The guardian, the next of kin or the agency that received it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receiver_name: Option<Line>,
    /// The same, if registered as a person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receiver_id: Option<PersonId>,
    /// The number of the receipt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt_number: Option<Line>,
    /// Stored for collection: where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stored_at: Option<Line>,
    /// Stored for collection: how long; today or later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stored_until: Option<NaiveDate>,
    /// Lost: the number of the report.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub report_number: Option<Line>,
    /// Disposed of: who allowed it, by which rule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authority: Option<Line>,
    /// Lost, disposed of or stored: how it came to that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub explanation: Option<Lines>,
    /// Handed over to the client: why the client cannot acknowledge it, so that the guardian does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub incapacity: Option<Lines>,
}

/// Settles a thing that is held, whole.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({
    "outcome": "client", "settled_on": "2026-03-16",
    "acknowledgement": {"capacity": "client", "method": "thumbprint", "signed_on": "2026-03-16"}
})))]
pub struct SettleCustodyItem {
    /// What became of it, and what shows it.
    #[serde(flatten)]
    pub evidence: SettlementEvidence,
    /// The signature of whoever received it; a minor's, or an incapable client's, guardian signs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acknowledgement: Option<SignatureDetails>,
}

/// What became of a thing, as recorded. It is never changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Settlement {
    /// What became of it, and what shows it.
    #[serde(flatten)]
    pub evidence: SettlementEvidence,
    /// The signature of whoever received it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acknowledgement: Option<Signature>,
    /// Who recorded it.
    pub recorded_by: WorkerId,
    /// When it was recorded here.
    pub recorded_at: DateTime<Utc>,
}

impl SettleCustodyItem {
    /// The settlement, taken down by this worker.
    #[must_use]
    pub fn recorded(self, recorded_by: WorkerId, now: DateTime<Utc>) -> Settlement {
        let signature = self.acknowledgement;
        Settlement {
            evidence: self.evidence,
            acknowledgement: signature.map(|signature| signature.recorded(recorded_by)),
            recorded_by,
            recorded_at: now,
        }
    }

    /// What is given, each with its place in the body.
    fn given(&self) -> [(Evidence, bool); 9] {
        let told = &self.evidence;
        [
            (Evidence::Receiver, told.receiver_name.is_some()),
            (Evidence::Receipt, told.receipt_number.is_some()),
            (Evidence::Place, told.stored_at.is_some()),
            (Evidence::Until, told.stored_until.is_some()),
            (Evidence::Report, told.report_number.is_some()),
            (Evidence::Authority, told.authority.is_some()),
            (Evidence::Explanation, told.explanation.is_some()),
            (Evidence::Incapacity, told.incapacity.is_some()),
            (Evidence::Acknowledgement, self.acknowledgement.is_some()),
        ]
    }

    /// Evidence that lacks, and evidence of another outcome.
    fn unfit(&self) -> Vec<Refusal> {
        let (needed, welcome) = evidence(self.evidence.outcome);
        let mut refusals: Vec<Refusal> = self
            .given()
            .into_iter()
            .filter_map(|(what, given)| {
                let code = match (given, needed.contains(&what)) {
                    (false, true) => RefusalCode::EvidenceMissing,
                    (true, false) if !welcome.contains(&what) => RefusalCode::NotForThisOutcome,
                    (true, _) | (false, false) => return None,
                };
                Some(Refusal::new(code).at(what.pointer()))
            })
            .collect();
        let receives = needed.contains(&Evidence::Receiver);
        if self.evidence.receiver_id.is_some() && !receives {
            refusals.push(Refusal::new(RefusalCode::NotForThisOutcome).at("/receiver_id"));
        }
        refusals
    }

    /// Who has to acknowledge, and whether that is who signed.
    fn unsigned(&self, client_is_minor: bool) -> Option<Refusal> {
        let capacity = self.acknowledgement.as_ref()?.capacity;
        let cannot = client_is_minor || self.evidence.incapacity.is_some();
        let (right, code) = match self.evidence.outcome {
            CustodyOutcome::Client if cannot => {
                (capacity.for_the_client(), RefusalCode::GuardianAcknowledges)
            }
            CustodyOutcome::Client => (
                capacity == SignatoryCapacity::Client,
                RefusalCode::ReceiverAcknowledges,
            ),
            CustodyOutcome::Guardian => {
                (capacity.for_the_client(), RefusalCode::ReceiverAcknowledges)
            }
            CustodyOutcome::NextOfKin => (
                capacity == SignatoryCapacity::NextOfKin,
                RefusalCode::ReceiverAcknowledges,
            ),
            CustodyOutcome::Agency => (
                capacity == SignatoryCapacity::Agency,
                RefusalCode::ReceiverAcknowledges,
            ),
            // Nobody receives it; a signature is refused as evidence of another outcome.
            CustodyOutcome::StoredForCollection
            | CustodyOutcome::Lost
            | CustodyOutcome::Disposed => return None,
        };
        (!right).then(|| Refusal::new(code).at("/acknowledgement/capacity"))
    }
}

/// A piece of evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Evidence {
    Receiver,
    Receipt,
    Place,
    Until,
    Report,
    Authority,
    Explanation,
    Incapacity,
    Acknowledgement,
}

impl Evidence {
    pub(super) const fn pointer(self) -> &'static str {
        match self {
            Self::Receiver => "/receiver_name",
            Self::Receipt => "/receipt_number",
            Self::Place => "/stored_at",
            Self::Until => "/stored_until",
            Self::Report => "/report_number",
            Self::Authority => "/authority",
            Self::Explanation => "/explanation",
            Self::Incapacity => "/incapacity",
            Self::Acknowledgement => "/acknowledgement",
        }
    }
}

/// What an outcome needs, and what it takes besides.
pub(super) const fn evidence(
    outcome: CustodyOutcome,
) -> (&'static [Evidence], &'static [Evidence]) {
    use Evidence as E;
    match outcome {
        CustodyOutcome::Client => (&[E::Acknowledgement], &[E::Receipt, E::Incapacity]),
        CustodyOutcome::Guardian | CustodyOutcome::NextOfKin => {
            (&[E::Receiver, E::Acknowledgement], &[E::Receipt])
        }
        CustodyOutcome::Agency => (&[E::Receiver, E::Receipt], &[E::Acknowledgement]),
        CustodyOutcome::StoredForCollection => (&[E::Place, E::Until], &[E::Explanation]),
        CustodyOutcome::Lost => (&[E::Report, E::Explanation], &[]),
        CustodyOutcome::Disposed => (&[E::Authority, E::Explanation], &[E::Receipt]),
    }
}

/// Settles a thing that is held. `received_on` and `today` are dates in the unit's time zone.
///
/// # Errors
/// `case_closed`, `custody_item_not_held`, `in_future`, `before_receipt`, `evidence_missing`,
/// `not_for_this_outcome`, `guardian_acknowledges`, `receiver_acknowledges`, `due_on_in_past`,
/// `signatory_unnamed`, `witness_missing`.
pub fn decide_settle_item(
    case: &Case,
    item: &CustodyItem,
    command: &SettleCustodyItem,
    client_is_minor: bool,
    received_on: NaiveDate,
    today: NaiveDate,
) -> Decision<CaseEvent> {
    let told = &command.evidence;
    let mut refusals = item.barred(case);
    if told.settled_on > today {
        refusals.push(Refusal::new(RefusalCode::InFuture).at("/settled_on"));
    }
    if told.settled_on < received_on {
        refusals.push(Refusal::new(RefusalCode::BeforeReceipt).at("/settled_on"));
    }
    if told.stored_until.is_some_and(|until| until < today) {
        refusals.push(Refusal::new(RefusalCode::DueOnInPast).at("/stored_until"));
    }
    refusals.extend(command.unfit());
    refusals.extend(command.unsigned(client_is_minor));
    if let Some(signature) = &command.acknowledgement {
        refusals.extend(signature.refusals("/acknowledgement", today));
    }
    decided(refusals, || {
        vec![CaseEvent::CustodySettled {
            custody_item_id: item.id,
            outcome: told.outcome,
            settled_on: told.settled_on,
        }]
    })
}
