//! The alarm of a case (rule 8, and every crisis): it stands until a superior has seen to it, and
//! longer than what raised it where nobody has.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Case, CaseEvent};
use crate::parties::WorkerId;
use crate::refusal::{Decision, Refusal, RefusalCode};
use crate::texts::Lines;

crate::vocabulary! {
    /// What raises the alarm of a case.
    pub enum AlarmCause ("alarm_cause", closed) {
        RiskRose = "risk_rose" | "Risiko kes naik kepada tinggi atau kritikal" | "Risiko kasus naik menjadi tinggi atau kritis" | "The risk of the case rose to high or critical" | "rule 8",
        CrisisReported = "crisis_reported" | "Krisis dilaporkan, atau menjadi lebih berat" | "Krisis dilaporkan, atau menjadi lebih berat" | "A crisis was reported, or became graver" | "°",
    }
}

/// The alarm of a case that no superior has acknowledged yet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Alarm {
    /// Since when it stands: how long somebody has waited. What comes later does not move it.
    pub since: DateTime<Utc>,
    /// What raised it since then, each once, in the order in which they came.
    #[schema(min_items = 1, max_items = 2)]
    pub causes: Vec<AlarmCause>,
}

impl Alarm {
    /// The alarm after one more cause, whether it stood before or not.
    #[must_use]
    pub fn raised(standing: Option<Self>, cause: AlarmCause, at: DateTime<Utc>) -> Self {
        let mut alarm = standing.unwrap_or(Self {
            since: at,
            causes: Vec::new(),
        });
        if !alarm.causes.contains(&cause) {
            alarm.causes.push(cause);
        }
        alarm
    }
}

/// Acknowledges the alarm of a case.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({"note": "Called the caseworker; we visit her together tomorrow at nine."})))]
pub struct AcknowledgeAlarm {
    /// The words that go with it: they stand on the timeline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Lines>,
}

/// Acknowledges the alarm of a case, with everything that raised it so far.
///
/// # Errors
/// `no_alarm`.
pub fn decide_acknowledge_alarm(
    case: &Case,
    by: WorkerId,
    now: DateTime<Utc>,
) -> Decision<CaseEvent> {
    match &case.alarm {
        None => Err(vec![Refusal::new(RefusalCode::NoAlarm)]),
        Some(alarm) => Ok(vec![CaseEvent::AlarmAcknowledged {
            alarmed_at: alarm.since,
            acknowledged_by: by,
            acknowledged_at: now,
        }]),
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use uuid::Uuid;

    use super::*;
    use crate::assessment::RiskLevel;
    use crate::cases::fixture::{SUPERVISOR, case, now};
    use crate::intervention::{CrisisId, CrisisSeverity};
    use crate::termination::TerminationReason;

    fn crisis(minutes: i64) -> CaseEvent {
        CaseEvent::CrisisAlarmed {
            crisis_id: CrisisId(Uuid::from_u128(90)),
            severity: CrisisSeverity::Severe,
            open_crises: 1,
            alarmed_at: now() + TimeDelta::minutes(minutes),
        }
    }

    fn risen(minutes: i64) -> CaseEvent {
        CaseEvent::RiskAlarmed {
            from: RiskLevel::Low,
            to: RiskLevel::High,
            alarmed_at: now() + TimeDelta::minutes(minutes),
        }
    }

    fn after(events: &[CaseEvent]) -> Case {
        let mut case = case();
        events.iter().for_each(|event| case.apply(event));
        case
    }

    #[test]
    fn it_stands_since_the_first_that_nobody_has_seen_to_and_names_all_that_came() {
        assert_eq!(case().alarm, None);
        let alarm = after(&[crisis(0), risen(5), crisis(9)]).alarm;
        let causes = vec![AlarmCause::CrisisReported, AlarmCause::RiskRose];
        assert_eq!(
            alarm,
            Some(Alarm {
                since: now(),
                causes
            })
        );
    }

    #[test]
    fn it_outlasts_what_raised_it_and_ends_where_a_superior_has_seen_to_it() {
        let over = CaseEvent::CrisisOver {
            crisis_id: CrisisId(Uuid::from_u128(90)),
            open_crises: 0,
        };
        let fallen = CaseEvent::RiskChanged {
            from: RiskLevel::High,
            to: RiskLevel::Low,
        };
        let mut case = after(&[risen(0), crisis(1), over, fallen]);
        let acknowledged = decide_acknowledge_alarm(&case, SUPERVISOR, now()).unwrap();
        assert_eq!(
            acknowledged,
            [CaseEvent::AlarmAcknowledged {
                alarmed_at: now(),
                acknowledged_by: SUPERVISOR,
                acknowledged_at: now(),
            }]
        );
        case.apply(&acknowledged[0]);
        assert_eq!(case.alarm, None);
        let again = decide_acknowledge_alarm(&case, SUPERVISOR, now()).unwrap_err();
        assert_eq!(again, [Refusal::new(RefusalCode::NoAlarm)]);
        // What comes after it is an alarm of its own.
        case.apply(&crisis(20));
        let since = case.alarm.map(|alarm| alarm.since);
        assert_eq!(since, Some(now() + TimeDelta::minutes(20)));
    }

    #[test]
    fn the_closure_ends_it() {
        let closed = CaseEvent::Closed {
            reason: TerminationReason::Deceased,
            overrides_used: Vec::new(),
            closed_at: now(),
        };
        assert_eq!(after(&[risen(0), closed]).alarm, None);
    }
}
