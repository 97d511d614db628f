//! What happens while a plan is carried out, as it stands on the timeline of the case: words, days and
//! ids, never what anybody said, and never another case.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{
    CrisisId, CrisisSeverity, InterventionId, SessionForm, SessionMode, StrategyChangeId,
    StrategyTechnique, WorkSessionId,
};

/// Something that happened in the work with a client.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum WorkEvent {
    /// An intervention was planned.
    #[serde(rename = "case.intervention_planned")]
    InterventionPlanned {
        /// The intervention.
        intervention_id: InterventionId,
        /// By which technique.
        technique: StrategyTechnique,
    },
    /// What is told about an intervention was edited.
    #[serde(rename = "case.intervention_edited")]
    InterventionEdited {
        /// The intervention.
        intervention_id: InterventionId,
        /// The names of the fields that changed.
        changed: Vec<String>,
    },
    /// An intervention was started.
    #[serde(rename = "case.intervention_started")]
    InterventionStarted {
        /// The intervention.
        intervention_id: InterventionId,
        /// Its first day.
        started_on: NaiveDate,
    },
    /// An intervention was completed.
    #[serde(rename = "case.intervention_completed")]
    InterventionCompleted {
        /// The intervention.
        intervention_id: InterventionId,
        /// Its last day.
        ended_on: NaiveDate,
    },
    /// An intervention was stopped, or given up before it began.
    #[serde(rename = "case.intervention_stopped")]
    InterventionStopped {
        /// The intervention.
        intervention_id: InterventionId,
        /// Its last day.
        ended_on: NaiveDate,
    },
    /// A session was recorded.
    #[serde(rename = "case.session_recorded")]
    SessionRecorded {
        /// The session.
        work_session_id: WorkSessionId,
        /// The intervention it belongs to.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        intervention_id: Option<InterventionId>,
        /// With whom.
        form: SessionForm,
        /// How.
        mode: SessionMode,
        /// When it began.
        held_at: DateTime<Utc>,
        /// The session whose place it takes.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        supersedes: Option<WorkSessionId>,
    },
    /// The strategy was changed during the work.
    #[serde(rename = "case.strategy_changed")]
    StrategyChanged {
        /// The record of the change.
        strategy_change_id: StrategyChangeId,
        /// From which day on.
        changed_on: NaiveDate,
        /// On which day the client agreed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        agreed_on: Option<NaiveDate>,
    },
    /// A crisis was reported.
    #[serde(rename = "case.crisis_reported")]
    CrisisReported {
        /// The crisis.
        crisis_id: CrisisId,
        /// How grave it is.
        severity: CrisisSeverity,
        /// When it happened.
        occurred_at: DateTime<Utc>,
    },
    /// What is told about a crisis was edited.
    #[serde(rename = "case.crisis_edited")]
    CrisisEdited {
        /// The crisis.
        crisis_id: CrisisId,
        /// How grave it is.
        severity: CrisisSeverity,
        /// The names of the fields that changed.
        changed: Vec<String>,
    },
    /// Somebody took a crisis in hand.
    #[serde(rename = "case.crisis_handled")]
    CrisisHandled {
        /// The crisis.
        crisis_id: CrisisId,
    },
    /// A crisis was resolved.
    #[serde(rename = "case.crisis_resolved")]
    CrisisResolved {
        /// The crisis.
        crisis_id: CrisisId,
        /// On which day.
        resolved_on: NaiveDate,
    },
}
