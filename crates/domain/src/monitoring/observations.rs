//! What was observed of an indicator. Observations are never changed; a mistake is put right by
//! another that takes the place of the first, which then never counts.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{MonitoringEvent, ObservationPhase, ObservationSource};
use crate::cases::{AttachmentId, Case, CaseId, takes_records};
use crate::intake::CLOCK_SKEW;
use crate::intervention::plan::{IndicatorDetails, IndicatorId, IndicatorMeasure};
use crate::parties::WorkerId;
use crate::refusal::{Decision, Refusal, RefusalCode, decided};
use crate::texts::Lines;
use crate::warnings::{Fault, FaultCode};

crate::record_id!(ObservationId, "An observation of an indicator.");

/// What was observed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ObservationDetails {
    /// The indicator, of the plan of the case; its id is the same in all versions.
    pub indicator_id: IndicatorId,
    /// The value, within the range of the indicator; of one that is yes or no 1 or 0.
    #[schema(minimum = -1_000_000_000_i64, maximum = 1_000_000_000_i64)]
    pub value: f64,
    /// When it was observed; not in the future.
    pub observed_at: DateTime<Utc>,
    /// In which phase of the work. A baseline may begin before there is a plan in force.
    pub phase: ObservationPhase,
    /// From whom it comes.
    pub source: ObservationSource,
    /// What is to be said about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Lines>,
    /// The papers that show it: stored attachments of the same case.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub attachment_ids: Vec<AttachmentId>,
}

/// Why an observation takes the place of another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct SupersedesObservation {
    /// The observation that was recorded wrongly, of the same indicator.
    pub observation_id: ObservationId,
    /// What was wrong with it.
    pub reason: Lines,
}

/// Something was observed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({
    "indicator_id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e24", "value": 3.0,
    "observed_at": "2026-03-09T02:15:00Z", "phase": "baseline", "source": "family",
    "note": "By the niece's diary of the week."
})))]
pub struct NewObservation {
    /// The id made by the client (UUIDv7).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<ObservationId>,
    /// What was observed.
    #[serde(flatten)]
    pub details: ObservationDetails,
    /// The observation whose place it takes, if it puts a mistake right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supersedes: Option<SupersedesObservation>,
}

/// An observation as recorded.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Observation {
    /// The id.
    pub id: ObservationId,
    /// The case.
    pub case_id: CaseId,
    /// What was observed.
    #[serde(flatten)]
    pub details: ObservationDetails,
    /// The observation whose place it takes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supersedes: Option<SupersedesObservation>,
    /// The one that has taken its place: this one does not count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub superseded_by: Option<ObservationId>,
    /// Who recorded it.
    pub recorded_by: WorkerId,
    /// When it was recorded here.
    pub created_at: DateTime<Utc>,
    /// When it was last changed: when another took its place.
    pub modified_at: DateTime<Utc>,
}

impl ObservationDetails {
    /// What is wrong with the value, for this indicator.
    #[must_use]
    pub fn faults(&self, indicator: &IndicatorDetails) -> Vec<Fault> {
        let (least, most) = range(indicator);
        let fault = |code| Fault::new("/value", code);
        if let Some(min) = least.filter(|min| self.value < *min) {
            return vec![fault(FaultCode::TooSmall).with("min", min)];
        }
        if let Some(max) = most.filter(|max| self.value > *max) {
            return vec![fault(FaultCode::TooLarge).with("max", max)];
        }
        let whole = self.value.fract() == 0.0;
        if indicator.measure == IndicatorMeasure::YesNo && !whole {
            return vec![fault(FaultCode::NotValid).with("expected", "0, 1")];
        }
        Vec::new()
    }
}

/// The range of an indicator: what it says, or else what lies in the nature of what is measured.
fn range(indicator: &IndicatorDetails) -> (Option<f64>, Option<f64>) {
    let (least, most) = match indicator.measure {
        IndicatorMeasure::YesNo => (Some(0.0), Some(1.0)),
        IndicatorMeasure::GoalAttainment => (Some(-2.0), Some(2.0)),
        IndicatorMeasure::Frequency | IndicatorMeasure::Duration | IndicatorMeasure::Intensity => {
            (Some(0.0), None)
        }
        IndicatorMeasure::Rating | IndicatorMeasure::Score | IndicatorMeasure::Amount => {
            (None, None)
        }
    };
    (indicator.minimum.or(least), indicator.maximum.or(most))
}

/// Records an observation; on hold too (rule 1). `former` is the one whose place it takes.
///
/// # Errors
/// `case_closed`, `in_future`, `already_superseded`.
pub fn decide_observe(
    case: &Case,
    observation_id: ObservationId,
    details: &ObservationDetails,
    former: Option<&Observation>,
    now: DateTime<Utc>,
) -> Decision<MonitoringEvent> {
    let mut refusals = takes_records(case).err().unwrap_or_default();
    if details.observed_at > now + CLOCK_SKEW {
        refusals.push(Refusal::new(RefusalCode::InFuture).at("/observed_at"));
    }
    if former.is_some_and(|one| one.superseded_by.is_some()) {
        let refusal = Refusal::new(RefusalCode::AlreadySuperseded);
        refusals.push(refusal.at("/supersedes/observation_id"));
    }
    decided(refusals, || {
        vec![MonitoringEvent::Observed {
            observation_id,
            indicator_id: details.indicator_id,
            phase: details.phase,
            observed_at: details.observed_at,
            supersedes: former.map(|one| one.id),
        }]
    })
}
