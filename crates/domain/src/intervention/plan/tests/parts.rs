//! What is asked of the parts of a plan.

use serde_json::{Value, json};

use super::super::fixture::*;
use super::super::*;
use super::with;
use crate::cases::fixture::today;
use crate::elements::{ElementKind, Rules, take_out};
use crate::refusal::RefusalCode;
use crate::warnings::FaultCode;

fn faults<E: Rules>(details: Value, others: &E::Content) -> Vec<(String, FaultCode)> {
    let details = serde_json::from_value(details).unwrap();
    let faults = E::faults(&details, others, today());
    faults.into_iter().map(|it| (it.pointer, it.code)).collect()
}

#[test]
fn what_a_part_names_is_there() {
    let whole = content();
    let unknown = |pointer: &str| (pointer.to_owned(), FaultCode::UnknownReference);
    let objective = json!({"goal_id": uuid(9), "statement": "x"});
    assert_eq!(
        faults::<Objective>(objective, &whole),
        [unknown("/goal_id")]
    );
    let strategy = json!({"goal_ids": [uuid(1), uuid(9)], "description": "x",
        "technique": "mediation", "method": "casework"});
    assert_eq!(
        faults::<Strategy>(strategy, &whole),
        [unknown("/goal_ids/1")]
    );
    let mut lost = task("2026-04-06", &[3, 9]);
    lost["objective_id"] = json!(uuid(9));
    assert_eq!(
        faults::<PlanTask>(lost, &whole),
        [unknown("/objective_id"), unknown("/after/1")]
    );
}

#[test]
fn a_task_does_not_wait_for_itself_however_long_the_way() {
    let mut rows = rows();
    rows.push(row(ElementKind::PlanTask, 9, task("2026-04-12", &[4])));
    let mut others = with(rows);
    take_out::<PlanTask>(&mut others, PlanTaskId(uuid(3))).unwrap();
    let told = |after| faults::<PlanTask>(task("2026-04-06", after), &others);
    assert_eq!(told(&[]), []);
    assert_eq!(
        told(&[9]),
        [("/after".to_owned(), FaultCode::WaitsForItself)]
    );
    assert_eq!(
        told(&[4]),
        [("/after".to_owned(), FaultCode::WaitsForItself)]
    );
    assert_eq!(
        told(&[3]),
        [("/after/0".to_owned(), FaultCode::UnknownReference)]
    );
    assert_eq!(
        told(&[9, 9]),
        [("/after".to_owned(), FaultCode::RepeatedItem)]
    );
}

#[test]
fn dates_and_numbers_are_in_order() {
    let whole = content();
    let mut late = task("2026-04-30", &[]);
    late["due_on"] = json!("2026-04-29");
    assert_eq!(
        faults::<PlanTask>(late, &whole),
        [("/due_on".to_owned(), FaultCode::DateTooEarly)]
    );
    let role = json!({"party": "family", "duties": "cooks", "accepted_on": "2026-03-30"});
    assert_eq!(
        faults::<PlanRole>(role, &whole),
        [("/explained_on".to_owned(), FaultCode::Required)]
    );
    let role = json!({"party": "family", "duties": "cooks", "explained_on": "2026-03-31", "accepted_on": "2026-03-30"});
    assert_eq!(
        faults::<PlanRole>(role, &whole),
        [("/accepted_on".to_owned(), FaultCode::DateTooEarly)]
    );
    let indicator = json!({"goal_id": uuid(1), "name": "x", "measure": "score",
        "direction": "increase", "minimum": 3.0, "maximum": 2.0, "target": 9.0});
    assert_eq!(
        faults::<Indicator>(indicator, &whole),
        [
            ("/maximum".to_owned(), FaultCode::TooSmall),
            ("/target".to_owned(), FaultCode::TooLarge)
        ]
    );
    let goal = json!({"statement": "x", "term": "long_term", "term_reason": "x",
        "target_on": "2026-06-30", "baseline_level": 0});
    assert_eq!(
        faults::<Goal>(goal, &whole),
        [("/scale".to_owned(), FaultCode::Required)]
    );
}

#[test]
fn what_was_said_was_said_before_today() {
    let future = |pointer: &str| (pointer.to_owned(), FaultCode::DateInFuture);
    let role = json!({"party": "family", "duties": "cooks", "explained_on": "2026-04-02"});
    assert_eq!(
        faults::<PlanRole>(role, &content()),
        [future("/explained_on")]
    );
    let consulted = json!({"held_on": "2026-04-02", "disciplines": ["nurse"], "advice": "x"});
    assert_eq!(
        faults::<TeamConsultation>(consulted, &content()),
        [future("/held_on")]
    );
}

#[test]
fn what_others_name_is_not_taken_away() {
    let mut others = content();
    let goal = take_out::<Goal>(&mut others, GoalId(uuid(1))).unwrap();
    assert_eq!(goal.keeps(&others)[0].code, RefusalCode::StillNamed);
    assert_eq!(goal.keeps(&PlanContent::default()), []);
    let mut others = content();
    let objective = take_out::<Objective>(&mut others, ObjectiveId(uuid(2))).unwrap();
    assert_eq!(objective.keeps(&others)[0].code, RefusalCode::StillNamed);
    let mut others = content();
    let first = take_out::<PlanTask>(&mut others, PlanTaskId(uuid(3))).unwrap();
    assert_eq!(first.keeps(&others)[0].code, RefusalCode::StillNamed);
    let mut others = content();
    let last = take_out::<PlanTask>(&mut others, PlanTaskId(uuid(4))).unwrap();
    assert_eq!(last.keeps(&others), []);
}
