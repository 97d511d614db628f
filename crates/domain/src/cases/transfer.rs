//! Another unit takes a case over (rule 20). The file number stays (rule 43).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Case, CaseEvent, Offer, OfferEvent, RecordRef, may_change_hands};
use crate::parties::{UnitId, WorkerId};
use crate::refusal::{Decision, Refusal, RefusalCode, decided};
use crate::texts::Reason;

crate::record_id!(TransferId, "A transfer of a case to another unit.");

/// Offers a case to another unit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({"to_unit_id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e02", "reason": "The client has moved to Baling to live with a son."})))]
pub struct RequestTransfer {
    /// The id made by the client (UUIDv7).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<TransferId>,
    /// The unit that is to take it over.
    pub to_unit_id: UnitId,
    /// Why.
    pub reason: Reason,
}

/// Takes a case over for the receiving unit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({"caseworker_id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e12"})))]
pub struct AcceptTransfer {
    /// The caseworker of that unit who answers for it from now on.
    pub caseworker_id: WorkerId,
}

/// A transfer of a case to another unit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Transfer {
    /// The id.
    pub id: TransferId,
    /// The case, and how it went.
    #[serde(flatten)]
    pub offer: Offer,
    /// The unit that answered for the case when it was offered.
    pub from_unit_id: UnitId,
    /// The unit it is offered to.
    pub to_unit_id: UnitId,
    /// Who was responsible when it was offered.
    pub from_worker_id: WorkerId,
    /// The caseworker whom the receiving unit named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caseworker_id: Option<WorkerId>,
}

impl Transfer {
    /// The transfer that is asked for.
    #[must_use]
    pub fn requested(
        id: TransferId,
        case: &Case,
        command: RequestTransfer,
        by: WorkerId,
        now: DateTime<Utc>,
    ) -> Self {
        Self {
            id,
            offer: Offer::requested(case, Some(command.reason), true, by, now),
            from_unit_id: case.opened.unit_id,
            to_unit_id: command.to_unit_id,
            from_worker_id: case.opened.responsible_id,
            caseworker_id: None,
        }
    }

    /// Takes over what an event says. Never refuses.
    pub fn apply(&mut self, event: &OfferEvent) {
        if let OfferEvent::TransferAccepted { caseworker_id, .. } = event {
            self.caseworker_id = Some(*caseworker_id);
        }
        self.offer.apply(event);
    }
}

/// Offers the case to another unit.
///
/// # Errors
/// `case_closed`, `closure_pending`, `offer_pending`; `already_in_unit`.
pub fn decide_request_transfer(
    case: &Case,
    waiting: Option<RecordRef>,
    to: UnitId,
    by: WorkerId,
    now: DateTime<Utc>,
) -> Decision<OfferEvent> {
    let mut refusals = may_change_hands(case, waiting);
    if to == case.opened.unit_id {
        refusals.push(Refusal::new(RefusalCode::AlreadyInUnit).at("/to_unit_id"));
    }
    decided(refusals, || {
        vec![OfferEvent::TransferRequested {
            from_unit_id: case.opened.unit_id,
            to_unit_id: to,
            requested_by: by,
            requested_at: now,
        }]
    })
}

/// The receiving unit takes the case over and names its caseworker. What follows for the case is
/// the second event.
///
/// # Errors
/// `case_closed`, `closure_pending`; `offer_not_pending`; `own_request`.
pub fn decide_accept_transfer(
    case: &Case,
    transfer: &Transfer,
    caseworker_id: WorkerId,
    by: WorkerId,
    now: DateTime<Utc>,
) -> Result<(OfferEvent, CaseEvent), Vec<Refusal>> {
    let mut refusals = may_change_hands(case, None);
    refusals.extend(transfer.offer.answerable());
    if by == transfer.offer.requested_by || by == case.opened.responsible_id {
        refusals.push(Refusal::new(RefusalCode::OwnRequest));
    }
    if !refusals.is_empty() {
        return Err(refusals);
    }
    let accepted = OfferEvent::TransferAccepted {
        caseworker_id,
        decided_by: by,
        decided_at: now,
    };
    let taken = CaseEvent::Transferred {
        transfer_id: transfer.id,
        from_unit_id: case.opened.unit_id,
        to_unit_id: transfer.to_unit_id,
        from_worker_id: case.opened.responsible_id,
        to_worker_id: caseworker_id,
        transferred_at: now,
    };
    Ok((accepted, taken))
}

/// The receiving unit does not take the case over.
///
/// # Errors
/// `offer_not_pending`.
pub fn decide_decline_transfer(
    transfer: &Transfer,
    by: WorkerId,
    now: DateTime<Utc>,
) -> Decision<OfferEvent> {
    decided(transfer.offer.answerable(), || {
        vec![OfferEvent::TransferDeclined {
            decided_by: by,
            decided_at: now,
        }]
    })
}

/// Takes the offer back.
///
/// # Errors
/// `offer_not_pending`.
pub fn decide_withdraw_transfer(
    transfer: &Transfer,
    by: WorkerId,
    now: DateTime<Utc>,
) -> Decision<OfferEvent> {
    decided(transfer.offer.withdrawable(), || {
        vec![OfferEvent::TransferWithdrawn {
            decided_by: by,
            decided_at: now,
        }]
    })
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::cases::OfferStatus;
    use crate::cases::fixture::{CASEWORKER, DIRECTOR, SUPERVISOR, case, now};

    const THERE: UnitId = UnitId(Uuid::from_u128(99));
    const HANIM: WorkerId = WorkerId(Uuid::from_u128(5));
    const KAMAL: WorkerId = WorkerId(Uuid::from_u128(6));

    fn offered(case: &Case) -> Transfer {
        let command = RequestTransfer {
            id: None,
            to_unit_id: THERE,
            reason: Reason::new("He has moved there to live with his son.").unwrap(),
        };
        decide_request_transfer(case, None, THERE, SUPERVISOR, now()).unwrap();
        let id = TransferId(Uuid::from_u128(80));
        Transfer::requested(id, case, command, SUPERVISOR, now())
    }

    #[test]
    fn the_unit_and_the_worker_change_with_the_acceptance_and_the_file_number_never() {
        let mut case = case();
        let before = case.clone();
        let mut transfer = offered(&case);
        assert_eq!(case, before);
        let (accepted, taken) =
            decide_accept_transfer(&case, &transfer, HANIM, KAMAL, now()).unwrap();
        transfer.apply(&accepted);
        case.apply(&taken);
        assert_eq!(
            (case.opened.unit_id, case.opened.responsible_id),
            (THERE, HANIM)
        );
        assert_eq!(case.opened.file_number, before.opened.file_number);
        assert_eq!(
            (transfer.offer.status, transfer.caseworker_id),
            (OfferStatus::Accepted, Some(HANIM))
        );
        let late = decide_decline_transfer(&transfer, KAMAL, now()).unwrap_err();
        assert_eq!(late[0].code, RefusalCode::OfferNotPending);
    }

    #[test]
    fn neither_who_offered_nor_who_is_responsible_accepts() {
        let case = case();
        let transfer = offered(&case);
        for by in [SUPERVISOR, CASEWORKER] {
            let refused = decide_accept_transfer(&case, &transfer, HANIM, by, now());
            assert_eq!(refused.unwrap_err()[0].code, RefusalCode::OwnRequest);
        }
        assert!(decide_accept_transfer(&case, &transfer, HANIM, DIRECTOR, now()).is_ok());
    }

    #[test]
    fn a_case_is_not_offered_to_its_own_unit() {
        let case = case();
        let own = case.opened.unit_id;
        let refused = decide_request_transfer(&case, None, own, SUPERVISOR, now());
        assert_eq!(refused.unwrap_err()[0].code, RefusalCode::AlreadyInUnit);
    }
}
