//! Interventions: a strategy of the plan carried out for its goals. They are planned and started
//! while the case is in intervention or monitoring and not on hold; once begun they may be brought to
//! their end on hold and in termination too. One that still runs does not keep the case from closing:
//! the registry of open things (rule 2) does not name them, and a closed file shows how they stood.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::plan::{GoalId, StrategyId};
use super::{InterventionStatus, StrategyTechnique, WorkEvent, WorkerRole};
use crate::cases::{Case, CaseId, Stage, movable, takes_records};
use crate::changes::changed_fields;
use crate::parties::WorkerId;
use crate::refusal::{Decision, Refusal, RefusalCode, decided};
use crate::texts::{Line, Lines, Narrative};

crate::record_id!(InterventionId, "An intervention.");

/// What is told about an intervention.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct InterventionDetails {
    /// What it is, in a line.
    pub title: Line,
    /// What is done for and with the client.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<Narrative>,
    /// The strategy of the active plan that it carries out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub strategy_id: Option<StrategyId>,
    /// The goals of the active plan that it serves.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub goal_ids: Vec<GoalId>,
    /// By which technique.
    pub technique: StrategyTechnique,
    /// Which roles the worker takes.
    #[schema(min_items = 1, max_items = 14)]
    pub worker_roles: Vec<WorkerRole>,
}

/// Plans an intervention.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({
    "title": "Weekly visits to get used to the day centre",
    "technique": "accompaniment", "worker_roles": ["facilitator", "broker"]
})))]
pub struct NewIntervention {
    /// The id made by the client (UUIDv7).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<InterventionId>,
    /// What is told about it.
    #[serde(flatten)]
    pub details: InterventionDetails,
}

/// Starts an intervention.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({"started_on": "2026-03-09"})))]
pub struct StartIntervention {
    /// Its first day; not in the future.
    pub started_on: NaiveDate,
}

/// Completes an intervention.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({"ended_on": "2026-06-29", "outcome": "She goes to the day centre by herself."})))]
pub struct CompleteIntervention {
    /// Its last day; not in the future.
    pub ended_on: NaiveDate,
    /// What it achieved.
    pub outcome: Lines,
}

/// Stops an intervention before it is complete, or gives a planned one up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({"ended_on": "2026-04-20", "reason": "The day centre has closed."})))]
pub struct StopIntervention {
    /// Its last day; not in the future.
    pub ended_on: NaiveDate,
    /// Why.
    pub reason: Lines,
}

/// An intervention.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Intervention {
    /// The id.
    pub id: InterventionId,
    /// The case.
    pub case_id: CaseId,
    /// The episode of the case in which it was planned.
    #[schema(minimum = 1, maximum = 1000)]
    pub episode: i32,
    /// What is told about it.
    #[serde(flatten)]
    pub details: InterventionDetails,
    /// Where it stands.
    pub status: InterventionStatus,
    /// Its first day, once it has begun.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started_on: Option<NaiveDate>,
    /// Its last day, once it has ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_on: Option<NaiveDate>,
    /// What it achieved, once it is completed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Lines>,
    /// Why it was stopped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stop_reason: Option<Lines>,
    /// Who planned it.
    pub planned_by: WorkerId,
    /// Version, as in the ETag.
    pub version: i64,
    /// When it was recorded here.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub modified_at: DateTime<Utc>,
}

impl Intervention {
    /// The intervention that a planned event announces.
    #[must_use]
    pub const fn planned(
        id: InterventionId,
        case: &Case,
        details: InterventionDetails,
        planned_by: WorkerId,
        now: DateTime<Utc>,
    ) -> Self {
        Self {
            id,
            case_id: case.id,
            episode: case.episode,
            details,
            status: InterventionStatus::Planned,
            started_on: None,
            ended_on: None,
            outcome: None,
            stop_reason: None,
            planned_by,
            version: 1,
            created_at: now,
            modified_at: now,
        }
    }

    /// Takes over that it was started.
    pub const fn start(&mut self, command: &StartIntervention) {
        self.status = InterventionStatus::InProgress;
        self.started_on = Some(command.started_on);
    }

    /// Takes over that it was completed.
    pub fn complete(&mut self, command: CompleteIntervention) {
        self.status = InterventionStatus::Completed;
        self.ended_on = Some(command.ended_on);
        self.outcome = Some(command.outcome);
    }

    /// Takes over that it was stopped.
    pub fn stop(&mut self, command: StopIntervention) {
        self.status = InterventionStatus::Stopped;
        self.ended_on = Some(command.ended_on);
        self.stop_reason = Some(command.reason);
    }

    /// Whether it was begun in this episode of its case.
    #[must_use]
    pub const fn begun_in(&self, episode: i32) -> bool {
        self.episode == episode && self.started_on.is_some()
    }

    /// Whether it has ended.
    const fn over(&self) -> bool {
        match self.status {
            InterventionStatus::Planned | InterventionStatus::InProgress => false,
            InterventionStatus::Completed | InterventionStatus::Stopped => true,
        }
    }
}

/// Plans an intervention.
///
/// # Errors
/// `case_closed`, `case_on_hold`, `closure_pending`, `not_in_intervention`.
pub fn decide_plan_intervention(
    case: &Case,
    intervention_id: InterventionId,
    details: &InterventionDetails,
) -> Decision<WorkEvent> {
    decided(barred(case), || {
        vec![WorkEvent::InterventionPlanned {
            intervention_id,
            technique: details.technique,
        }]
    })
}

/// Edits what is told about an intervention that has not ended. Without a change there is no event.
///
/// # Errors
/// As for planning one; `intervention_ended`.
pub fn decide_edit_intervention(
    case: &Case,
    intervention: &Intervention,
    details: &InterventionDetails,
) -> Decision<WorkEvent> {
    let mut refusals = barred(case);
    if intervention.over() {
        refusals.push(Refusal::new(RefusalCode::InterventionEnded));
    }
    let changed = changed_fields(&intervention.details, details);
    decided(refusals, || {
        if changed.is_empty() {
            return Vec::new();
        }
        vec![WorkEvent::InterventionEdited {
            intervention_id: intervention.id,
            changed,
        }]
    })
}

/// Starts a planned intervention. From then on the case has one that has begun, as the gate to
/// monitoring asks.
///
/// # Errors
/// As for planning one; `intervention_not_planned`, `in_future`.
pub fn decide_start_intervention(
    case: &Case,
    intervention: &Intervention,
    command: &StartIntervention,
    today: NaiveDate,
) -> Decision<WorkEvent> {
    let mut refusals = barred(case);
    if intervention.status != InterventionStatus::Planned {
        refusals.push(Refusal::new(RefusalCode::InterventionNotPlanned));
    }
    if command.started_on > today {
        refusals.push(Refusal::new(RefusalCode::InFuture).at("/started_on"));
    }
    decided(refusals, || {
        vec![WorkEvent::InterventionStarted {
            intervention_id: intervention.id,
            started_on: command.started_on,
        }]
    })
}

/// Completes an intervention that is in progress.
///
/// # Errors
/// `case_closed`, `intervention_not_in_progress`, `in_future`, `before_start`.
pub fn decide_complete_intervention(
    case: &Case,
    intervention: &Intervention,
    command: &CompleteIntervention,
    today: NaiveDate,
) -> Decision<WorkEvent> {
    let mut refusals = takes_records(case).err().unwrap_or_default();
    if intervention.status != InterventionStatus::InProgress {
        refusals.push(Refusal::new(RefusalCode::InterventionNotInProgress));
    }
    refusals.extend(wrong_end(intervention, command.ended_on, today));
    decided(refusals, || {
        vec![WorkEvent::InterventionCompleted {
            intervention_id: intervention.id,
            ended_on: command.ended_on,
        }]
    })
}

/// Stops an intervention that is in progress, or gives up a planned one.
///
/// # Errors
/// `case_closed`, `intervention_ended`, `in_future`, `before_start`.
pub fn decide_stop_intervention(
    case: &Case,
    intervention: &Intervention,
    command: &StopIntervention,
    today: NaiveDate,
) -> Decision<WorkEvent> {
    let mut refusals = takes_records(case).err().unwrap_or_default();
    if intervention.over() {
        refusals.push(Refusal::new(RefusalCode::InterventionEnded));
    }
    refusals.extend(wrong_end(intervention, command.ended_on, today));
    decided(refusals, || {
        vec![WorkEvent::InterventionStopped {
            intervention_id: intervention.id,
            ended_on: command.ended_on,
        }]
    })
}

/// Why the way in which the plan is carried out may not be changed just now: on hold (rule 1),
/// closing, or in a stage that has none (rule 3).
pub(super) fn barred(case: &Case) -> Vec<Refusal> {
    let mut refusals = movable(case);
    match case.stage {
        Stage::Intervention | Stage::Monitoring => {}
        Stage::Intake | Stage::Assessment | Stage::Termination => {
            refusals.push(Refusal::new(RefusalCode::NotInIntervention));
        }
    }
    refusals
}

fn wrong_end(intervention: &Intervention, on: NaiveDate, today: NaiveDate) -> Option<Refusal> {
    let code = if on > today {
        RefusalCode::InFuture
    } else if intervention.started_on.is_some_and(|start| on < start) {
        RefusalCode::BeforeStart
    } else {
        return None;
    };
    Some(Refusal::new(code).at("/ended_on"))
}
