//! Tasks: what is still to be done on a case, by whom, by when. An open one keeps it from closing.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Case, CaseEvent, CaseId, NoteId, TaskStatus, takes_records};
use crate::changes::changed_fields;
use crate::parties::WorkerId;
use crate::refusal::{Decision, Refusal, RefusalCode, decided};
use crate::texts::Lines;

crate::record_id!(TaskId, "A task of a case.");

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct TaskDetails {
    /// What is to be done.
    pub text: Lines,
    /// By when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_on: Option<NaiveDate>,
    /// Who is to do it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner_id: Option<WorkerId>,
}

/// A new task.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({"text": "Ask the village head where he has gone.", "due_on": "2026-03-16"})))]
pub struct NewTask {
    /// The id made by the client (UUIDv7).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<TaskId>,
    /// The note of the same case that it came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note_id: Option<NoteId>,
    /// What is to be done.
    #[serde(flatten)]
    pub details: TaskDetails,
}

/// Cancels a task.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({"reason": "He has been found; nobody need be asked."})))]
pub struct CancelTask {
    /// Why.
    pub reason: Lines,
}

/// A task of a case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CaseTask {
    /// The id.
    pub id: TaskId,
    /// The case.
    pub case_id: CaseId,
    /// The note it came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note_id: Option<NoteId>,
    /// What is to be done.
    #[serde(flatten)]
    pub details: TaskDetails,
    /// Where it stands.
    pub status: TaskStatus,
    /// When it was done or cancelled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<DateTime<Utc>>,
    /// Why it was cancelled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancel_reason: Option<Lines>,
    /// Who added it.
    pub added_by: WorkerId,
    /// Version, as in the ETag.
    pub version: i64,
    /// When it was recorded here.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub modified_at: DateTime<Utc>,
}

impl CaseTask {
    /// The task that an added event announces.
    #[must_use]
    pub fn added(
        id: TaskId,
        case_id: CaseId,
        new: NewTask,
        by: WorkerId,
        now: DateTime<Utc>,
    ) -> Self {
        Self {
            id,
            case_id,
            note_id: new.note_id,
            details: new.details,
            status: TaskStatus::Open,
            ended_at: None,
            cancel_reason: None,
            added_by: by,
            version: 1,
            created_at: now,
            modified_at: now,
        }
    }

    /// Takes over what an event says about this task. Never refuses; free text is set by the act.
    pub fn apply(&mut self, event: &CaseEvent) {
        match event {
            CaseEvent::TaskEdited {
                task_id,
                owner_id,
                due_on,
                ..
            } if *task_id == self.id => {
                self.details.owner_id = *owner_id;
                self.details.due_on = *due_on;
            }
            CaseEvent::TaskDone { task_id, done_at } if *task_id == self.id => {
                self.status = TaskStatus::Done;
                self.ended_at = Some(*done_at);
            }
            CaseEvent::TaskCancelled {
                task_id,
                cancelled_at,
            } if *task_id == self.id => {
                self.status = TaskStatus::Cancelled;
                self.ended_at = Some(*cancelled_at);
            }
            CaseEvent::TaskEdited { .. }
            | CaseEvent::TaskDone { .. }
            | CaseEvent::TaskCancelled { .. }
            | CaseEvent::Opened(_)
            | CaseEvent::Moved { .. }
            | CaseEvent::Held { .. }
            | CaseEvent::Resumed { .. }
            | CaseEvent::RequirementOverridden { .. }
            | CaseEvent::TerminationEdited { .. }
            | CaseEvent::StepRecorded { .. }
            | CaseEvent::StepAmended { .. }
            | CaseEvent::StepWithdrawn { .. }
            | CaseEvent::ClosureRequested { .. }
            | CaseEvent::ClosureApproved { .. }
            | CaseEvent::ClosureRejected { .. }
            | CaseEvent::ClosureWithdrawn { .. }
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
            | CaseEvent::CustodyReceived { .. }
            | CaseEvent::CustodyCorrected { .. }
            | CaseEvent::CustodyMoved { .. }
            | CaseEvent::CustodySettled { .. }
            | CaseEvent::CustodyWithdrawn { .. }
            | CaseEvent::DisclosureRecorded { .. } => {}
        }
    }
}

/// Adds a task.
///
/// # Errors
/// `case_closed`.
pub fn decide_add_task(case: &Case, task_id: TaskId, new: &NewTask) -> Decision<CaseEvent> {
    decided(takes_records(case).err().unwrap_or_default(), || {
        vec![CaseEvent::TaskAdded {
            task_id,
            note_id: new.note_id,
            owner_id: new.details.owner_id,
            due_on: new.details.due_on,
        }]
    })
}

/// Edits an open task. Without a change there is no event.
///
/// # Errors
/// `case_closed`, `task_not_open`.
pub fn decide_edit_task(
    case: &Case,
    task: &CaseTask,
    details: &TaskDetails,
) -> Decision<CaseEvent> {
    let changed = changed_fields(&task.details, details);
    decided(open(case, task), || {
        if changed.is_empty() {
            return Vec::new();
        }
        vec![CaseEvent::TaskEdited {
            task_id: task.id,
            owner_id: details.owner_id,
            due_on: details.due_on,
            changed,
        }]
    })
}

/// Ticks a task off.
///
/// # Errors
/// `case_closed`, `task_not_open`.
pub fn decide_finish_task(case: &Case, task: &CaseTask, now: DateTime<Utc>) -> Decision<CaseEvent> {
    decided(open(case, task), || {
        vec![CaseEvent::TaskDone {
            task_id: task.id,
            done_at: now,
        }]
    })
}

/// Cancels a task.
///
/// # Errors
/// `case_closed`, `task_not_open`.
pub fn decide_cancel_task(case: &Case, task: &CaseTask, now: DateTime<Utc>) -> Decision<CaseEvent> {
    decided(open(case, task), || {
        vec![CaseEvent::TaskCancelled {
            task_id: task.id,
            cancelled_at: now,
        }]
    })
}

fn open(case: &Case, task: &CaseTask) -> Vec<Refusal> {
    let mut refusals = takes_records(case).err().unwrap_or_default();
    match task.status {
        TaskStatus::Open => {}
        TaskStatus::Done | TaskStatus::Cancelled => {
            refusals.push(Refusal::new(RefusalCode::TaskNotOpen))
        }
    }
    refusals
}
