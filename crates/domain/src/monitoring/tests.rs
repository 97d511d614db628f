//! What is refused of observations, monitoring plans and reports.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde_json::{Value, json};
use uuid::Uuid;

use super::*;
use crate::assessment::{Period, PeriodUnit};
use crate::cases::fixture::{CASEWORKER, SUPERVISOR, case, now, today};
use crate::cases::{Case, CaseStatus, Finding, GateFacts, MissingCode, RequirementCode};
use crate::elements::{Content, ElementKind, Row};
use crate::intervention::plan::{IndicatorDetails, IndicatorId, PlanContent, PlanId};
use crate::refusal::{Decision, RefusalCode};
use crate::warnings::{Fault, FaultCode};

pub fn of<T: serde::de::DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).unwrap()
}

pub fn refused(decision: Decision<MonitoringEvent>) -> Vec<RefusalCode> {
    match decision {
        Ok(_) => Vec::new(),
        Err(refusals) => refusals.iter().map(|refusal| refusal.code).collect(),
    }
}

pub fn told(faults: &[Fault]) -> Vec<(&str, FaultCode)> {
    faults
        .iter()
        .map(|fault| (fault.pointer.as_str(), fault.code))
        .collect()
}

pub fn in_status(status: CaseStatus) -> Case {
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
    assert_eq!(report.status, ProgressReportStatus::Submitted);
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
    assert_eq!(report.status, ProgressReportStatus::Acknowledged);
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

#[test]
fn every_indicator_without_a_baseline_is_named() {
    let row = |n: u128| Row {
        id: Uuid::from_u128(n),
        kind: ElementKind::Indicator,
        details: serde_json::to_value(indicator("amount", json!({}))).unwrap(),
        version: 1,
        created_at: now(),
        modified_at: now(),
    };
    let plan = PlanId(Uuid::from_u128(100));
    let content = PlanContent::read(plan, vec![row(2), row(3)]).unwrap();
    let found = |baselines: &[u128]| {
        let observation = ObservationId(Uuid::from_u128(50));
        let of = |n: &u128| (IndicatorId(Uuid::from_u128(*n)), observation);
        let baselines: Vec<_> = baselines.iter().map(of).collect();
        let mut facts = GateFacts::of(&case());
        facts.count_baselines(&content, &baselines);
        match facts.recorded(RequirementCode::BaselineRecorded) {
            Finding::Met(record) => {
                assert_eq!(record.map(|record| record.id), Some(observation.0));
                Vec::new()
            }
            Finding::Unmet(missing) => missing,
        }
    };
    let named = |baselines: &[u128]| {
        let missing = found(baselines).into_iter();
        let named = missing.map(|one| (one.code, one.record.unwrap().id.as_u128()));
        named.collect::<Vec<_>>()
    };
    let code = MissingCode::IndicatorBaseline;
    assert_eq!(named(&[]), [(code, 2), (code, 3)]);
    assert_eq!(named(&[3, 9]), [(code, 2)]);
    assert_eq!(named(&[3, 2]), []);
}
