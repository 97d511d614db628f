//! Work on a case that waits: on hold the stages stand still, notes, contacts and tasks do not
//! (rule 1).

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Case, CaseEvent, CaseStatus, movable};
use crate::refusal::{Decision, Refusal, RefusalCode, decided};
use crate::texts::Reason;

/// Puts a case on hold.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({"reason": "The client is in hospital and will be back after the operation.", "until_on": "2026-05-04"})))]
pub struct HoldCase {
    /// Why.
    pub reason: Reason,
    /// The last day of the hold, where it is known. The hold does not end by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until_on: Option<NaiveDate>,
}

/// Puts a case on hold; `today` is the date in the unit's time zone.
///
/// # Errors
/// `case_closed`, `case_on_hold`, `closure_pending`; `due_on_in_past`.
pub fn decide_hold(
    case: &Case,
    until_on: Option<NaiveDate>,
    today: NaiveDate,
    now: DateTime<Utc>,
) -> Decision<CaseEvent> {
    let mut refusals = movable(case);
    if until_on.is_some_and(|until| until < today) {
        refusals.push(Refusal::new(RefusalCode::DueOnInPast).at("/until_on"));
    }
    decided(refusals, || {
        vec![CaseEvent::Held {
            held_until_on: until_on,
            held_at: now,
        }]
    })
}

/// Ends a hold, in time or late.
///
/// # Errors
/// `case_not_on_hold`.
pub fn decide_resume(case: &Case, now: DateTime<Utc>) -> Decision<CaseEvent> {
    let refusals = match case.status {
        CaseStatus::OnHold => Vec::new(),
        CaseStatus::Open | CaseStatus::ClosureRequested | CaseStatus::Closed => {
            vec![Refusal::new(RefusalCode::CaseNotOnHold)]
        }
    };
    decided(refusals, || vec![CaseEvent::Resumed { resumed_at: now }])
}

/// Whether the last day of the hold has passed, and nobody has ended it.
#[must_use]
pub fn hold_overdue(case: &Case, today: NaiveDate) -> bool {
    case.held_until_on.is_some_and(|until| until < today)
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;
    use crate::cases::fixture::{case, now, today};

    fn held(until_on: Option<NaiveDate>) -> Case {
        let mut case = case();
        let events = decide_hold(&case, until_on, today(), now()).unwrap();
        events.iter().for_each(|event| case.apply(event));
        case
    }

    #[test]
    fn a_hold_goes_on_after_its_last_day_and_is_overdue_from_then_on() {
        let case = held(Some(today()));
        assert_eq!(
            (case.status, case.held_at),
            (CaseStatus::OnHold, Some(now()))
        );
        assert!(!hold_overdue(&case, today()));
        assert!(hold_overdue(&case, today() + TimeDelta::days(1)));
        assert!(!hold_overdue(&held(None), today() + TimeDelta::days(400)));
    }

    #[test]
    fn a_hold_begins_once_ends_once_and_leaves_no_trace_on_the_case() {
        let mut case = held(None);
        let again = decide_hold(&case, None, today(), now()).unwrap_err();
        assert_eq!(again[0].code, RefusalCode::CaseOnHold);
        for event in decide_resume(&case, now()).unwrap() {
            case.apply(&event);
        }
        assert_eq!(case, super::super::fixture::case());
        let again = decide_resume(&case, now()).unwrap_err();
        assert_eq!(again[0].code, RefusalCode::CaseNotOnHold);
    }

    #[test]
    fn a_hold_does_not_end_before_it_begins() {
        let yesterday = Some(today() - TimeDelta::days(1));
        let refused = decide_hold(&case(), yesterday, today(), now()).unwrap_err();
        assert_eq!(refused[0].code, RefusalCode::DueOnInPast);
        assert_eq!(refused[0].pointer.as_deref(), Some("/until_on"));
    }
}
