//! What is refused of observations, monitoring plans, reports and evaluations.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde_json::{Value, json};
use uuid::Uuid;

use super::*;
use crate::assessment::{Period, PeriodUnit};
use crate::cases::fixture::{CASEWORKER, SUPERVISOR, case, now, today};
use crate::cases::{Case, CaseStatus};
use crate::elements::{Content, ElementKind, Row};
use crate::intervention::plan::{
    IndicatorDetails, IndicatorId, Plan, PlanContent, PlanId, PlanStatus,
};
use crate::refusal::{Decision, RefusalCode};
use crate::termination::TerminationReason;
use crate::warnings::{Fault, FaultCode};

fn of<T: serde::de::DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).unwrap()
}

fn refused(decision: Decision<MonitoringEvent>) -> Vec<RefusalCode> {
    match decision {
        Ok(_) => Vec::new(),
        Err(refusals) => refusals.iter().map(|refusal| refusal.code).collect(),
    }
}

fn told(faults: &[Fault]) -> Vec<(&str, FaultCode)> {
    faults
        .iter()
        .map(|fault| (fault.pointer.as_str(), fault.code))
        .collect()
}

fn in_status(status: CaseStatus) -> Case {
    Case { status, ..case() }
}

fn indicator(measure: &str, range: Value) -> IndicatorDetails {
    let mut value = json!({
        "goal_id": Uuid::from_u128(1), "name": "Days with three meals", "measure": measure,
        "direction": "increase"
    });
    value
        .as_object_mut()
        .unwrap()
        .extend(range.as_object().unwrap().clone());
    of(value)
}

fn observed(value: f64, at: DateTime<Utc>) -> ObservationDetails {
    of(json!({
        "indicator_id": Uuid::from_u128(2), "value": value, "observed_at": at,
        "phase": "baseline", "source": "family"
    }))
}

#[test]
fn a_value_lies_in_the_range_of_its_indicator_or_of_what_is_measured() {
    let week = indicator("frequency", json!({"minimum": 1.0, "maximum": 7.0}));
    for (indicator, value, fault) in [
        (&week, 1.0, None),
        (&week, 7.0, None),
        (&week, 0.5, Some(FaultCode::TooSmall)),
        (&week, 7.5, Some(FaultCode::TooLarge)),
        (
            &indicator("frequency", json!({})),
            -1.0,
            Some(FaultCode::TooSmall),
        ),
        (&indicator("amount", json!({})), -250.0, None),
        (&indicator("yes_no", json!({})), 1.0, None),
        (
            &indicator("yes_no", json!({})),
            0.5,
            Some(FaultCode::NotValid),
        ),
        (
            &indicator("yes_no", json!({})),
            2.0,
            Some(FaultCode::TooLarge),
        ),
        (&indicator("goal_attainment", json!({})), -2.0, None),
        (
            &indicator("goal_attainment", json!({})),
            3.0,
            Some(FaultCode::TooLarge),
        ),
    ] {
        let faults = observed(value, now()).faults(indicator);
        let expected: Vec<_> = fault.map(|code| ("/value", code)).into_iter().collect();
        assert_eq!(told(&faults), expected, "{value}");
    }
}

#[test]
fn an_observation_has_happened_and_is_superseded_once_also_on_hold() {
    let id = ObservationId(Uuid::from_u128(3));
    let decide = |case: &Case, details: &ObservationDetails, former: Option<&Observation>| {
        decide_observe(case, id, details, former, now())
    };
    let details = observed(3.0, now());
    for status in [
        CaseStatus::Open,
        CaseStatus::OnHold,
        CaseStatus::ClosureRequested,
    ] {
        assert!(decide(&in_status(status), &details, None).is_ok());
    }
    let closed = in_status(CaseStatus::Closed);
    assert_eq!(
        refused(decide(&closed, &details, None)),
        [RefusalCode::CaseClosed]
    );
    let later = observed(3.0, now() + TimeDelta::hours(1));
    assert_eq!(
        refused(decide(&case(), &later, None)),
        [RefusalCode::InFuture]
    );
    let mut former = Observation {
        id: ObservationId(Uuid::from_u128(4)),
        case_id: case().id,
        details: details.clone(),
        supersedes: None,
        superseded_by: None,
        recorded_by: CASEWORKER,
        created_at: now(),
        modified_at: now(),
    };
    let events = decide(&case(), &details, Some(&former)).unwrap();
    assert!(matches!(
        events[..],
        [MonitoringEvent::Observed { supersedes: Some(it), .. }] if it == former.id
    ));
    former.superseded_by = Some(id);
    assert_eq!(
        refused(decide(&case(), &details, Some(&former))),
        [RefusalCode::AlreadySuperseded]
    );
}

fn new_plan(starts_on: NaiveDate) -> NewMonitoringPlan {
    of(json!({
        "scope": "health", "indicator_ids": [Uuid::from_u128(2)], "method": "Home visit",
        "instrument": "form", "every": {"count": 1, "unit": "months"}, "starts_on": starts_on
    }))
}

fn plan_of(case: &Case) -> MonitoringPlan {
    let id = MonitoringPlanId(Uuid::from_u128(5));
    MonitoringPlan::set(id, case, new_plan(today()), CASEWORKER, now())
}

#[test]
fn monitoring_is_set_changed_and_ended_while_work_goes_on() {
    let (new, opened_on) = (new_plan(today()), today() - TimeDelta::days(9));
    assert!(decide_set_monitoring_plan(&case(), &new, opened_on).is_ok());
    let before = new_plan(opened_on - TimeDelta::days(1));
    assert_eq!(
        refused(decide_set_monitoring_plan(&case(), &before, opened_on)),
        [RefusalCode::BeforeCaseOpened]
    );
    for (status, code) in [
        (CaseStatus::OnHold, RefusalCode::CaseOnHold),
        (CaseStatus::ClosureRequested, RefusalCode::ClosurePending),
        (CaseStatus::Closed, RefusalCode::CaseClosed),
    ] {
        let case = in_status(status);
        let plan = plan_of(&case);
        let mut details = plan.details.clone();
        details.grace_days = 2;
        for decision in [
            decide_set_monitoring_plan(&case, &new, opened_on),
            decide_edit_monitoring_plan(&case, &plan, &details),
            decide_end_monitoring_plan(&case, &plan, today()),
        ] {
            assert_eq!(refused(decision), [code]);
        }
    }
    let mut plan = plan_of(&case());
    assert_eq!(
        decide_edit_monitoring_plan(&case(), &plan, &plan.details),
        Ok(Vec::new())
    );
    plan.status = MonitoringPlanStatus::Ended;
    for decision in [
        decide_edit_monitoring_plan(&case(), &plan, &plan.details),
        decide_end_monitoring_plan(&case(), &plan, today()),
    ] {
        assert_eq!(refused(decision), [RefusalCode::MonitoringPlanEnded]);
    }
}

#[test]
fn a_changed_interval_holds_from_the_day_of_the_change_and_the_last_of_a_day_counts() {
    let mut plan = plan_of(&case());
    let weeks = |count| Period {
        count,
        unit: PeriodUnit::Weeks,
    };
    let change = |plan: &mut MonitoringPlan, every, on| {
        let details = MonitoringPlanDetails {
            every,
            ..plan.details.clone()
        };
        plan.edit(details, on);
    };
    let later = today() + TimeDelta::days(40);
    change(&mut plan, weeks(1), later);
    change(&mut plan, weeks(2), later);
    let held: Vec<_> = plan
        .intervals
        .iter()
        .map(|it| (it.after_on, it.every.count))
        .collect();
    assert_eq!(held, [(today(), 1), (later, 2)]);
    // Before the start the first interval itself is replaced.
    let mut plan = plan_of(&case());
    change(&mut plan, weeks(3), today() - TimeDelta::days(5));
    assert_eq!(plan.intervals.len(), 1);
    assert_eq!(plan.intervals[0].every, weeks(3));
    assert_eq!(plan.intervals[0].after_on, plan.starts_on);
}

#[test]
fn the_indicators_of_a_monitoring_plan_are_known_and_named_once() {
    let mut details = new_plan(today()).details;
    details.indicator_ids.push(IndicatorId(Uuid::from_u128(2)));
    details.indicator_ids.push(IndicatorId(Uuid::from_u128(9)));
    let faults = details.faults(|id| id.0 == Uuid::from_u128(2));
    assert_eq!(
        told(&faults),
        [
            ("/indicator_ids/1", FaultCode::RepeatedItem),
            ("/indicator_ids/2", FaultCode::UnknownReference)
        ]
    );
}

fn report() -> ProgressReport {
    let details = of(json!({
        "from_on": today() - TimeDelta::days(30), "to_on": today(),
        "findings": "She gained a kilogram.", "analysis": "The cooking helps.",
        "client_view": "She likes the company."
    }));
    let id = ProgressReportId(Uuid::from_u128(6));
    ProgressReport::draft(id, &case(), details, CASEWORKER, now())
}

#[test]
fn a_report_is_submitted_whole_and_acknowledged_by_somebody_else() {
    let mut report = report();
    let acknowledge = |report: &ProgressReport, by| decide_acknowledge_report(report, by, now());
    assert_eq!(
        refused(acknowledge(&report, SUPERVISOR)),
        [RefusalCode::ReportNotSubmitted]
    );
    let mut bare = report.clone();
    bare.details.analysis = None;
    bare.details.client_view = None;
    assert_eq!(
        refused(decide_submit_report(&case(), &bare, CASEWORKER, now())),
        [RefusalCode::ReportIncomplete, RefusalCode::ReportIncomplete]
    );
    let events = decide_submit_report(&case(), &report, CASEWORKER, now()).unwrap();
    events.iter().for_each(|event| report.apply(event));
    assert_eq!(report.status, ReportStatus::Submitted);
    assert_eq!(
        refused(decide_submit_report(&case(), &report, CASEWORKER, now())),
        [RefusalCode::ReportNotDraft]
    );
    assert_eq!(
        refused(decide_edit_report(&case(), &report, &report.details)),
        [RefusalCode::ReportNotDraft]
    );
    assert_eq!(
        refused(acknowledge(&report, CASEWORKER)),
        [RefusalCode::OwnRequest]
    );
    // Who submitted what another wrote does not acknowledge it either.
    let mut handed_over = report.clone();
    handed_over.submitted_by = Some(SUPERVISOR);
    assert_eq!(
        refused(acknowledge(&handed_over, SUPERVISOR)),
        [RefusalCode::OwnRequest]
    );
    let events = acknowledge(&report, SUPERVISOR).unwrap();
    events.iter().for_each(|event| report.apply(event));
    assert_eq!(report.status, ReportStatus::Acknowledged);
    assert_eq!(
        refused(acknowledge(&report, SUPERVISOR)),
        [RefusalCode::ReportNotSubmitted]
    );
}

#[test]
fn a_report_is_about_a_time_that_has_passed() {
    let mut details = report().details;
    assert_eq!(details.faults(today()), []);
    details.to_on = today() + TimeDelta::days(1);
    assert_eq!(
        told(&details.faults(today())),
        [("/to_on", FaultCode::DateInFuture)]
    );
    details.to_on = details.from_on - TimeDelta::days(1);
    assert_eq!(
        told(&details.faults(today())),
        [("/to_on", FaultCode::DateTooEarly)]
    );
}

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
