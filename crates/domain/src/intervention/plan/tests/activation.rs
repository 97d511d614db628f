//! What activating a plan needs, and does.

use serde_json::{Value, json};

use super::super::fixture::*;
use super::super::*;
use super::{changed, codes, with};
use crate::cases::fixture::{CASEWORKER, SUPERVISOR, case, now, override_by};
use crate::cases::{Case, Gate, MissingCode, RequirementCode, case_checklist};
use crate::elements::{ElementKind, Row};
use crate::parties::{
    QualificationId,
    qualification::{Qualification, QualificationKind},
};
use crate::refusal::RefusalCode;

/// Rule 2 as it is written: requirement, and whether it may be overridden.
const TO_ACTIVATE: &[(RequirementCode, bool)] = &[
    (RequirementCode::GoalsMeasurable, false),
    (RequirementCode::StrategiesComplete, false),
    (RequirementCode::TechniquesQualified, false),
    (RequirementCode::CoercionGrounded, false),
    (RequirementCode::AlternativePlanMade, true),
    (RequirementCode::TeamConsulted, true),
    (RequirementCode::ClientAgreement, false),
    (RequirementCode::PlanApproved, false),
];

/// Asked for where the plan is one of rehabilitation.
#[test]
fn rehabilitation_rests_on_a_functional_assessment() {
    let mut plan = in_status(PlanStatus::Approved);
    plan.details.model = CaseManagementModel::Rehabilitation;
    assert_eq!(
        missing(plan.clone(), content()),
        [MissingCode::FunctionalArea]
    );
    let mut facts = facts(plan, content());
    facts.plan.as_mut().unwrap().functioning = true;
    let list = case_checklist(Gate::PlanActivation, &facts, &[], None, now());
    assert!(list.ready);
    let asked = list.items.iter();
    let mut asked = asked.filter(|it| it.code == RequirementCode::FunctionallyAssessed);
    assert!(asked.all(|it| it.overridable));
}

fn coercive() -> Vec<Row> {
    let mut rows = changed(5, "influence_mode", json!("coerce"));
    rows[4].details["technique"] = json!("behaviour_modification");
    rows
}

fn missing(plan: Plan, content: PlanContent) -> Vec<MissingCode> {
    let facts = facts(plan, content);
    let list = case_checklist(Gate::PlanActivation, &facts, &[], None, now());
    let missing = list.items.iter().flat_map(|item| &item.missing);
    missing.map(|one| one.code).collect()
}

#[test]
fn activating_needs_what_rule_2_says() {
    let facts = facts(draft(), with(coercive()));
    let list = case_checklist(Gate::PlanActivation, &facts, &[], None, now());
    let listed: Vec<_> = list
        .items
        .iter()
        .map(|it| (it.code, it.overridable))
        .collect();
    assert_eq!(listed, TO_ACTIVATE);
    let approved = in_status(PlanStatus::Approved);
    assert_eq!(missing(approved, content()), []);
    assert_eq!(
        missing(draft(), PlanContent::default()),
        [
            MissingCode::Goal,
            MissingCode::Strategy,
            MissingCode::AlternativePlan,
            MissingCode::TeamConsultation,
            MissingCode::ClientAgreement,
            MissingCode::PlanApproval,
        ]
    );
}

#[test]
fn each_goal_is_measurable_and_each_strategy_complete() {
    let approved = || in_status(PlanStatus::Approved);
    let mut rows = changed(1, "criterion", Value::Null);
    rows.retain(|row| row.kind != ElementKind::Indicator);
    assert_eq!(
        missing(approved(), with(rows)),
        [MissingCode::GoalCriterion, MissingCode::GoalIndicator]
    );
    for (field, value, code) in [
        ("goal_ids", json!([]), MissingCode::StrategyGoal),
        ("ends_on", Value::Null, MissingCode::StrategyTimeFrame),
        ("level", Value::Null, MissingCode::StrategyLevel),
        (
            "technique",
            json!("family_therapy"),
            MissingCode::StrategyQualification,
        ),
    ] {
        assert_eq!(missing(approved(), with(changed(5, field, value))), [code]);
    }
}

#[test]
fn the_worker_named_is_qualified_for_the_technique_on_the_day() {
    let mut rows = changed(5, "technique", json!("family_therapy"));
    rows[4].details["qualified_worker_id"] = json!(SUPERVISOR);
    let content = with(rows);
    let missing = |qualifications| {
        let mut facts = facts(in_status(PlanStatus::Approved), content.clone());
        facts.plan.as_mut().unwrap().qualifications = qualifications;
        let list = case_checklist(Gate::PlanActivation, &facts, &[], None, now());
        let missing = list.items.into_iter().flat_map(|item| item.missing);
        missing.collect::<Vec<_>>()
    };
    let held = |worker, kind: &str, until: &str| {
        let details = json!({"kind": kind, "awarded_by": "USM", "obtained_on": "2023-08-31",
            "valid_until": until});
        let details = serde_json::from_value(details).unwrap();
        Qualification::recorded(QualificationId(uuid(9)), worker, details, worker, now())
    };
    let unmet = missing(vec![]);
    assert_eq!(unmet.len(), 1);
    assert_eq!(unmet[0].code, MissingCode::WorkerQualification);
    assert_eq!(unmet[0].record, Some(plan_part(&content.strategies[0])));
    let kind = QualificationKind::FamilyTherapy;
    assert_eq!(unmet[0].qualification, Some(kind));
    for other in [
        held(CASEWORKER, "family_therapy", "2026-12-31"),
        held(SUPERVISOR, "clinical_social_work", "2026-12-31"),
        held(SUPERVISOR, "family_therapy", "2026-03-31"),
    ] {
        assert_eq!(missing(vec![other]), unmet);
    }
    let last_day = held(SUPERVISOR, "family_therapy", "2026-04-01");
    assert_eq!(missing(vec![last_day]), []);
}

#[test]
fn somebody_who_is_no_worker_is_named_with_the_qualification() {
    let mut rows = changed(5, "technique", json!("family_therapy"));
    rows[4].details["qualified"] = json!("Dr Tan, family therapist");
    let approved = || in_status(PlanStatus::Approved);
    assert_eq!(missing(approved(), with(rows.clone())), []);
    // Beside a worker it is a remark.
    rows[4].details["qualified_worker_id"] = json!(SUPERVISOR);
    assert_eq!(
        missing(approved(), with(rows)),
        [MissingCode::WorkerQualification]
    );
}

#[test]
fn coercion_needs_a_legal_basis_and_a_superiors_word() {
    let mut rows = coercive();
    rows[4].details["qualified"] = json!("Dr Tan, behaviour therapist");
    let content = with(rows);
    let mut plan = in_status(PlanStatus::Approved);
    assert_eq!(
        missing(plan.clone(), content.clone()),
        [
            MissingCode::CoercionLegalBasis,
            MissingCode::CoercionApproval
        ]
    );
    let why = crate::texts::Reason::new("The court has ordered that he stays.").unwrap();
    plan.course.approval.as_mut().unwrap().coercion = Some(why.clone());
    let mut facts = facts(plan, content.clone());
    facts.plan.as_mut().unwrap().legal_basis = true;
    assert!(case_checklist(Gate::PlanActivation, &facts, &[], None, now()).ready);
    let agreed = in_status(PlanStatus::Agreed);
    let say = |content: &PlanContent, coercion| {
        let command = ApprovePlan {
            note: None,
            coercion,
        };
        codes(decide_approve_plan(
            &case(),
            &agreed,
            content,
            &command,
            SUPERVISOR,
            now(),
        ))
    };
    assert_eq!(say(&content, None), [RefusalCode::CoercionUnexplained]);
    assert_eq!(say(&content, Some(why.clone())), []);
    assert_eq!(
        say(&fixture::content(), Some(why)),
        [RefusalCode::NothingCoerced]
    );
}

#[test]
fn activation_supersedes_and_overrides_count_unless_they_are_ones_own() {
    let case = in_intervention();
    let mut rows = rows();
    rows.retain(|row| row.kind != ElementKind::AlternativePlan);
    let plan = in_status(PlanStatus::Approved);
    let old = Plan {
        id: PlanId(uuid(99)),
        ..in_status(PlanStatus::Active)
    };
    let facts = facts(plan.clone(), with(rows));
    let activate = |overrides: &[_]| {
        decide_activate(
            &case,
            &plan,
            Some(&old),
            &facts,
            overrides,
            CASEWORKER,
            now(),
        )
    };
    assert_eq!(codes(activate(&[])), [RefusalCode::RequirementUnmet]);
    let over = |by| {
        override_by(
            by,
            Gate::PlanActivation,
            RequirementCode::AlternativePlanMade,
        )
    };
    assert_eq!(
        codes(activate(&[over(CASEWORKER)])),
        [RefusalCode::RequirementUnmet]
    );
    let by_supervisor = over(SUPERVISOR);
    let id = by_supervisor.id;
    assert_eq!(
        activate(&[by_supervisor]).unwrap(),
        [PlanEvent::Activated {
            supersedes: Some(old.id),
            overrides_used: vec![id],
            activated_at: now()
        }]
    );
}

#[test]
fn a_plan_is_activated_once_and_not_before_intervention() {
    let activate = |case: &Case, status| {
        let plan = in_status(status);
        let facts = facts(plan.clone(), content());
        codes(decide_activate(
            case,
            &plan,
            None,
            &facts,
            &[],
            CASEWORKER,
            now(),
        ))
    };
    let (case, case_in_assessment) = (in_intervention(), case());
    assert_eq!(activate(&case, PlanStatus::Approved), []);
    assert_eq!(
        activate(&case, PlanStatus::Active),
        [RefusalCode::PlanEnded]
    );
    assert_eq!(
        activate(&case_in_assessment, PlanStatus::Approved),
        [RefusalCode::BeforeIntervention]
    );
}
