//! The course of a version: drafted, proposed, agreed with the client, approved by somebody else,
//! activated in the place of the one before. What is proposed is no longer edited; whoever wants to
//! change it takes it back first, and agreement and approval are sought anew.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{AgreementObstacle, Plan, PlanContent, PlanDetails, PlanEvent, PlanStatus};
use crate::cases::{
    Case, Gate, GateFacts, Override, Stage, case_checklist, movable, takes_records,
};
use crate::changes::changed_fields;
use crate::intervention::InfluenceMode;
use crate::parties::WorkerId;
use crate::parties::signature::{SignatoryCapacity, SignatureDetails};
use crate::refusal::{Decision, Refusal, RefusalCode, decided};
use crate::texts::{Lines, Reason};

/// Proposes a plan to the client.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({})))]
pub struct ProposePlan {}

/// Records that the client agreed, or why not and who stands in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({
    "signature": {"capacity": "client", "method": "thumbprint", "signed_on": "2026-04-02"}
})))]
pub struct AgreePlan {
    /// The signature of the client, or of a guardian in the client's place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature: Option<SignatureDetails>,
    /// Why the client does not sign; then a guardian does, or there is a legal basis.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub obstacle: Option<AgreementObstacle>,
    /// The same in words; with `obstacle`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
}

/// What the agreement to a plan looks at, besides the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClientStanding {
    /// Whether the client is a minor, whose guardian signs.
    pub minor: bool,
    /// Whether there is a legal basis for the case.
    pub legal_basis: bool,
    /// The date in the unit's time zone.
    pub today: NaiveDate,
}

/// Approves a plan.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({"note": "A good plan; see to the alternative in May."})))]
pub struct ApprovePlan {
    /// The words that go with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Lines>,
    /// Why coercion is warranted; exactly where a strategy coerces.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coercion: Option<Reason>,
}

/// Sends a plan back to be drafted anew.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({"note": "Say who cooks on Thursdays."})))]
pub struct RejectPlan {
    /// Why, and what is to be changed.
    pub note: Lines,
}

/// Takes a plan back to edit it: it is a draft again.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({})))]
pub struct WithdrawPlan {}

/// Activates a plan.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({})))]
pub struct ActivatePlan {}

/// Closes a plan: an active one is no longer followed, an unfinished one is given up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({"reason": "The client moves to her son; his district makes its own plan."})))]
pub struct ClosePlan {
    /// Why.
    pub reason: Lines,
}

/// Why the plan of a case may not be changed just now: on hold (rule 1), closing, in termination.
#[must_use]
pub fn plan_barred(case: &Case) -> Vec<Refusal> {
    let mut refusals = movable(case);
    if refusals.is_empty() && case.stage == Stage::Termination {
        refusals.push(Refusal::new(RefusalCode::CaseEnding));
    }
    refusals
}

/// Why a version takes no changes: `plan_not_draft`, and what bars the plan of the case.
#[must_use]
pub fn draft_barred(case: &Case, plan: &Plan) -> Vec<Refusal> {
    let mut refusals = plan_barred(case);
    if plan.status != PlanStatus::Draft {
        refusals.push(Refusal::new(RefusalCode::PlanNotDraft));
    }
    refusals
}

/// Drafts the first version, or the first after all earlier ones were closed. `versions` are those
/// of the case that are unfinished or active.
///
/// # Errors
/// `case_closed`, `case_on_hold`, `closure_pending`, `case_ending`; `plan_unfinished`,
/// `plan_active_already`.
pub fn decide_draft_plan(case: &Case, versions: &[Plan], draft: &Plan) -> Decision<PlanEvent> {
    let mut refusals = plan_barred(case);
    refusals.extend(versions.iter().filter_map(|plan| match plan.status {
        PlanStatus::Draft | PlanStatus::Proposed | PlanStatus::Agreed | PlanStatus::Approved => {
            Some(Refusal::new(RefusalCode::PlanUnfinished).with("plan", plan.id))
        }
        PlanStatus::Active => Some(Refusal::new(RefusalCode::PlanActiveAlready)),
        PlanStatus::Superseded | PlanStatus::Closed => None,
    }));
    decided(refusals, || {
        vec![PlanEvent::Drafted {
            number: draft.number,
            previous_id: draft.previous_id,
        }]
    })
}

/// Drafts the next version of the active plan.
///
/// # Errors
/// `case_closed`, `case_on_hold`, `closure_pending`, `case_ending`; `plan_not_active`,
/// `plan_unfinished`.
pub fn decide_next_version(
    case: &Case,
    plan: &Plan,
    versions: &[Plan],
    next: &Plan,
) -> Decision<PlanEvent> {
    let mut refusals = plan_barred(case);
    if plan.status != PlanStatus::Active {
        refusals.push(Refusal::new(RefusalCode::PlanNotActive));
    }
    if let Some(other) = versions.iter().find(|one| one.status.unfinished()) {
        refusals.push(Refusal::new(RefusalCode::PlanUnfinished).with("plan", other.id));
    }
    decided(refusals, || {
        vec![PlanEvent::Drafted {
            number: next.number,
            previous_id: next.previous_id,
        }]
    })
}

/// Edits what a draft says of itself. Without a change there is no event.
///
/// # Errors
/// What bars the plan of the case; `plan_not_draft`.
pub fn decide_edit_plan(case: &Case, plan: &Plan, details: &PlanDetails) -> Decision<PlanEvent> {
    let changed = changed_fields(&plan.details, details);
    decided(draft_barred(case, plan), || {
        if changed.is_empty() {
            return Vec::new();
        }
        vec![PlanEvent::Edited { changed }]
    })
}

/// Proposes a draft to the client.
///
/// # Errors
/// What bars the plan of the case; `plan_not_draft`, `plan_without_goal`, `before_plan_start`.
pub fn decide_propose(
    case: &Case,
    plan: &Plan,
    content: &PlanContent,
    by: WorkerId,
    now: DateTime<Utc>,
) -> Decision<PlanEvent> {
    let mut refusals = draft_barred(case, plan);
    if content.goals.is_empty() {
        refusals.push(Refusal::new(RefusalCode::PlanWithoutGoal));
    }
    let first = content.first_date();
    if let Some(first) = first.filter(|first| *first < plan.details.starts_on) {
        refusals.push(Refusal::new(RefusalCode::BeforePlanStart).with("date", first));
    }
    decided(refusals, || {
        vec![PlanEvent::Proposed {
            proposed_by: by,
            proposed_at: now,
        }]
    })
}

/// Records the client's agreement, or what stands in for it: the reason, and a guardian's signature
/// or a legal basis (rules 10 and 12).
///
/// # Errors
/// What bars the plan of the case; `plan_not_proposed`, `agreement_unsigned`,
/// `agreement_reason_missing`, `guardian_or_legal_basis_missing`, `agreement_contradicted`,
/// `guardian_acknowledges` for a minor who signs alone; what a signature refuses.
pub fn decide_agree(
    case: &Case,
    plan: &Plan,
    command: &AgreePlan,
    client: &ClientStanding,
    by: WorkerId,
    now: DateTime<Utc>,
) -> Decision<PlanEvent> {
    let ClientStanding {
        minor,
        legal_basis,
        today,
    } = *client;
    let mut refusals = plan_barred(case);
    if plan.status != PlanStatus::Proposed {
        refusals.push(Refusal::new(RefusalCode::PlanNotProposed));
    }
    let signature = command.signature.as_ref();
    refusals.extend(
        signature
            .into_iter()
            .flat_map(|it| it.refusals("/signature", today)),
    );
    let capacity = signature.map(|it| it.capacity);
    let instead = capacity.is_some_and(SignatoryCapacity::for_the_client);
    let refusal = match (command.obstacle, capacity) {
        (None, Some(SignatoryCapacity::Client)) if minor => {
            Some(Refusal::new(RefusalCode::GuardianAcknowledges).at("/signature/capacity"))
        }
        (None, Some(SignatoryCapacity::Client)) => None,
        (None, Some(_)) if minor && instead => None,
        (None, Some(_)) => Some(Refusal::new(RefusalCode::AgreementReasonMissing).at("/obstacle")),
        (None, None) => Some(Refusal::new(RefusalCode::AgreementUnsigned).at("/signature")),
        (Some(_), Some(SignatoryCapacity::Client)) => {
            Some(Refusal::new(RefusalCode::AgreementContradicted).at("/obstacle"))
        }
        (Some(_), _) if instead || legal_basis => None,
        (Some(_), _) => {
            Some(Refusal::new(RefusalCode::GuardianOrLegalBasisMissing).at("/signature"))
        }
    };
    refusals.extend(refusal);
    if command.obstacle.is_some() != command.reason.is_some() {
        refusals.push(Refusal::new(RefusalCode::AgreementReasonMissing).at("/reason"));
    }
    decided(refusals, || {
        vec![PlanEvent::Agreed {
            obstacle: command.obstacle,
            recorded_by: by,
            recorded_at: now,
        }]
    })
}

/// Approves an agreed plan: neither who proposed it nor the responsible worker may (rule 20).
///
/// # Errors
/// What bars the plan of the case; `plan_not_agreed`, `own_request`, `coercion_unexplained`,
/// `nothing_coerced`.
pub fn decide_approve_plan(
    case: &Case,
    plan: &Plan,
    content: &PlanContent,
    command: &ApprovePlan,
    by: WorkerId,
    now: DateTime<Utc>,
) -> Decision<PlanEvent> {
    let mut refusals = decidable(case, plan, by);
    match (content.coerces(), command.coercion.is_some()) {
        (true, false) => {
            refusals.push(Refusal::new(RefusalCode::CoercionUnexplained).at("/coercion"));
        }
        (false, true) => refusals.push(Refusal::new(RefusalCode::NothingCoerced).at("/coercion")),
        (true, true) | (false, false) => {}
    }
    decided(refusals, || {
        vec![PlanEvent::Approved {
            decided_by: by,
            decided_at: now,
        }]
    })
}

/// Sends an agreed plan back; who may approve may reject.
///
/// # Errors
/// What bars the plan of the case; `plan_not_agreed`, `own_request`.
pub fn decide_reject_plan(
    case: &Case,
    plan: &Plan,
    by: WorkerId,
    now: DateTime<Utc>,
) -> Decision<PlanEvent> {
    decided(decidable(case, plan, by), || {
        vec![PlanEvent::Rejected {
            decided_by: by,
            decided_at: now,
        }]
    })
}

fn decidable(case: &Case, plan: &Plan, by: WorkerId) -> Vec<Refusal> {
    let mut refusals = plan_barred(case);
    if plan.status != PlanStatus::Agreed {
        refusals.push(Refusal::new(RefusalCode::PlanNotAgreed));
    }
    if plan.course.proposed_by == Some(by) || case.opened.responsible_id == by {
        refusals.push(Refusal::new(RefusalCode::OwnRequest));
    }
    refusals
}

/// Takes a proposed, agreed or approved plan back to edit it.
///
/// # Errors
/// What bars the plan of the case; `plan_not_proposed`.
pub fn decide_withdraw_plan(case: &Case, plan: &Plan, now: DateTime<Utc>) -> Decision<PlanEvent> {
    let mut refusals = plan_barred(case);
    match plan.status {
        PlanStatus::Proposed | PlanStatus::Agreed | PlanStatus::Approved => {}
        PlanStatus::Draft | PlanStatus::Active | PlanStatus::Superseded | PlanStatus::Closed => {
            refusals.push(Refusal::new(RefusalCode::PlanNotProposed));
        }
    }
    decided(refusals, || {
        vec![PlanEvent::Withdrawn { withdrawn_at: now }]
    })
}

/// Activates a plan when nothing on its checklist stands in the way; the active one is superseded
/// by the event that follows. `facts.plan` is this plan.
///
/// # Errors
/// What bars the plan of the case; `before_intervention`, `plan_ended`; every unmet requirement.
pub fn decide_activate(
    case: &Case,
    plan: &Plan,
    active: Option<&Plan>,
    facts: &GateFacts,
    overrides: &[Override],
    by: WorkerId,
    now: DateTime<Utc>,
) -> Decision<PlanEvent> {
    let mut refusals = plan_barred(case);
    if case.stage == Stage::Assessment {
        refusals.push(Refusal::new(RefusalCode::BeforeIntervention));
    }
    let list = case_checklist(Gate::PlanActivation, facts, overrides, Some(by), now);
    if plan.status.unfinished() {
        refusals.extend(list.refusals());
    } else {
        refusals.push(Refusal::new(RefusalCode::PlanEnded));
    }
    decided(refusals, || {
        vec![PlanEvent::Activated {
            supersedes: active.map(|one| one.id),
            overrides_used: list.overrides_used(),
            activated_at: now,
        }]
    })
}

/// Closes a plan that is active or unfinished. In termination too.
///
/// # Errors
/// `case_closed`, `plan_ended`.
pub fn decide_close_plan(case: &Case, plan: &Plan, now: DateTime<Utc>) -> Decision<PlanEvent> {
    let mut refusals = takes_records(case).err().unwrap_or_default();
    if !plan.status.unfinished() && plan.status != PlanStatus::Active {
        refusals.push(Refusal::new(RefusalCode::PlanEnded));
    }
    decided(refusals, || vec![PlanEvent::Closed { closed_at: now }])
}

impl PlanContent {
    /// Whether a strategy coerces.
    #[must_use]
    pub fn coerces(&self) -> bool {
        self.strategies
            .iter()
            .any(|it| it.details.influence_mode == Some(InfluenceMode::Coerce))
    }

    /// The first date in it.
    #[must_use]
    pub fn first_date(&self) -> Option<NaiveDate> {
        let goals = self.goals.iter().map(|it| it.details.target_on);
        let objectives = self.objectives.iter().filter_map(|it| it.details.target_on);
        let tasks = self.tasks.iter().map(|it| it.details.starts_on);
        let milestones = self.milestones.iter().map(|it| it.details.due_on);
        let strategies = self.strategies.iter().filter_map(|it| it.details.starts_on);
        goals
            .chain(objectives)
            .chain(tasks)
            .chain(milestones)
            .chain(strategies)
            .min()
    }
}
