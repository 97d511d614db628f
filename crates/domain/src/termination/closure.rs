//! Closing the file: requested by the caseworker, approved or rejected by somebody else (M350).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::ClosureStatus;
use crate::cases::{
    Case, CaseEvent, CaseId, CaseStatus, Gate, GateFacts, Override, RequirementCode, Stage,
    case_checklist, movable,
};
use crate::parties::WorkerId;
use crate::refusal::{Decision, Refusal, RefusalCode, decided};
use crate::texts::{Lines, Narrative};

crate::record_id!(ClosureRequestId, "A request to close a case.");

/// Requests the closure of a case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({"summary": "Three visits and calls over three weeks reached nobody; the neighbours know no address."})))]
pub struct RequestClosure {
    /// The id made by the client (UUIDv7).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<ClosureRequestId>,
    /// How the case went and why it may be closed.
    pub summary: Narrative,
}

/// Approves a closure: the case is closed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({"note": "The file is complete."})))]
pub struct ApproveClosure {
    /// The words that go with the decision.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Lines>,
}

/// Rejects a closure: the case stays in termination.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({"note": "Ask the village head before the file is closed."})))]
pub struct RejectClosure {
    /// Why, and what is still to be done.
    pub note: Lines,
}

/// Withdraws a request for closure.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({"note": "The client has called the office."})))]
pub struct WithdrawClosure {
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Lines>,
}

/// A request to close a case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ClosureRequest {
    /// The id.
    pub id: ClosureRequestId,
    /// The case.
    pub case_id: CaseId,
    /// The episode of the case.
    #[schema(minimum = 1, maximum = 1000)]
    pub episode: i32,
    /// How the case went and why it may be closed.
    pub summary: Narrative,
    /// Where the request stands.
    pub status: ClosureStatus,
    /// Who requested it.
    pub requested_by: WorkerId,
    /// When.
    pub requested_at: DateTime<Utc>,
    /// Who approved, rejected or withdrew it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_by: Option<WorkerId>,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_at: Option<DateTime<Utc>>,
    /// The words that go with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision_note: Option<Lines>,
    /// Version, as in the ETag.
    pub version: i64,
    /// When it was recorded here.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub modified_at: DateTime<Utc>,
}

impl ClosureRequest {
    /// The request that a closure-requested event announces.
    #[must_use]
    pub const fn pending(
        id: ClosureRequestId,
        case: &Case,
        summary: Narrative,
        by: WorkerId,
        now: DateTime<Utc>,
    ) -> Self {
        Self {
            id,
            case_id: case.id,
            episode: case.episode,
            summary,
            status: ClosureStatus::Pending,
            requested_by: by,
            requested_at: now,
            decided_by: None,
            decided_at: None,
            decision_note: None,
            version: 1,
            created_at: now,
            modified_at: now,
        }
    }

    /// Takes over what an event says about this request. Never refuses; the note is set by the
    /// act.
    pub fn apply(&mut self, event: &CaseEvent) {
        match event {
            CaseEvent::ClosureApproved {
                closure_request_id,
                decided_by,
                decided_at,
            } => {
                self.decide(
                    *closure_request_id,
                    ClosureStatus::Approved,
                    *decided_by,
                    *decided_at,
                );
            }
            CaseEvent::ClosureRejected {
                closure_request_id,
                decided_by,
                decided_at,
            } => {
                self.decide(
                    *closure_request_id,
                    ClosureStatus::Rejected,
                    *decided_by,
                    *decided_at,
                );
            }
            CaseEvent::ClosureWithdrawn {
                closure_request_id,
                decided_by,
                decided_at,
            } => {
                self.decide(
                    *closure_request_id,
                    ClosureStatus::Withdrawn,
                    *decided_by,
                    *decided_at,
                );
            }
            CaseEvent::ClosureRequested { .. }
            | CaseEvent::Opened(_)
            | CaseEvent::Moved { .. }
            | CaseEvent::Held { .. }
            | CaseEvent::Resumed { .. }
            | CaseEvent::RequirementOverridden { .. }
            | CaseEvent::TerminationEdited { .. }
            | CaseEvent::StepRecorded { .. }
            | CaseEvent::StepAmended { .. }
            | CaseEvent::StepWithdrawn { .. }
            | CaseEvent::Closed { .. }
            | CaseEvent::Reopened { .. }
            | CaseEvent::Reassigned { .. }
            | CaseEvent::Transferred { .. }
            | CaseEvent::ConfidentialitySet { .. }
            | CaseEvent::RiskChanged { .. }
            | CaseEvent::RiskAlarmed { .. }
            | CaseEvent::CrisisAlarmed { .. }
            | CaseEvent::CrisisOver { .. }
            | CaseEvent::AlarmAcknowledged { .. }
            | CaseEvent::MemberNamed { .. }
            | CaseEvent::MemberRemoved { .. }
            | CaseEvent::NoteDrafted { .. }
            | CaseEvent::NoteEdited { .. }
            | CaseEvent::NoteSigned { .. }
            | CaseEvent::NoteAmended { .. }
            | CaseEvent::ContactRecorded { .. }
            | CaseEvent::TaskAdded { .. }
            | CaseEvent::TaskEdited { .. }
            | CaseEvent::TaskDone { .. }
            | CaseEvent::TaskCancelled { .. }
            | CaseEvent::CustodyReceived { .. }
            | CaseEvent::CustodyCorrected { .. }
            | CaseEvent::CustodyMoved { .. }
            | CaseEvent::CustodySettled { .. }
            | CaseEvent::CustodyWithdrawn { .. }
            | CaseEvent::DisclosureRecorded { .. } => {}
        }
    }

    fn decide(
        &mut self,
        id: ClosureRequestId,
        status: ClosureStatus,
        by: WorkerId,
        at: DateTime<Utc>,
    ) {
        if id == self.id {
            self.status = status;
            self.decided_by = Some(by);
            self.decided_at = Some(at);
        }
    }
}

/// Requests closure, once everything but the approval itself is in order.
///
/// # Errors
/// `case_closed`, `case_on_hold`, `closure_pending`, `not_in_termination`, and every unmet
/// requirement of the gate but `approved_by_other`.
pub fn decide_request_closure(
    case: &Case,
    closure_request_id: ClosureRequestId,
    facts: &GateFacts,
    overrides: &[Override],
    by: WorkerId,
    now: DateTime<Utc>,
) -> Decision<CaseEvent> {
    let mut refusals = movable(case);
    if case.stage == Stage::Termination {
        let list = case_checklist(Gate::Close, facts, overrides, Some(by), now);
        refusals.extend(
            list.unmet()
                .into_iter()
                .filter(|code| *code != RequirementCode::ApprovedByOther)
                .map(Refusal::unmet),
        );
    } else {
        refusals.push(Refusal::new(RefusalCode::NotInTermination));
    }
    decided(refusals, || {
        vec![CaseEvent::ClosureRequested {
            closure_request_id,
            requested_by: by,
            requested_at: now,
        }]
    })
}

/// Approves a closure and closes the case, if the whole gate lets it pass at this moment.
///
/// # Errors
/// `closure_not_pending` and every unmet requirement of the gate.
pub fn decide_approve_closure(
    case: &Case,
    closure: &ClosureRequest,
    facts: &GateFacts,
    overrides: &[Override],
    by: WorkerId,
    now: DateTime<Utc>,
) -> Decision<CaseEvent> {
    let facts = GateFacts {
        reason: case.termination_reason,
        closure: Some(closure.clone()),
        approver: Some(by),
        ..facts.clone()
    };
    let list = case_checklist(Gate::Close, &facts, overrides, None, now);
    let mut refusals = waiting(case, closure);
    refusals.extend(list.refusals());
    // Without a reason the gate has refused already.
    let Some(reason) = case.termination_reason else {
        return Err(refusals);
    };
    decided(refusals, || {
        vec![
            CaseEvent::ClosureApproved {
                closure_request_id: closure.id,
                decided_by: by,
                decided_at: now,
            },
            CaseEvent::Closed {
                reason,
                overrides_used: list.overrides_used(),
                closed_at: now,
            },
        ]
    })
}

/// Rejects a closure; who approves may reject, nobody else.
///
/// # Errors
/// `closure_not_pending`, `own_request`.
pub fn decide_reject_closure(
    case: &Case,
    closure: &ClosureRequest,
    by: WorkerId,
    now: DateTime<Utc>,
) -> Decision<CaseEvent> {
    let mut refusals = waiting(case, closure);
    if by == closure.requested_by || by == case.opened.responsible_id {
        refusals.push(Refusal::new(RefusalCode::OwnRequest));
    }
    decided(refusals, || {
        vec![CaseEvent::ClosureRejected {
            closure_request_id: closure.id,
            decided_by: by,
            decided_at: now,
        }]
    })
}

/// Withdraws a request for closure.
///
/// # Errors
/// `closure_not_pending`, `not_the_requester`.
pub fn decide_withdraw_closure(
    case: &Case,
    closure: &ClosureRequest,
    by: WorkerId,
    now: DateTime<Utc>,
) -> Decision<CaseEvent> {
    let mut refusals = waiting(case, closure);
    if by != closure.requested_by && by != case.opened.responsible_id {
        refusals.push(Refusal::new(RefusalCode::NotTheRequester));
    }
    decided(refusals, || {
        vec![CaseEvent::ClosureWithdrawn {
            closure_request_id: closure.id,
            decided_by: by,
            decided_at: now,
        }]
    })
}

/// Whether the request still waits for its decision: only then is its case waiting too.
fn waiting(case: &Case, closure: &ClosureRequest) -> Vec<Refusal> {
    match (closure.status, case.status) {
        (ClosureStatus::Pending, CaseStatus::ClosureRequested) => Vec::new(),
        (ClosureStatus::Pending, CaseStatus::Open | CaseStatus::OnHold | CaseStatus::Closed)
        | (ClosureStatus::Approved | ClosureStatus::Rejected | ClosureStatus::Withdrawn, _) => {
            vec![Refusal::new(RefusalCode::ClosureNotPending)]
        }
    }
}
