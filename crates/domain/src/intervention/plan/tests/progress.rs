//! How the parts of an active plan go.

use serde_json::{Value, json};

use super::super::fixture::*;
use super::super::*;
use super::codes;
use crate::cases::fixture::today;
use crate::refusal::RefusalCode;
use crate::warnings::FaultCode;

#[test]
fn progress_fits_its_part_and_goes_on_while_the_case_is_on_hold() {
    let active = in_status(PlanStatus::Active);
    let told = |plan: &Plan, n, details: Value| {
        let mut details = details;
        details["element_id"] = json!(uuid(n));
        details["on"] = details.get("on").cloned().unwrap_or(json!(today()));
        let details: ProgressDetails = serde_json::from_value(details).unwrap();
        let kind = content().progressing(details.element_id).unwrap();
        let progress = (ProgressId(uuid(50)), &details);
        codes(decide_progress(
            &on_hold(),
            plan,
            &content(),
            kind,
            progress,
            today(),
        ))
    };
    assert_eq!(told(&active, 3, json!({"task_status": "done"})), []);
    assert_eq!(
        told(&active, 3, json!({"task_status": "cancelled"})),
        [RefusalCode::ParticularMissing]
    );
    let why = json!({"task_status": "cancelled", "note": "She has moved away."});
    assert_eq!(told(&active, 3, why), []);
    assert_eq!(told(&active, 1, json!({"level": 1})), []);
    let mismatch = [RefusalCode::ProgressMismatch];
    assert_eq!(told(&active, 3, json!({"level": 1})), mismatch);
    assert_eq!(told(&active, 1, json!({})), mismatch);
    assert_eq!(
        told(&active, 1, json!({"level": 1, "on": "2030-01-01"})),
        [RefusalCode::InFuture]
    );
    assert_eq!(
        told(&draft(), 1, json!({"level": 1})),
        [RefusalCode::PlanNotActive]
    );
    let strategy = content().progressing(uuid(5)).unwrap_err();
    assert_eq!(strategy.code, FaultCode::UnknownReference);
}

#[test]
fn a_task_is_open_until_the_last_that_was_told_of_it_ends_it() {
    use PlanTaskStatus::{Cancelled, Done, InProgress, NotStarted};
    let open = |told: &[(u128, PlanTaskStatus)]| {
        let told = told.iter().map(|(n, status)| (uuid(*n), *status));
        let tasks = content().open_tasks(told.collect());
        let ids: Vec<u128> = tasks.iter().map(|task| task.id.0.as_u128()).collect();
        ids
    };
    assert_eq!(open(&[]), [3, 4]);
    assert_eq!(open(&[(3, NotStarted), (4, InProgress)]), [3, 4]);
    assert_eq!(open(&[(3, InProgress), (3, Done)]), [4]);
    assert_eq!(open(&[(3, Done), (4, Cancelled), (3, InProgress)]), [3]);
}
