//! Changes of strategy during the work, each with its reason. What is recorded stays.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::plan::StrategyId;
use super::{InterventionId, WorkEvent, interventions::barred};
use crate::cases::{Case, CaseId};
use crate::parties::WorkerId;
use crate::refusal::{Decision, Refusal, RefusalCode, decided};
use crate::texts::Lines;

crate::record_id!(StrategyChangeId, "A change of strategy during the work.");

/// What is told about a change of strategy.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct StrategyChangeDetails {
    /// The strategy of the active plan that is changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub strategy_id: Option<StrategyId>,
    /// The intervention of the same case in which it is carried out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub intervention_id: Option<InterventionId>,
    /// How it was until now.
    pub from: Lines,
    /// How it is from now on.
    pub to: Lines,
    /// Why.
    pub reason: Lines,
    /// From which day on; not in the future.
    pub changed_on: NaiveDate,
    /// On which day the client agreed; not in the future.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreed_on: Option<NaiveDate>,
    /// Why the client has not agreed, where that is so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_agreed_reason: Option<Lines>,
}

/// Records a change of strategy.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({
    "from": "Weekly talks at the office.", "to": "Talks on walks near his home.",
    "reason": "He does not speak in closed rooms.", "changed_on": "2026-04-06",
    "agreed_on": "2026-04-03"
})))]
pub struct NewStrategyChange {
    /// The id made by the client (UUIDv7).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<StrategyChangeId>,
    /// What is told about it.
    #[serde(flatten)]
    pub details: StrategyChangeDetails,
}

/// A change of strategy as recorded.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct StrategyChange {
    /// The id.
    pub id: StrategyChangeId,
    /// The case.
    pub case_id: CaseId,
    /// What was told about it.
    #[serde(flatten)]
    pub details: StrategyChangeDetails,
    /// Who recorded it.
    pub recorded_by: WorkerId,
    /// When it was recorded here.
    pub created_at: DateTime<Utc>,
}

/// Records a change of strategy.
///
/// # Errors
/// As for planning an intervention; `in_future`; `agreement_untold` unless exactly one is told of
/// the day on which the client agreed, and why not.
pub fn decide_change_strategy(
    case: &Case,
    strategy_change_id: StrategyChangeId,
    told: &StrategyChangeDetails,
    today: NaiveDate,
) -> Decision<WorkEvent> {
    let mut refusals = barred(case);
    let late = |day: NaiveDate| day > today;
    let days = [
        (late(told.changed_on), "/changed_on"),
        (told.agreed_on.is_some_and(late), "/agreed_on"),
    ];
    for (late, pointer) in days {
        if late {
            refusals.push(Refusal::new(RefusalCode::InFuture).at(pointer));
        }
    }
    if told.agreed_on.is_some() == told.not_agreed_reason.is_some() {
        refusals.push(Refusal::new(RefusalCode::AgreementUntold).at("/agreed_on"));
    }
    decided(refusals, || {
        vec![WorkEvent::StrategyChanged {
            strategy_change_id,
            changed_on: told.changed_on,
            agreed_on: told.agreed_on,
        }]
    })
}
