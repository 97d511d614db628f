//! The acts that move a case between stages and reopen it, and what each of them refuses.

use chrono::{DateTime, Months, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    Case, CaseEvent, CaseStatus, Checklist, Gate, GateFacts, Override, OverrideId,
    OverrideRequirement, Stage, case_checklist, case_requirements, refuse_override,
};
use crate::parties::WorkerId;
use crate::refusal::{Decision, Refusal, RefusalCode, decided};
use crate::termination::TerminationReason;
use crate::texts::Reason;

/// For how many months after its closure a case may be reopened (rule 26°) where nothing else is
/// configured; later a new intake is recorded.
pub const REOPENING_MONTHS: u32 = 12;

/// Moves a case to another stage.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({"to": "termination", "reason": "lost_contact"})))]
pub struct MoveCase {
    /// The stage.
    pub to: Stage,
    /// Why the case ends; with a move to termination only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<TerminationReason>,
}

/// Reopens a closed case: a new episode that starts with assessment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({"reason": "The client came back to the village and asks for help again."})))]
pub struct ReopenCase {
    /// Why.
    pub reason: Reason,
    /// The caseworker who answers for it from now on; the former one when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caseworker_id: Option<WorkerId>,
}

/// Whether the case takes notes, contacts and tasks: while it is not closed.
///
/// # Errors
/// `case_closed`.
pub fn takes_records(case: &Case) -> Result<(), Vec<Refusal>> {
    match case.status {
        CaseStatus::Open | CaseStatus::OnHold | CaseStatus::ClosureRequested => Ok(()),
        CaseStatus::Closed => Err(vec![Refusal::new(RefusalCode::CaseClosed)]),
    }
}

/// Moves a case to another stage, if the gate between them lets it pass. Going back needs none.
///
/// # Errors
/// `case_closed`, `case_on_hold`, `closure_pending`; `already_in_stage`, `stage_not_reachable`,
/// `back_to_former_stage_only`, `planned_end_from_monitoring`, `reason_not_for_this_move`; every
/// unmet requirement of the gate.
pub fn decide_move(
    case: &Case,
    command: &MoveCase,
    facts: &GateFacts,
    overrides: &[Override],
    by: WorkerId,
    now: DateTime<Utc>,
) -> Decision<CaseEvent> {
    let mut refusals = movable(case);
    let mut used = Vec::new();
    let mut passed = None;
    match route(case, command) {
        Err(refusal) => refusals.push(refusal),
        Ok(None) => {}
        Ok(Some(gate)) => {
            let facts = GateFacts {
                reason: command.reason,
                ..facts.clone()
            };
            let list = case_checklist(gate, &facts, overrides, Some(by), now);
            refusals.extend(list.refusals());
            used = list.overrides_used();
            passed = Some(gate);
        }
    }
    decided(refusals, || {
        vec![CaseEvent::Moved {
            from: case.stage,
            to: command.to,
            reason: command.reason,
            gate: passed,
            overrides_used: used,
            moved_at: now,
        }]
    })
}

/// The gate between the stage of a case and the one it is to move to; none on the way back.
///
/// Stages are taken one by one; an unplanned end may start anywhere, a planned one from
/// monitoring only; from termination a case goes back to where it came from (rules 2 and 4).
fn route(case: &Case, command: &MoveCase) -> Result<Option<Gate>, Refusal> {
    if command.to != Stage::Termination && command.reason.is_some() {
        return Err(Refusal::new(RefusalCode::ReasonNotForThisMove).at("/reason"));
    }
    if command.to == case.stage {
        return Err(Refusal::new(RefusalCode::AlreadyInStage).at("/to"));
    }
    match (case.stage, command.to) {
        (Stage::Assessment, Stage::Intervention) => Ok(Some(Gate::Intervention)),
        (Stage::Intervention, Stage::Monitoring) => Ok(Some(Gate::Monitoring)),
        (Stage::Assessment | Stage::Intervention | Stage::Monitoring, Stage::Termination) => {
            let planned = command.reason.is_some_and(TerminationReason::planned);
            if planned && case.stage != Stage::Monitoring {
                return Err(Refusal::new(RefusalCode::PlannedEndFromMonitoring).at("/reason"));
            }
            Ok(Some(Gate::Termination))
        }
        (Stage::Monitoring, Stage::Intervention | Stage::Assessment)
        | (Stage::Intervention, Stage::Assessment) => Ok(None),
        (Stage::Termination, to) => match case.stage_before_termination {
            Some(former) if former == to => Ok(None),
            Some(former) => Err(Refusal::new(RefusalCode::BackToFormerStageOnly)
                .at("/to")
                .with("stage", former)),
            None => Err(Refusal::new(RefusalCode::StageNotReachable).at("/to")),
        },
        (Stage::Intake, _)
        | (_, Stage::Intake)
        | (Stage::Assessment, Stage::Assessment | Stage::Monitoring)
        | (Stage::Intervention, Stage::Intervention)
        | (Stage::Monitoring, Stage::Monitoring) => {
            Err(Refusal::new(RefusalCode::StageNotReachable).at("/to"))
        }
    }
}

/// Reopens a case within so many `months` of its closure, under `caseworker_id` or its former
/// caseworker.
///
/// # Errors
/// `case_not_closed`, `reopening_too_late`.
pub fn decide_reopen(
    case: &Case,
    caseworker_id: Option<WorkerId>,
    months: u32,
    now: DateTime<Utc>,
) -> Decision<CaseEvent> {
    let refusals = match (case.status, case.closed_at) {
        (CaseStatus::Closed, Some(closed_at)) => {
            let until = closed_at.checked_add_months(Months::new(months));
            if until.is_none_or(|until| now <= until) {
                Vec::new()
            } else {
                vec![Refusal::new(RefusalCode::ReopeningTooLate).with("months", months)]
            }
        }
        (
            CaseStatus::Open
            | CaseStatus::OnHold
            | CaseStatus::ClosureRequested
            | CaseStatus::Closed,
            _,
        ) => {
            vec![Refusal::new(RefusalCode::CaseNotClosed)]
        }
    };
    decided(refusals, || {
        vec![CaseEvent::Reopened {
            episode: case.episode.saturating_add(1),
            stage: Stage::Assessment,
            responsible_id: caseworker_id.unwrap_or(case.opened.responsible_id),
            reopened_at: now,
        }]
    })
}

/// Overrides a requirement of a gate of the case. For the gate to termination `facts.reason` is
/// the reason in view.
///
/// # Errors
/// `requirement_not_in_gate` and what [`decide_override`] refuses.
pub fn decide_case_override(
    case: &Case,
    facts: &GateFacts,
    overrides: &[Override],
    command: &OverrideRequirement,
    override_id: OverrideId,
    by: WorkerId,
    now: DateTime<Utc>,
) -> Decision<CaseEvent> {
    let gate = command.gate;
    let list = case_requirements(gate).map(|_| case_checklist(gate, facts, overrides, None, now));
    let requester = match gate {
        Gate::Close => facts.closure.as_ref().map(|closure| closure.requested_by),
        Gate::PlanActivation => facts
            .plan
            .as_ref()
            .and_then(|it| it.plan.course.proposed_by),
        Gate::Accept
        | Gate::Intervention
        | Gate::Monitoring
        | Gate::Termination
        | Gate::Finalise => None,
    };
    decide_override(
        case,
        list.as_ref(),
        requester,
        overrides,
        command,
        override_id,
        (by, now),
    )
}

/// Overrides a requirement of a checklist of the case; there is none where the case has nothing now
/// that the gate could guard. `requester` has asked for the move already.
///
/// # Errors
/// `case_closed`, `requirement_not_in_gate` and what [`refuse_override`] refuses.
pub fn decide_override(
    case: &Case,
    list: Option<&Checklist>,
    requester: Option<WorkerId>,
    overrides: &[Override],
    command: &OverrideRequirement,
    override_id: OverrideId,
    (by, now): (WorkerId, DateTime<Utc>),
) -> Decision<CaseEvent> {
    let mut refusals = takes_records(case).err().unwrap_or_default();
    match list {
        None => refusals.push(Refusal::new(RefusalCode::RequirementNotInGate).at("/gate")),
        Some(list) => refusals.extend(refuse_override(
            list, overrides, command, requester, by, now,
        )),
    }
    decided(refusals, || {
        vec![CaseEvent::RequirementOverridden {
            override_id,
            gate: command.gate,
            requirement: command.requirement,
            overridden_by: by,
            expires_at: now + Override::LIFE,
        }]
    })
}

/// Why the case may not change its stage, or have its closure requested, just now.
pub(crate) fn movable(case: &Case) -> Vec<Refusal> {
    match case.status {
        CaseStatus::Open => Vec::new(),
        CaseStatus::OnHold => vec![Refusal::new(RefusalCode::CaseOnHold)],
        CaseStatus::ClosureRequested => vec![Refusal::new(RefusalCode::ClosurePending)],
        CaseStatus::Closed => vec![Refusal::new(RefusalCode::CaseClosed)],
    }
}
