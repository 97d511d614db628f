//! Another caseworker of the unit takes a case over (rule 20).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    Case, CaseEvent, Offer, OfferEvent, OfferStatus, RecordRef, RequirementCode, may_change_hands,
};
use crate::parties::WorkerId;
use crate::refusal::{Decision, Refusal, RefusalCode, decided};
use crate::texts::Reason;

crate::record_id!(
    ReassignmentId,
    "A reassignment of a case to another worker."
);

/// Asks that another caseworker of the unit takes a case over.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({"to_worker_id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e12", "reason": "Siti goes on maternity leave in May."})))]
pub struct RequestReassignment {
    /// The id made by the client (UUIDv7).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<ReassignmentId>,
    /// Who is to take it over: an active caseworker of the case's unit.
    pub to_worker_id: WorkerId,
    /// Why.
    pub reason: Reason,
    /// Whether the former worker stays on the team; else they leave the case.
    #[serde(default)]
    pub former_stays_on_team: bool,
}

/// A reassignment of a case to another worker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Reassignment {
    /// The id.
    pub id: ReassignmentId,
    /// The case, and how it went.
    #[serde(flatten)]
    pub offer: Offer,
    /// Who was responsible when it was asked for.
    pub from_worker_id: WorkerId,
    /// Who is to take the case over.
    pub to_worker_id: WorkerId,
    /// Whether the former worker stays on the team.
    #[serde(default)]
    pub former_stays_on_team: bool,
    /// The superior who approved what the responsible worker had asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved_by: Option<WorkerId>,
}

impl Reassignment {
    /// The reassignment that is asked for. What the responsible worker asks for waits for the
    /// approval of a superior, what a superior asks for is offered at once.
    #[must_use]
    pub fn requested(
        id: ReassignmentId,
        case: &Case,
        command: RequestReassignment,
        by: WorkerId,
        now: DateTime<Utc>,
    ) -> Self {
        let responsible = case.opened.responsible_id;
        Self {
            id,
            offer: Offer::requested(case, Some(command.reason), by != responsible, by, now),
            from_worker_id: responsible,
            to_worker_id: command.to_worker_id,
            former_stays_on_team: command.former_stays_on_team,
            approved_by: None,
        }
    }

    /// The succession of a worker who is deactivated, which nobody has to accept.
    #[must_use]
    pub fn succession(
        id: ReassignmentId,
        case: &Case,
        to: WorkerId,
        by: WorkerId,
        now: DateTime<Utc>,
    ) -> (Self, CaseEvent) {
        let mut offer = Offer::requested(case, None, true, by, now);
        offer.status = OfferStatus::Accepted;
        offer.decided_by = Some(by);
        offer.decided_at = Some(now);
        let reassignment = Self {
            id,
            offer,
            from_worker_id: case.opened.responsible_id,
            to_worker_id: to,
            former_stays_on_team: false,
            approved_by: None,
        };
        let event = reassignment.taken_over(case, now);
        (reassignment, event)
    }

    /// Takes over what an event says. Never refuses.
    pub fn apply(&mut self, event: &OfferEvent) {
        if let OfferEvent::ReassignmentApproved { approved_by, .. } = event {
            self.approved_by = Some(*approved_by);
        }
        self.offer.apply(event);
    }

    /// What an acceptance does to the case.
    fn taken_over(&self, case: &Case, now: DateTime<Utc>) -> CaseEvent {
        CaseEvent::Reassigned {
            reassignment_id: self.id,
            from_worker_id: case.opened.responsible_id,
            to_worker_id: self.to_worker_id,
            reassigned_at: now,
        }
    }
}

/// Asks that `to` takes the case over.
///
/// # Errors
/// `case_closed`, `closure_pending`, `offer_pending`; `already_responsible`; `own_request` where
/// a superior would offer the case to themself.
pub fn decide_request_reassignment(
    case: &Case,
    waiting: Option<RecordRef>,
    to: WorkerId,
    by: WorkerId,
    now: DateTime<Utc>,
) -> Decision<OfferEvent> {
    let responsible = case.opened.responsible_id;
    let mut refusals = may_change_hands(case, waiting);
    if to == responsible {
        refusals.push(Refusal::new(RefusalCode::AlreadyResponsible).at("/to_worker_id"));
    } else if to == by {
        refusals.push(Refusal::new(RefusalCode::OwnRequest).at("/to_worker_id"));
    }
    decided(refusals, || {
        vec![OfferEvent::ReassignmentRequested {
            from_worker_id: responsible,
            to_worker_id: to,
            needs_approval: by == responsible,
            requested_by: by,
            requested_at: now,
        }]
    })
}

/// A superior approves what the responsible worker asked for: now it is offered.
///
/// # Errors
/// `case_closed`, `closure_pending`, `approval_not_awaited`, `own_request`.
pub fn decide_approve_reassignment(
    case: &Case,
    reassignment: &Reassignment,
    by: WorkerId,
    now: DateTime<Utc>,
) -> Decision<OfferEvent> {
    let mut refusals = may_change_hands(case, None);
    refusals.extend(approvable(case, reassignment, by));
    decided(refusals, || {
        vec![OfferEvent::ReassignmentApproved {
            approved_by: by,
            approved_at: now,
        }]
    })
}

/// A superior does not approve what the responsible worker asked for.
///
/// # Errors
/// `approval_not_awaited`, `own_request`.
pub fn decide_reject_reassignment(
    case: &Case,
    reassignment: &Reassignment,
    by: WorkerId,
    now: DateTime<Utc>,
) -> Decision<OfferEvent> {
    decided(approvable(case, reassignment, by), || {
        vec![OfferEvent::ReassignmentRejected {
            decided_by: by,
            decided_at: now,
        }]
    })
}

/// The worker it is offered to takes the case over. `able` tells whether that is still an active
/// caseworker of the unit. What follows for the case is the second event.
///
/// # Errors
/// `case_closed`, `closure_pending`; `approval_awaited`, `offer_not_pending`; `caseworker_named`
/// unmet.
pub fn decide_accept_reassignment(
    case: &Case,
    reassignment: &Reassignment,
    able: bool,
    by: WorkerId,
    now: DateTime<Utc>,
) -> Result<(OfferEvent, CaseEvent), Vec<Refusal>> {
    let mut refusals = may_change_hands(case, None);
    refusals.extend(reassignment.offer.answerable());
    if !able {
        refusals.push(Refusal::unmet(RequirementCode::CaseworkerNamed));
    }
    if !refusals.is_empty() {
        return Err(refusals);
    }
    let accepted = OfferEvent::ReassignmentAccepted {
        decided_by: by,
        decided_at: now,
    };
    Ok((accepted, reassignment.taken_over(case, now)))
}

/// The worker it is offered to does not take the case over.
///
/// # Errors
/// `approval_awaited`, `offer_not_pending`.
pub fn decide_decline_reassignment(
    reassignment: &Reassignment,
    by: WorkerId,
    now: DateTime<Utc>,
) -> Decision<OfferEvent> {
    decided(reassignment.offer.answerable(), || {
        vec![OfferEvent::ReassignmentDeclined {
            decided_by: by,
            decided_at: now,
        }]
    })
}

/// Takes a reassignment back, approved or not.
///
/// # Errors
/// `offer_not_pending`.
pub fn decide_withdraw_reassignment(
    reassignment: &Reassignment,
    by: WorkerId,
    now: DateTime<Utc>,
) -> Decision<OfferEvent> {
    decided(reassignment.offer.withdrawable(), || {
        vec![OfferEvent::ReassignmentWithdrawn {
            decided_by: by,
            decided_at: now,
        }]
    })
}

fn approvable(case: &Case, reassignment: &Reassignment, by: WorkerId) -> Vec<Refusal> {
    let mut refusals = match reassignment.offer.status {
        OfferStatus::Requested => Vec::new(),
        OfferStatus::Pending
        | OfferStatus::Accepted
        | OfferStatus::Declined
        | OfferStatus::Rejected
        | OfferStatus::Withdrawn => vec![Refusal::new(RefusalCode::ApprovalNotAwaited)],
    };
    // Approver ≠ requester ≠ responsible worker.
    if by == reassignment.offer.requested_by || by == case.opened.responsible_id {
        refusals.push(Refusal::new(RefusalCode::OwnRequest));
    }
    refusals
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::cases::fixture::{CASEWORKER, DIRECTOR, SUPERVISOR, case, case_in, now};
    use crate::cases::{CaseStatus, RecordKind, Stage};
    use crate::termination::TerminationReason;

    const FARID: WorkerId = WorkerId(Uuid::from_u128(4));
    const ID: ReassignmentId = ReassignmentId(Uuid::from_u128(70));

    fn asked(case: &Case, by: WorkerId) -> Reassignment {
        let command = RequestReassignment {
            id: None,
            to_worker_id: FARID,
            reason: Reason::new("Siti goes on leave for three months.").unwrap(),
            former_stays_on_team: false,
        };
        decide_request_reassignment(case, None, FARID, by, now()).unwrap();
        Reassignment::requested(ID, case, command, by, now())
    }

    fn codes<E: std::fmt::Debug>(decision: Result<E, Vec<Refusal>>) -> Vec<RefusalCode> {
        let refusals = decision.unwrap_err();
        refusals.iter().map(|refusal| refusal.code).collect()
    }

    #[test]
    fn a_superior_offers_and_the_receiver_takes_over() {
        let mut case = case();
        let mut offer = asked(&case, SUPERVISOR);
        assert_eq!(offer.offer.status, OfferStatus::Pending);
        let (accepted, taken) =
            decide_accept_reassignment(&case, &offer, true, FARID, now()).unwrap();
        offer.apply(&accepted);
        case.apply(&taken);
        assert_eq!(case.opened.responsible_id, FARID);
        assert_eq!(
            (offer.offer.status, offer.offer.decided_by),
            (OfferStatus::Accepted, Some(FARID))
        );
        let again = decide_accept_reassignment(&case, &offer, true, FARID, now());
        assert_eq!(codes(again), [RefusalCode::OfferNotPending]);
        let late = decide_withdraw_reassignment(&offer, SUPERVISOR, now());
        assert_eq!(codes(late), [RefusalCode::OfferNotPending]);
    }

    #[test]
    fn what_the_responsible_worker_asks_for_is_approved_by_somebody_else_first() {
        let mut case = case();
        let mut offer = asked(&case, CASEWORKER);
        assert_eq!(
            (offer.offer.status, offer.offer.offered_at),
            (OfferStatus::Requested, None)
        );
        let early = decide_accept_reassignment(&case, &offer, true, FARID, now());
        assert_eq!(codes(early), [RefusalCode::ApprovalAwaited]);
        let own = decide_approve_reassignment(&case, &offer, CASEWORKER, now());
        assert_eq!(codes(own), [RefusalCode::OwnRequest]);
        // The supervisor who has taken the case over since is the responsible worker now.
        case.opened.responsible_id = SUPERVISOR;
        let own = decide_approve_reassignment(&case, &offer, SUPERVISOR, now());
        assert_eq!(codes(own), [RefusalCode::OwnRequest]);
        let events = decide_approve_reassignment(&case, &offer, DIRECTOR, now()).unwrap();
        offer.apply(&events[0]);
        assert_eq!(
            (offer.offer.status, offer.approved_by),
            (OfferStatus::Pending, Some(DIRECTOR))
        );
        let again = decide_reject_reassignment(&case, &offer, DIRECTOR, now());
        assert_eq!(codes(again), [RefusalCode::ApprovalNotAwaited]);
        assert!(decide_accept_reassignment(&case, &offer, true, FARID, now()).is_ok());
    }

    #[test]
    fn nobody_is_offered_the_own_case_or_takes_one_by_an_own_offer() {
        let case = case();
        let ask = |to, by| decide_request_reassignment(&case, None, to, by, now());
        assert_eq!(
            codes(ask(CASEWORKER, SUPERVISOR)),
            [RefusalCode::AlreadyResponsible]
        );
        assert_eq!(
            codes(ask(SUPERVISOR, SUPERVISOR)),
            [RefusalCode::OwnRequest]
        );
        let waiting = RecordRef {
            kind: RecordKind::Transfer,
            id: Uuid::nil(),
        };
        let second = decide_request_reassignment(&case, Some(waiting), FARID, SUPERVISOR, now());
        assert_eq!(codes(second), [RefusalCode::OfferPending]);
    }

    #[test]
    fn a_case_that_ends_or_has_ended_stays_with_its_worker_and_one_on_hold_need_not() {
        let offer = asked(&case(), SUPERVISOR);
        for (status, expected) in [
            (CaseStatus::Open, None),
            (CaseStatus::OnHold, None),
            (
                CaseStatus::ClosureRequested,
                Some(RefusalCode::ClosurePending),
            ),
            (CaseStatus::Closed, Some(RefusalCode::CaseClosed)),
        ] {
            let case = case_in(Stage::Termination, status, TerminationReason::LostContact);
            let ask = decide_request_reassignment(&case, None, FARID, SUPERVISOR, now());
            let accept = decide_accept_reassignment(&case, &offer, true, FARID, now());
            for refused in [ask.err(), accept.err()] {
                assert_eq!(refused.map(|refusals| refusals[0].code), expected);
            }
        }
        let gone = decide_accept_reassignment(&case(), &offer, false, FARID, now());
        assert_eq!(
            gone.unwrap_err()[0].requirement,
            Some(RequirementCode::CaseworkerNamed)
        );
    }

    #[test]
    fn who_is_deactivated_is_succeeded_at_once() {
        let mut case = case();
        let (record, event) = Reassignment::succession(ID, &case, SUPERVISOR, DIRECTOR, now());
        case.apply(&event);
        assert_eq!(case.opened.responsible_id, SUPERVISOR);
        assert_eq!(
            (record.offer.status, record.from_worker_id),
            (OfferStatus::Accepted, CASEWORKER)
        );
    }
}
