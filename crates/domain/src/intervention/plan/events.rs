//! What happens to a plan, as the timeline of its case tells it.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{AgreementObstacle, PlanId, PlanTaskStatus, ProgressId};
use crate::cases::OverrideId;
use crate::elements::ElementKind;
use crate::parties::WorkerId;

/// Something that happened to a version of a plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum PlanEvent {
    /// It was drafted.
    #[serde(rename = "plan.drafted")]
    Drafted {
        /// Which version it is.
        number: i32,
        /// The version it was made from.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        previous_id: Option<PlanId>,
    },
    /// What the draft says of itself was edited.
    #[serde(rename = "plan.edited")]
    Edited {
        /// The names of the fields that changed.
        changed: Vec<String>,
    },
    /// It was proposed to the client.
    #[serde(rename = "plan.proposed")]
    Proposed {
        /// Who proposed it.
        proposed_by: WorkerId,
        /// When.
        proposed_at: DateTime<Utc>,
    },
    /// The client agreed, or something stands in for it.
    #[serde(rename = "plan.agreed")]
    Agreed {
        /// Why the client did not agree.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        obstacle: Option<AgreementObstacle>,
        /// Who recorded it.
        recorded_by: WorkerId,
        /// When.
        recorded_at: DateTime<Utc>,
    },
    /// A superior approved it.
    #[serde(rename = "plan.approved")]
    Approved {
        /// Who.
        decided_by: WorkerId,
        /// When.
        decided_at: DateTime<Utc>,
    },
    /// A superior did not: it is a draft again.
    #[serde(rename = "plan.rejected")]
    Rejected {
        /// Who.
        decided_by: WorkerId,
        /// When.
        decided_at: DateTime<Utc>,
    },
    /// It was taken back: it is a draft again.
    #[serde(rename = "plan.withdrawn")]
    Withdrawn {
        /// When.
        withdrawn_at: DateTime<Utc>,
    },
    /// It is the plan of the case from now on.
    #[serde(rename = "plan.activated")]
    Activated {
        /// The version whose place it takes.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        supersedes: Option<PlanId>,
        /// The overrides that let it pass.
        overrides_used: Vec<OverrideId>,
        /// When.
        activated_at: DateTime<Utc>,
    },
    /// A later version took its place.
    #[serde(rename = "plan.superseded")]
    Superseded {
        /// That version.
        superseded_by: PlanId,
        /// When.
        superseded_at: DateTime<Utc>,
    },
    /// It is no longer followed, or was given up before it was activated.
    #[serde(rename = "plan.closed")]
    Closed {
        /// When.
        closed_at: DateTime<Utc>,
    },
    /// One of its tasks or goals has come to another state.
    #[serde(rename = "plan.progressed")]
    Progressed {
        /// The record of it.
        progress_id: ProgressId,
        /// What the part is: a task or a goal.
        kind: ElementKind,
        /// The part.
        element_id: Uuid,
        /// How the task goes.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        task_status: Option<PlanTaskStatus>,
        /// The level that the goal has reached.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        level: Option<i32>,
        /// On which day.
        on: NaiveDate,
    },
}
