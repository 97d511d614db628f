//! What happens to an assessment, as the timeline tells it: ids, codes and dates.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{AssessmentId, AssessmentType};

/// Something that happened to an assessment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "type")]
pub enum AssessmentEvent {
    /// It was drafted.
    #[serde(rename = "assessment.drafted")]
    Drafted {
        /// What it is for.
        kind: AssessmentType,
        /// The finalised one that it corrects.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        supersedes: Option<AssessmentId>,
    },
    /// Its own fields were edited.
    #[serde(rename = "assessment.edited")]
    Edited {
        /// The names of the fields that changed.
        #[schema(max_items = 50)]
        changed: Vec<String>,
    },
    /// The draft was withdrawn.
    #[serde(rename = "assessment.withdrawn")]
    Withdrawn {
        /// When.
        withdrawn_at: DateTime<Utc>,
    },
}
