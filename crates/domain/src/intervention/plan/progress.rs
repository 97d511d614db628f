//! How the tasks and goals of an active plan go. It is told again and again, never overwritten, and
//! makes no new version of the plan.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Plan, PlanContent, PlanEvent, PlanId, PlanStatus, PlanTask, PlanTaskStatus};
use crate::cases::{Case, CaseId, takes_records};
use crate::elements::ElementKind;
use crate::parties::WorkerId;
use crate::refusal::{Decision, Refusal, RefusalCode, decided};
use crate::texts::Lines;
use crate::warnings::{Fault, FaultCode};

crate::record_id!(ProgressId, "A record of how a part of a plan goes.");

/// How a part of a plan goes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ProgressDetails {
    /// The task or goal.
    pub element_id: Uuid,
    /// How the task goes; with a task and nothing else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub task_status: Option<PlanTaskStatus>,
    /// The level that the goal has reached on its scale; with a goal and nothing else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = -2, maximum = 2)]
    pub level: Option<i32>,
    /// On which day, in the unit's time zone; not in the future.
    pub on: NaiveDate,
    /// What is to be said about it; why, where a task is cancelled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Lines>,
}

/// Records how a part of the active plan goes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({
    "element_id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e23", "task_status": "done", "on": "2026-04-09"
})))]
pub struct NewProgress {
    /// The id made by the client (UUIDv7).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<ProgressId>,
    /// How it goes.
    #[serde(flatten)]
    pub details: ProgressDetails,
}

/// A record of how a part of a plan went. It is never changed; a later one counts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PlanProgress {
    /// The id.
    pub id: ProgressId,
    /// The version of the plan that was active.
    pub plan_id: PlanId,
    /// The case.
    pub case_id: CaseId,
    /// What the part is.
    pub kind: ElementKind,
    /// How it went.
    #[serde(flatten)]
    pub details: ProgressDetails,
    /// Who recorded it.
    pub recorded_by: WorkerId,
    /// When it was recorded here.
    pub created_at: DateTime<Utc>,
}

impl PlanTaskStatus {
    /// Whether there is still something to be done.
    #[must_use]
    pub const fn open(self) -> bool {
        match self {
            Self::NotStarted | Self::InProgress => true,
            Self::Done | Self::Cancelled => false,
        }
    }
}

impl PlanContent {
    /// The tasks that are neither done nor cancelled, by what was `told` of them, the latest last.
    #[must_use]
    pub fn open_tasks(self, told: Vec<(Uuid, PlanTaskStatus)>) -> Vec<PlanTask> {
        let latest: BTreeMap<Uuid, PlanTaskStatus> = told.into_iter().collect();
        let open = |task: &PlanTask| latest.get(&task.id.0).is_none_or(|status| status.open());
        self.tasks.into_iter().filter(open).collect()
    }

    /// What a part is that has progress: a task or a goal.
    ///
    /// # Errors
    /// `unknown_reference`.
    pub fn progressing(&self, id: Uuid) -> Result<ElementKind, Fault> {
        if self.tasks.iter().any(|it| it.id.0 == id) {
            Ok(ElementKind::PlanTask)
        } else if self.goals.iter().any(|it| it.id.0 == id) {
            Ok(ElementKind::Goal)
        } else {
            Err(Fault::new("/element_id", FaultCode::UnknownReference))
        }
    }
}

/// Records how a task or goal of the active plan goes; on hold too (rule 1).
///
/// # Errors
/// `case_closed`, `plan_not_active`, `progress_mismatch`, `in_future`, `particular_missing` for a
/// task that is cancelled without saying why.
pub fn decide_progress(
    case: &Case,
    plan: &Plan,
    content: &PlanContent,
    kind: ElementKind,
    progress: (ProgressId, &ProgressDetails),
    today: NaiveDate,
) -> Decision<PlanEvent> {
    let (progress_id, details) = progress;
    let mut refusals = takes_records(case).err().unwrap_or_default();
    if plan.status != PlanStatus::Active {
        refusals.push(Refusal::new(RefusalCode::PlanNotActive));
    }
    let scaled = content
        .goals
        .iter()
        .any(|it| it.id.0 == details.element_id && it.details.scale.is_some());
    let fits = match (details.task_status, details.level) {
        (Some(_), None) => kind == ElementKind::PlanTask,
        (None, Some(_)) => kind == ElementKind::Goal && scaled,
        (None, None) | (Some(_), Some(_)) => false,
    };
    if !fits {
        refusals.push(Refusal::new(RefusalCode::ProgressMismatch).at("/element_id"));
    }
    if details.on > today {
        refusals.push(Refusal::new(RefusalCode::InFuture).at("/on"));
    }
    if details.task_status == Some(PlanTaskStatus::Cancelled) && details.note.is_none() {
        refusals.push(Refusal::new(RefusalCode::ParticularMissing).at("/note"));
    }
    decided(refusals, || {
        vec![PlanEvent::Progressed {
            progress_id,
            kind,
            element_id: details.element_id,
            task_status: details.task_status,
            level: details.level,
            on: details.on,
        }]
    })
}
