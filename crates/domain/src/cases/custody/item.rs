//! A thing held for a client: received, corrected while it is held, withdrawn if it was recorded by
//! mistake.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{CustodyKind, CustodyStatus, Settlement};
use crate::cases::{Case, CaseEvent, CaseId, takes_records};
use crate::changes::changed_fields;
use crate::intake::{CLOCK_SKEW, DocumentType};
use crate::money::Money;
use crate::parties::{PersonId, WorkerId};
use crate::refusal::{Decision, Refusal, RefusalCode, decided};
use crate::texts::{Line, Lines, Reason};

crate::record_id!(CustodyItemId, "A thing held for a client.");

const fn one() -> i32 {
    1
}

/// What is told about a thing held for a client.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CustodyDetails {
    /// What kind of thing it is.
    pub kind: CustodyKind,
    /// Which document; with `personal_document` and nothing else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document_type: Option<DocumentType>,
    /// What it is, so that nobody takes it for another.
    pub description: Lines,
    /// How many; one unless told.
    #[serde(default = "one")]
    #[schema(minimum = 1, maximum = 100_000, default = 1)]
    pub quantity: i32,
    /// How much; with `money` and nothing else. Each currency is an item of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub money: Option<Money>,
    /// From whom it was received.
    pub received_from: Line,
    /// The same, if registered as a person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub received_from_id: Option<PersonId>,
    /// Who received it, if it was not the worker who records it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub received_by: Option<Line>,
    /// When it was received; not in the future.
    pub received_at: DateTime<Utc>,
    /// Where it was put.
    pub place: Line,
    /// In what condition it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub condition: Option<Lines>,
}

/// A thing that was received.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({
    "kind": "personal_document", "document_type": "bank_book",
    "description": "BSN savings book 0210041-29-88412-7", "received_from": "The client",
    "received_at": "2026-03-09T02:15:00Z", "place": "Safe of the office, shelf 2"
})))]
pub struct NewCustodyItem {
    /// The id made by the client (UUIDv7).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<CustodyItemId>,
    /// What is told about it.
    #[serde(flatten)]
    pub details: CustodyDetails,
}

/// Withdraws an item that was recorded by mistake: there never was such a thing, or it is recorded
/// twice.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({"reason": "The same bank book was recorded twice on the day of admission."})))]
pub struct WithdrawCustodyItem {
    /// Why.
    pub reason: Reason,
}

/// A thing held for a client, or that was.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CustodyItem {
    /// The id.
    pub id: CustodyItemId,
    /// The case.
    pub case_id: CaseId,
    /// What is told about it.
    #[serde(flatten)]
    pub details: CustodyDetails,
    /// Where it stands.
    pub status: CustodyStatus,
    /// Where it is kept, or was last.
    pub kept_place: Line,
    /// What became of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settlement: Option<Settlement>,
    /// Why it was withdrawn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn_reason: Option<Reason>,
    /// Who recorded it.
    pub recorded_by: WorkerId,
    /// Version, as in the ETag.
    pub version: i64,
    /// When it was recorded here.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub modified_at: DateTime<Utc>,
}

impl CustodyItem {
    /// The item that a received event announces.
    #[must_use]
    pub fn received(
        id: CustodyItemId,
        case_id: CaseId,
        details: CustodyDetails,
        recorded_by: WorkerId,
        now: DateTime<Utc>,
    ) -> Self {
        Self {
            id,
            case_id,
            kept_place: details.place.clone(),
            details,
            status: CustodyStatus::Held,
            settlement: None,
            withdrawn_reason: None,
            recorded_by,
            version: 1,
            created_at: now,
            modified_at: now,
        }
    }

    /// Takes over corrected details. A thing that is still where it was put is where the
    /// correction says it was put.
    pub fn correct(&mut self, details: CustodyDetails) {
        if self.kept_place == self.details.place {
            self.kept_place = details.place.clone();
        }
        self.details = details;
    }

    /// Takes over what became of it.
    pub fn settle(&mut self, settlement: Settlement) {
        self.status = CustodyStatus::Settled;
        self.settlement = Some(settlement);
    }

    /// Takes over that it was recorded by mistake.
    pub fn withdraw(&mut self, reason: Reason) {
        self.status = CustodyStatus::Withdrawn;
        self.withdrawn_reason = Some(reason);
    }

    /// Why nothing may be done with it just now: `case_closed`, `custody_item_not_held`.
    pub(super) fn barred(&self, case: &Case) -> Vec<Refusal> {
        let mut refusals = takes_records(case).err().unwrap_or_default();
        match self.status {
            CustodyStatus::Held => {}
            CustodyStatus::Settled | CustodyStatus::Withdrawn => {
                refusals.push(Refusal::new(RefusalCode::CustodyItemNotHeld));
            }
        }
        refusals
    }
}

impl CustodyDetails {
    fn refusals(&self, now: DateTime<Utc>) -> Vec<Refusal> {
        let document = self.kind == CustodyKind::PersonalDocument;
        let money = self.kind == CustodyKind::Money;
        [
            (
                document != self.document_type.is_some(),
                RefusalCode::DocumentTypeMismatch,
                "/document_type",
            ),
            (
                money != self.money.is_some(),
                RefusalCode::MoneyMismatch,
                "/money",
            ),
            (
                self.received_at > now + CLOCK_SKEW,
                RefusalCode::InFuture,
                "/received_at",
            ),
        ]
        .into_iter()
        .filter(|(wrong, ..)| *wrong)
        .map(|(_, code, pointer)| Refusal::new(code).at(pointer))
        .collect()
    }
}

/// Records a thing that was received.
///
/// # Errors
/// `case_closed`, `document_type_mismatch`, `money_mismatch`, `in_future`.
pub fn decide_receive_item(
    case: &Case,
    custody_item_id: CustodyItemId,
    details: &CustodyDetails,
    now: DateTime<Utc>,
) -> Decision<CaseEvent> {
    let mut refusals = takes_records(case).err().unwrap_or_default();
    refusals.extend(details.refusals(now));
    decided(refusals, || {
        vec![CaseEvent::CustodyReceived {
            custody_item_id,
            kind: details.kind,
            document_type: details.document_type,
            received_at: details.received_at,
        }]
    })
}

/// Corrects what is told about a thing that is held. Without a change there is no event.
///
/// # Errors
/// `case_closed`, `custody_item_not_held`, `document_type_mismatch`, `money_mismatch`, `in_future`.
pub fn decide_correct_item(
    case: &Case,
    item: &CustodyItem,
    details: &CustodyDetails,
    now: DateTime<Utc>,
) -> Decision<CaseEvent> {
    let mut refusals = item.barred(case);
    refusals.extend(details.refusals(now));
    let changed = changed_fields(&item.details, details);
    decided(refusals, || {
        if changed.is_empty() {
            return Vec::new();
        }
        vec![CaseEvent::CustodyCorrected {
            custody_item_id: item.id,
            changed,
        }]
    })
}

/// Withdraws an item that was recorded by mistake.
///
/// # Errors
/// `case_closed`, `custody_item_not_held`.
pub fn decide_withdraw_item(case: &Case, item: &CustodyItem) -> Decision<CaseEvent> {
    decided(item.barred(case), || {
        vec![CaseEvent::CustodyWithdrawn {
            custody_item_id: item.id,
        }]
    })
}
