//! What is refused of evaluations, and what they show.

use chrono::TimeDelta;
use serde_json::{Value, json};
use uuid::Uuid;

use super::tests::{in_status, of, refused, told};
use super::*;
use crate::cases::CaseStatus;
use crate::cases::fixture::{CASEWORKER, case, now, today};
use crate::elements::{Content, ElementKind, Row};
use crate::intervention::plan::{Plan, PlanContent, PlanId, PlanStatus};
use crate::refusal::RefusalCode;
use crate::termination::TerminationReason;
use crate::warnings::FaultCode;

/// Two goals, and an objective under the first.
fn content() -> PlanContent {
    let part = |id, kind, details| Row {
        id: Uuid::from_u128(id),
        kind,
        details,
        version: 1,
        created_at: now(),
        modified_at: now(),
    };
    let goal = json!({
        "statement": "She eats three meals a day", "term": "short_term",
        "term_reason": "Her niece can start.", "target_on": "2026-06-30"
    });
    let objective = json!({"goal_id": Uuid::from_u128(11), "statement": "A neighbour cooks"});
    let rows = vec![
        part(11, ElementKind::Goal, goal.clone()),
        part(12, ElementKind::Goal, goal),
        part(13, ElementKind::Objective, objective),
    ];
    PlanContent::read(PlanId(Uuid::from_u128(10)), rows).unwrap()
}

fn results(levels: [&str; 3]) -> Value {
    let ids = [11, 12, 13].map(Uuid::from_u128);
    ids.iter()
        .zip(levels)
        .map(|(id, level)| json!({"element_id": id, "result": level, "reason": "As seen."}))
        .collect()
}

fn evaluated(results: Value) -> EvaluationDetails {
    of(json!({
        "plan_id": Uuid::from_u128(10), "evaluated_on": today(), "results": results,
        "process": "effective", "outcome": "partly_effective", "conclusion": "prepare_termination"
    }))
}

#[test]
fn each_goal_and_objective_of_the_plan_is_rated_once() {
    let content = content();
    let whole = evaluated(results(["achieved", "partly_achieved", "not_achieved"]));
    assert_eq!(whole.faults(&content, today()), []);
    let mut less = whole.clone();
    less.results.pop();
    assert_eq!(
        told(&less.faults(&content, today())),
        [("/results", FaultCode::TooFewItems)]
    );
    let mut twice = whole.clone();
    twice.results[1].element_id = twice.results[0].element_id;
    assert_eq!(
        told(&twice.faults(&content, today())),
        [("/results/1/element_id", FaultCode::RepeatedItem)]
    );
    let mut unknown = whole.clone();
    unknown.results[2].element_id = Uuid::from_u128(99);
    assert_eq!(
        told(&unknown.faults(&content, today())),
        [("/results/2/element_id", FaultCode::UnknownReference)]
    );
    let mut dropped = evaluated(results(["achieved", "dropped", "dropped"]));
    dropped.results[1].reason = None;
    assert_eq!(
        told(&dropped.faults(&content, today())),
        [("/results/1/reason", FaultCode::Required)]
    );
}

#[test]
fn the_outcome_is_rated_or_it_is_told_why_only_the_process_is() {
    let content = content();
    let mut details = evaluated(results(["achieved", "achieved", "achieved"]));
    details.outcome = None;
    assert_eq!(
        told(&details.faults(&content, today())),
        [("/outcome", FaultCode::Required)]
    );
    details.process_only = Some(crate::cases::fixture::lines("She needs help for good."));
    assert_eq!(details.faults(&content, today()), []);
    details.outcome = Some(EffectivenessRating::Effective);
    assert_eq!(
        told(&details.faults(&content, today())),
        [("/process_only", FaultCode::NotValid)]
    );
    details.process_only = None;
    details.evaluated_on = today() + TimeDelta::days(1);
    assert_eq!(
        told(&details.faults(&content, today())),
        [("/evaluated_on", FaultCode::DateInFuture)]
    );
}

#[test]
fn a_resignation_shows_self_reliance_only() {
    let content = content();
    let mut details = evaluated(results(["achieved", "achieved", "achieved"]));
    for (kind, proof, faults) in [
        ("self_reliant", "resignation", 0),
        ("capable", "resignation", 1),
        ("natural", "resignation", 1),
        ("capable", "business", 0),
    ] {
        details.graduation = Some(of(json!({
            "kind": kind, "shown_by": ["economic_note", proof], "statement": "Her stall pays."
        })));
        assert_eq!(
            details.faults(&content, today()).len(),
            faults,
            "{kind} {proof}"
        );
    }
}

#[test]
fn an_evaluation_shows_what_its_reason_asks_for() {
    use TerminationReason as R;
    let content = content();
    let evaluation = |levels, graduation: Value| {
        let mut details = evaluated(results(levels));
        details.graduation = of(graduation);
        Evaluation {
            id: EvaluationId(Uuid::from_u128(7)),
            case_id: case().id,
            episode: 1,
            goals_achieved: details.goals_achieved(&content),
            details,
            recorded_by: CASEWORKER,
            created_at: now(),
        }
    };
    let shows = |it: &Evaluation| -> Vec<R> {
        let all = <R as crate::words::Word>::all().iter().copied();
        all.filter(|reason| it.shows(*reason)).collect()
    };
    // An objective that failed does not unmake goals that were reached.
    let reached = evaluation(["achieved", "dropped", "not_achieved"], Value::Null);
    assert_eq!(shows(&reached), [R::GoalsAchieved, R::NoFurtherProgress]);
    for levels in [
        ["achieved", "partly_achieved", "achieved"],
        ["dropped", "dropped", "achieved"],
    ] {
        assert_eq!(
            shows(&evaluation(levels, Value::Null)),
            [R::NoFurtherProgress]
        );
    }
    for (kind, reason) in [
        ("self_reliant", R::GraduationSelfReliant),
        ("capable", R::GraduationCapable),
        ("natural", R::GraduationNatural),
    ] {
        let graduation = json!({"kind": kind, "shown_by": ["business"], "statement": "A stall."});
        let it = evaluation(["not_achieved"; 3], graduation);
        assert!(shows(&it).contains(&reason) && shows(&it).len() == 2);
    }
}

#[test]
fn the_active_plan_of_a_case_that_is_not_closed_is_evaluated() {
    let details = evaluated(results(["achieved", "achieved", "achieved"]));
    let plan = |status: PlanStatus| -> Plan {
        of(json!({
            "id": Uuid::from_u128(10), "case_id": case().id, "number": 1,
            "model": "expanded_broker", "starts_on": today(), "status": status, "version": 1,
            "created_at": now(), "modified_at": now()
        }))
    };
    let active = plan(PlanStatus::Active);
    assert!(decide_evaluate(&in_status(CaseStatus::OnHold), &active, &details).is_ok());
    assert_eq!(
        refused(decide_evaluate(
            &in_status(CaseStatus::Closed),
            &active,
            &details
        )),
        [RefusalCode::CaseClosed]
    );
    for status in [
        PlanStatus::Draft,
        PlanStatus::Approved,
        PlanStatus::Superseded,
        PlanStatus::Closed,
    ] {
        assert_eq!(
            refused(decide_evaluate(&case(), &plan(status), &details)),
            [RefusalCode::PlanNotActive]
        );
    }
}
