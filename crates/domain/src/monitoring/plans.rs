//! How a case is monitored: what, by which method, with which instrument, how often.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    InstrumentKind, Interval, MonitoringEvent, MonitoringPlanStatus, MonitoringScope, Schedule,
};
use crate::assessment::Period;
use crate::cases::{Case, CaseId, RecordKind, RecordRef, movable};
use crate::changes::changed_fields;
use crate::intervention::plan::IndicatorId;
use crate::parties::WorkerId;
use crate::refusal::{Decision, Refusal, RefusalCode, decided};
use crate::texts::{Line, Lines};
use crate::warnings::{Fault, FaultCode};

crate::record_id!(MonitoringPlanId, "How one scope of a case is monitored.");

/// How something is monitored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct MonitoringPlanDetails {
    /// What is monitored.
    pub scope: MonitoringScope,
    /// The indicators that are observed: an observation of one of them is the monitoring that was
    /// due.
    #[schema(min_items = 1, max_items = 50)]
    pub indicator_ids: Vec<IndicatorId>,
    /// How.
    pub method: Lines,
    /// With what.
    pub instrument: InstrumentKind,
    /// Which one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instrument_name: Option<Line>,
    /// What the instrument cannot tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limits: Option<Lines>,
    /// How often. When it is changed, what is due after that day follows at the new interval,
    /// counted from the last due date.
    pub every: Period,
    /// For how many days after a due date it is still met on time.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 31, default = 0)]
    pub grace_days: u16,
}

/// Sets how something is monitored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({
    "scope": "health", "indicator_ids": ["01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e24"],
    "method": "Home visit and the niece's diary", "instrument": "form",
    "instrument_name": "Meal diary", "limits": "Says nothing about how much she eats.",
    "every": {"count": 1, "unit": "months"}, "grace_days": 3, "starts_on": "2026-04-06"
})))]
pub struct NewMonitoringPlan {
    /// The id made by the client (UUIDv7).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<MonitoringPlanId>,
    /// How it is monitored.
    #[serde(flatten)]
    pub details: MonitoringPlanDetails,
    /// From when on: due dates are counted from this day. Not before the case was opened.
    pub starts_on: NaiveDate,
}

/// Ends the monitoring of something.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({"reason": "She eats three meals every day; the health clinic goes on."})))]
pub struct EndMonitoringPlan {
    /// Why.
    pub reason: Lines,
}

/// How something of a case is monitored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct MonitoringPlan {
    /// The id.
    pub id: MonitoringPlanId,
    /// The case.
    pub case_id: CaseId,
    /// How it is monitored.
    #[serde(flatten)]
    pub details: MonitoringPlanDetails,
    /// From when on.
    pub starts_on: NaiveDate,
    /// The intervals so far, in the order of time.
    #[schema(max_items = 1000)]
    pub intervals: Vec<Interval>,
    /// Whether it goes on.
    pub status: MonitoringPlanStatus,
    /// Its last day, once it has ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_on: Option<NaiveDate>,
    /// Why it has ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end_reason: Option<Lines>,
    /// Who set it.
    pub set_by: WorkerId,
    /// Version, as in the ETag.
    pub version: i64,
    /// When it was recorded here.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub modified_at: DateTime<Utc>,
}

impl MonitoringPlanDetails {
    /// What is wrong with them; `known` tells which indicators the plans of the case have.
    #[must_use]
    pub fn faults(&self, known: impl Fn(IndicatorId) -> bool) -> Vec<Fault> {
        let ids = &self.indicator_ids;
        let mut faults = Vec::new();
        for (index, id) in ids.iter().enumerate() {
            let pointer = format!("/indicator_ids/{index}");
            if ids.iter().take(index).any(|earlier| earlier == id) {
                faults.push(Fault::new(pointer, FaultCode::RepeatedItem));
            } else if !known(*id) {
                faults.push(Fault::new(pointer, FaultCode::UnknownReference));
            }
        }
        faults
    }
}

impl MonitoringPlan {
    /// As it is set.
    #[must_use]
    pub fn set(
        id: MonitoringPlanId,
        case: &Case,
        new: NewMonitoringPlan,
        by: WorkerId,
        now: DateTime<Utc>,
    ) -> Self {
        Self {
            id,
            case_id: case.id,
            intervals: vec![Interval {
                after_on: new.starts_on,
                every: new.details.every,
            }],
            details: new.details,
            starts_on: new.starts_on,
            status: MonitoringPlanStatus::Active,
            ended_on: None,
            end_reason: None,
            set_by: by,
            version: 1,
            created_at: now,
            modified_at: now,
        }
    }

    /// Takes over new details from this day on.
    pub fn edit(&mut self, details: MonitoringPlanDetails, today: NaiveDate) {
        if details.every != self.details.every {
            let interval = Interval {
                after_on: today.max(self.starts_on),
                every: details.every,
            };
            // What was changed on one day, or before the start, was never in force.
            self.intervals.retain(|it| it.after_on < interval.after_on);
            self.intervals.push(interval);
        }
        self.details = details;
    }

    /// When it is due.
    #[must_use]
    pub fn schedule(&self) -> Schedule<'_> {
        Schedule {
            starts_on: self.starts_on,
            intervals: &self.intervals,
            ends_on: self.ended_on,
            grace_days: self.details.grace_days,
        }
    }

    /// The record, named.
    #[must_use]
    pub const fn record(&self) -> RecordRef {
        RecordRef {
            kind: RecordKind::MonitoringPlan,
            id: self.id.0,
        }
    }
}

/// Sets how something is monitored. `opened_on` is the day the case was opened on.
///
/// # Errors
/// `case_closed`, `case_on_hold`, `closure_pending`, `before_case_opened`.
pub fn decide_set_monitoring_plan(
    case: &Case,
    new: &NewMonitoringPlan,
    opened_on: NaiveDate,
) -> Decision<MonitoringEvent> {
    let mut refusals = movable(case);
    if new.starts_on < opened_on {
        refusals.push(Refusal::new(RefusalCode::BeforeCaseOpened).at("/starts_on"));
    }
    decided(refusals, || {
        vec![MonitoringEvent::PlanSet {
            scope: new.details.scope,
            every: new.details.every,
            starts_on: new.starts_on,
        }]
    })
}

/// Changes how something is monitored. Without any change nothing happens.
///
/// # Errors
/// `monitoring_plan_ended`, `case_closed`, `case_on_hold`, `closure_pending`.
pub fn decide_edit_monitoring_plan(
    case: &Case,
    plan: &MonitoringPlan,
    details: &MonitoringPlanDetails,
) -> Decision<MonitoringEvent> {
    let changed = changed_fields(&plan.details, details);
    decided(barred(case, plan), || {
        (!changed.is_empty())
            .then(|| MonitoringEvent::PlanEdited {
                every: (details.every != plan.details.every).then_some(details.every),
                changed,
            })
            .into_iter()
            .collect()
    })
}

/// Ends it: nothing of it is due after this day.
///
/// # Errors
/// `monitoring_plan_ended`, `case_closed`, `case_on_hold`, `closure_pending`.
pub fn decide_end_monitoring_plan(
    case: &Case,
    plan: &MonitoringPlan,
    today: NaiveDate,
) -> Decision<MonitoringEvent> {
    decided(barred(case, plan), || {
        vec![MonitoringEvent::PlanEnded { ended_on: today }]
    })
}

fn barred(case: &Case, plan: &MonitoringPlan) -> Vec<Refusal> {
    let mut refusals = movable(case);
    match plan.status {
        MonitoringPlanStatus::Active => {}
        MonitoringPlanStatus::Ended => {
            refusals.push(Refusal::new(RefusalCode::MonitoringPlanEnded));
        }
    }
    refusals
}
