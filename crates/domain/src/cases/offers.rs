//! What a reassignment and a transfer have in common: a case is offered to somebody, and changes
//! hands when that somebody accepts (rule 20). Until then everything stays as it was.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Case, CaseId, CaseStatus, FileNumber, RecordRef};
use crate::parties::{UnitId, WorkerId};
use crate::refusal::{Refusal, RefusalCode};
use crate::texts::{Lines, Reason};

crate::vocabulary! {
    /// Where a reassignment or a transfer stands.
    pub enum OfferStatus ("offer_status", closed) {
        Requested = "requested" | "Menunggu kelulusan penyelia" | "Menunggu persetujuan supervisor" | "Waiting for a superior's approval" | "rule 20",
        Pending = "pending" | "Menunggu jawapan penerima" | "Menunggu jawaban penerima" | "Waiting for the receiver's answer" | "rule 20",
        Accepted = "accepted" | "Diterima" | "Diterima" | "Accepted" | "rule 20",
        Declined = "declined" | "Ditolak oleh penerima" | "Ditolak oleh penerima" | "Declined by the receiver" | "°",
        Rejected = "rejected" | "Tidak diluluskan" | "Tidak disetujui" | "Not approved" | "°",
        Withdrawn = "withdrawn" | "Ditarik balik" | "Ditarik kembali" | "Withdrawn" | "°",
    }
}

/// Says no to what is offered or asked for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({"reason": "I have thirty cases already."})))]
pub struct DeclineOffer {
    /// Why.
    pub reason: Lines,
}

/// Takes back what was asked for or offered.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({"reason": "She is back from her leave."})))]
pub struct WithdrawOffer {
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Lines>,
}

/// What a reassignment and a transfer have in common. It tells whom it is offered to no more of
/// the case than they need to decide.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Offer {
    /// The case.
    pub case_id: CaseId,
    /// The number people know the case by.
    pub file_number: FileNumber,
    /// Where it stands.
    pub status: OfferStatus,
    /// Why; absent where a worker was deactivated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    /// Who asked for it.
    pub requested_by: WorkerId,
    /// When.
    pub requested_at: DateTime<Utc>,
    /// When it reached the receiver: at once, or when a superior approved it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offered_at: Option<DateTime<Utc>>,
    /// Who accepted, declined, rejected or withdrew it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_by: Option<WorkerId>,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_at: Option<DateTime<Utc>>,
    /// Why it was declined, rejected or withdrawn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision_reason: Option<Lines>,
    /// Version, as in the ETag.
    pub version: i64,
    /// When it was recorded here.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub modified_at: DateTime<Utc>,
}

/// Something that happened to a reassignment or a transfer. What follows for the case is an event
/// of the case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "type")]
pub enum OfferEvent {
    /// Another caseworker was asked for.
    #[serde(rename = "reassignment.requested")]
    ReassignmentRequested {
        /// Who is responsible.
        from_worker_id: WorkerId,
        /// Who is to take over.
        to_worker_id: WorkerId,
        /// Whether a superior has to approve it first: the responsible worker asked.
        needs_approval: bool,
        /// Who asked.
        requested_by: WorkerId,
        /// When.
        requested_at: DateTime<Utc>,
    },
    /// A superior approved what the responsible worker asked for.
    #[serde(rename = "reassignment.approved")]
    ReassignmentApproved {
        /// Who.
        approved_by: WorkerId,
        /// When.
        approved_at: DateTime<Utc>,
    },
    /// A superior did not.
    #[serde(rename = "reassignment.rejected")]
    ReassignmentRejected {
        /// Who.
        decided_by: WorkerId,
        /// When.
        decided_at: DateTime<Utc>,
    },
    /// The other caseworker took the case over.
    #[serde(rename = "reassignment.accepted")]
    ReassignmentAccepted {
        /// Who.
        decided_by: WorkerId,
        /// When.
        decided_at: DateTime<Utc>,
    },
    /// The other caseworker did not.
    #[serde(rename = "reassignment.declined")]
    ReassignmentDeclined {
        /// Who.
        decided_by: WorkerId,
        /// When.
        decided_at: DateTime<Utc>,
    },
    /// It was taken back.
    #[serde(rename = "reassignment.withdrawn")]
    ReassignmentWithdrawn {
        /// Who.
        decided_by: WorkerId,
        /// When.
        decided_at: DateTime<Utc>,
    },
    /// The case was offered to another unit.
    #[serde(rename = "transfer.requested")]
    TransferRequested {
        /// The unit that answers for it.
        from_unit_id: UnitId,
        /// The unit it is offered to.
        to_unit_id: UnitId,
        /// Who asked.
        requested_by: WorkerId,
        /// When.
        requested_at: DateTime<Utc>,
    },
    /// That unit took it over.
    #[serde(rename = "transfer.accepted")]
    TransferAccepted {
        /// The caseworker who is responsible there.
        caseworker_id: WorkerId,
        /// Who accepted.
        decided_by: WorkerId,
        /// When.
        decided_at: DateTime<Utc>,
    },
    /// That unit did not.
    #[serde(rename = "transfer.declined")]
    TransferDeclined {
        /// Who.
        decided_by: WorkerId,
        /// When.
        decided_at: DateTime<Utc>,
    },
    /// It was taken back.
    #[serde(rename = "transfer.withdrawn")]
    TransferWithdrawn {
        /// Who.
        decided_by: WorkerId,
        /// When.
        decided_at: DateTime<Utc>,
    },
}

impl Offer {
    /// What is asked for now; `offered` where nobody has to approve it first.
    #[must_use]
    pub fn requested(
        case: &Case,
        reason: Option<Reason>,
        offered: bool,
        by: WorkerId,
        now: DateTime<Utc>,
    ) -> Self {
        Self {
            case_id: case.id,
            file_number: case.opened.file_number.clone(),
            status: if offered {
                OfferStatus::Pending
            } else {
                OfferStatus::Requested
            },
            reason,
            requested_by: by,
            requested_at: now,
            offered_at: offered.then_some(now),
            decided_by: None,
            decided_at: None,
            decision_reason: None,
            version: 1,
            created_at: now,
            modified_at: now,
        }
    }

    /// Takes over what an event says. Never refuses; the reason of a decision is set by the act.
    pub fn apply(&mut self, event: &OfferEvent) {
        let (status, by, at) = match event {
            OfferEvent::ReassignmentRequested { .. } | OfferEvent::TransferRequested { .. } => {
                return;
            }
            OfferEvent::ReassignmentApproved { approved_at, .. } => {
                self.status = OfferStatus::Pending;
                self.offered_at = Some(*approved_at);
                return;
            }
            OfferEvent::ReassignmentRejected {
                decided_by,
                decided_at,
            } => (OfferStatus::Rejected, decided_by, decided_at),
            OfferEvent::ReassignmentAccepted {
                decided_by,
                decided_at,
            }
            | OfferEvent::TransferAccepted {
                decided_by,
                decided_at,
                ..
            } => (OfferStatus::Accepted, decided_by, decided_at),
            OfferEvent::ReassignmentDeclined {
                decided_by,
                decided_at,
            }
            | OfferEvent::TransferDeclined {
                decided_by,
                decided_at,
            } => (OfferStatus::Declined, decided_by, decided_at),
            OfferEvent::ReassignmentWithdrawn {
                decided_by,
                decided_at,
            }
            | OfferEvent::TransferWithdrawn {
                decided_by,
                decided_at,
            } => (OfferStatus::Withdrawn, decided_by, decided_at),
        };
        self.status = status;
        self.decided_by = Some(*by);
        self.decided_at = Some(*at);
    }

    /// Why the receiver cannot answer it just now.
    pub(super) fn answerable(&self) -> Vec<Refusal> {
        match self.status {
            OfferStatus::Pending => Vec::new(),
            OfferStatus::Requested => vec![Refusal::new(RefusalCode::ApprovalAwaited)],
            OfferStatus::Accepted
            | OfferStatus::Declined
            | OfferStatus::Rejected
            | OfferStatus::Withdrawn => vec![Refusal::new(RefusalCode::OfferNotPending)],
        }
    }

    /// Why it cannot be withdrawn any more.
    pub(super) fn withdrawable(&self) -> Vec<Refusal> {
        match self.status {
            OfferStatus::Requested | OfferStatus::Pending => Vec::new(),
            OfferStatus::Accepted
            | OfferStatus::Declined
            | OfferStatus::Rejected
            | OfferStatus::Withdrawn => vec![Refusal::new(RefusalCode::OfferNotPending)],
        }
    }
}

/// Why the case cannot change hands just now. `waiting` is another reassignment or transfer of it
/// that waits: there is one at a time.
#[must_use]
pub fn may_change_hands(case: &Case, waiting: Option<RecordRef>) -> Vec<Refusal> {
    let mut refusals = match case.status {
        CaseStatus::Open | CaseStatus::OnHold => Vec::new(),
        // Who approves a closure must know whose case it is.
        CaseStatus::ClosureRequested => vec![Refusal::new(RefusalCode::ClosurePending)],
        CaseStatus::Closed => vec![Refusal::new(RefusalCode::CaseClosed)],
    };
    if waiting.is_some() {
        refusals.push(Refusal::new(RefusalCode::OfferPending));
    }
    refusals
}
