//! What happens to an assessment, as the timeline tells it: ids, codes and dates.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{AssessmentId, AssessmentType};
use crate::cases::OverrideId;
use crate::parties::WorkerId;

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
    /// It was finalised.
    #[serde(rename = "assessment.finalised")]
    Finalised {
        /// Who finalised it.
        finalised_by: WorkerId,
        /// When.
        finalised_at: DateTime<Utc>,
        /// By when the situation is to be assessed again.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reassess_by: Option<NaiveDate>,
        /// The overrides that let it pass.
        #[schema(max_items = 20)]
        overrides_used: Vec<OverrideId>,
    },
    /// A correction took its place.
    #[serde(rename = "assessment.superseded")]
    Superseded {
        /// The correction.
        by: AssessmentId,
    },
    /// The draft was withdrawn.
    #[serde(rename = "assessment.withdrawn")]
    Withdrawn {
        /// When.
        withdrawn_at: DateTime<Utc>,
    },
}
