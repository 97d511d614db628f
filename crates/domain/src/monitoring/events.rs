//! What happens in the monitoring of a case, as its timeline tells it: ids, codes and dates.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{
    EffectivenessRating, EvaluationConclusion, MonitoringScope, ObservationId, ObservationPhase,
};
use crate::assessment::Period;
use crate::intervention::plan::{IndicatorId, PlanId};
use crate::parties::WorkerId;

/// Something that happened in the monitoring of a case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum MonitoringEvent {
    /// It was set how something is monitored.
    #[serde(rename = "monitoring_plan.set")]
    PlanSet {
        /// What.
        scope: MonitoringScope,
        /// How often.
        every: Period,
        /// From when on.
        starts_on: NaiveDate,
    },
    /// It was changed.
    #[serde(rename = "monitoring_plan.edited")]
    PlanEdited {
        /// How often from now on, where that changed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        every: Option<Period>,
        /// The names of the fields that changed.
        changed: Vec<String>,
    },
    /// It has ended.
    #[serde(rename = "monitoring_plan.ended")]
    PlanEnded {
        /// The last day.
        ended_on: NaiveDate,
    },
    /// Something was observed.
    #[serde(rename = "observation.recorded")]
    Observed {
        /// The observation.
        observation_id: ObservationId,
        /// Of what.
        indicator_id: IndicatorId,
        /// In which phase.
        phase: ObservationPhase,
        /// When.
        observed_at: DateTime<Utc>,
        /// The observation whose place it takes.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        supersedes: Option<ObservationId>,
    },
    /// A progress report was begun.
    #[serde(rename = "progress_report.drafted")]
    ReportDrafted {
        /// The first day it is about.
        from_on: NaiveDate,
        /// The last.
        to_on: NaiveDate,
    },
    /// The draft was edited.
    #[serde(rename = "progress_report.edited")]
    ReportEdited {
        /// The names of the fields that changed.
        changed: Vec<String>,
    },
    /// It was submitted.
    #[serde(rename = "progress_report.submitted")]
    ReportSubmitted {
        /// Who submitted it.
        submitted_by: WorkerId,
        /// When.
        submitted_at: DateTime<Utc>,
    },
    /// A superior has acknowledged it.
    #[serde(rename = "progress_report.acknowledged")]
    ReportAcknowledged {
        /// Who.
        acknowledged_by: WorkerId,
        /// When.
        acknowledged_at: DateTime<Utc>,
    },
    /// What was planned was held against what was achieved.
    #[serde(rename = "evaluation.recorded")]
    Evaluated {
        /// The version of the plan.
        plan_id: PlanId,
        /// How well the work was done.
        process: EffectivenessRating,
        /// What came of it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        outcome: Option<EffectivenessRating>,
        /// What follows.
        conclusion: EvaluationConclusion,
        /// On which day.
        evaluated_on: NaiveDate,
    },
}
