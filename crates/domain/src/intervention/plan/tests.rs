//! The course of a plan, and what its gate and its versions look at.

use serde_json::{Value, json};

use super::fixture::*;
use super::*;
use crate::cases::fixture::{CASEWORKER, DIRECTOR, SUPERVISOR, case, now, override_by, today};
use crate::cases::{Case, CaseStatus, Gate, MissingCode, RequirementCode, case_checklist};
use crate::elements::{Content, ElementKind, Row, Rules, take_out};
use crate::refusal::{Decision, RefusalCode};
use crate::warnings::FaultCode;
use crate::words::Word;

fn codes(decision: Decision<PlanEvent>) -> Vec<RefusalCode> {
    let refusals = decision.err().unwrap_or_default();
    refusals.iter().map(|refusal| refusal.code).collect()
}

fn with(rows: Vec<Row>) -> PlanContent {
    PlanContent::read(PlanId(uuid(100)), rows).unwrap()
}

/// The rows with this one changed.
fn changed(n: u128, field: &str, value: Value) -> Vec<Row> {
    let mut rows = rows();
    let row = rows.iter_mut().find(|row| row.id == uuid(n)).unwrap();
    row.details[field] = value;
    rows
}

fn faults<E: Rules>(details: Value, others: &E::Content) -> Vec<(String, FaultCode)> {
    let details = serde_json::from_value(details).unwrap();
    let faults = E::faults(&details, others, today());
    faults.into_iter().map(|it| (it.pointer, it.code)).collect()
}

// ── Parts ────────────────────────────────────────────────────────────────────────────────────

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

// ── The course ───────────────────────────────────────────────────────────────────────────────

fn signed(capacity: &str) -> AgreePlan {
    serde_json::from_value(json!({"signature": {"capacity": capacity, "method": "ink",
        "person_name": "Cik Salmah", "signed_on": today()}}))
    .unwrap()
}

fn instead(capacity: Option<&str>, why: Option<&str>) -> AgreePlan {
    AgreePlan {
        obstacle: Some(AgreementObstacle::CannotAgree),
        reason: why.map(|why| crate::texts::Reason::new(why).unwrap()),
        signature: capacity.and_then(|capacity| signed(capacity).signature),
    }
}

const WHY: Option<&str> = Some("She does not understand what is read to her.");

fn agree(plan: &Plan, command: &AgreePlan, minor: bool, legal_basis: bool) -> Vec<RefusalCode> {
    let client = ClientStanding {
        minor,
        legal_basis,
        today: today(),
    };
    codes(decide_agree(
        &case(),
        plan,
        command,
        &client,
        CASEWORKER,
        now(),
    ))
}

fn approve(plan: &Plan, by: crate::parties::WorkerId) -> Vec<RefusalCode> {
    let command = ApprovePlan::default();
    codes(decide_approve_plan(
        &case(),
        plan,
        &content(),
        &command,
        by,
        now(),
    ))
}

/// What each act says in each status: none where it is taken.
#[test]
fn the_course_is_taken_step_by_step() {
    for status in PlanStatus::all() {
        let plan = in_status(*status);
        let (case, by) = (in_intervention(), CASEWORKER);
        let told = [
            codes(decide_edit_plan(&case, &plan, &details())),
            codes(decide_propose(&case, &plan, &content(), by, now())),
            agree(&plan, &signed("client"), false, false),
            approve(&plan, SUPERVISOR),
            codes(decide_reject_plan(&case, &plan, SUPERVISOR, now())),
            codes(decide_withdraw_plan(&case, &plan, now())),
            codes(decide_close_plan(&case, &plan, now())),
        ];
        let (draft, proposed, agreed, ended) = (
            vec![RefusalCode::PlanNotDraft],
            vec![RefusalCode::PlanNotProposed],
            vec![RefusalCode::PlanNotAgreed],
            vec![RefusalCode::PlanEnded],
        );
        let none = Vec::new;
        let expected = match status {
            PlanStatus::Draft => [
                none(),
                none(),
                proposed.clone(),
                agreed.clone(),
                agreed,
                proposed,
                none(),
            ],
            PlanStatus::Proposed => [
                draft.clone(),
                draft,
                none(),
                agreed.clone(),
                agreed,
                none(),
                none(),
            ],
            PlanStatus::Agreed => [
                draft.clone(),
                draft,
                proposed,
                none(),
                none(),
                none(),
                none(),
            ],
            PlanStatus::Approved => [
                draft.clone(),
                draft,
                proposed,
                agreed.clone(),
                agreed,
                none(),
                none(),
            ],
            PlanStatus::Active => [
                draft.clone(),
                draft,
                proposed.clone(),
                agreed.clone(),
                agreed,
                proposed,
                none(),
            ],
            PlanStatus::Superseded | PlanStatus::Closed => [
                draft.clone(),
                draft,
                proposed.clone(),
                agreed.clone(),
                agreed,
                proposed,
                ended,
            ],
        };
        assert_eq!(told, expected, "{status}");
    }
}

#[test]
fn a_plan_stands_still_on_hold_and_in_termination() {
    let held = |case: &Case| {
        let plan = in_status(PlanStatus::Approved);
        let facts = facts(plan.clone(), content());
        [
            codes(decide_draft_plan(case, &[], &draft())),
            codes(decide_edit_plan(case, &draft(), &details())),
            codes(decide_propose(
                case,
                &draft(),
                &content(),
                CASEWORKER,
                now(),
            )),
            codes(decide_activate(
                case,
                &plan,
                None,
                &facts,
                &[],
                CASEWORKER,
                now(),
            )),
        ]
    };
    let each = |code: RefusalCode| [code; 4].map(|code| vec![code]);
    assert_eq!(held(&on_hold()), each(RefusalCode::CaseOnHold));
    assert_eq!(held(&ending()), each(RefusalCode::CaseEnding));
    let closed = Case {
        status: CaseStatus::Closed,
        ..in_intervention()
    };
    assert_eq!(held(&closed), each(RefusalCode::CaseClosed));
}

#[test]
fn one_unfinished_version_and_one_active() {
    let active = in_status(PlanStatus::Active);
    let versions = [active.clone()];
    assert_eq!(codes(decide_draft_plan(&case(), &[], &draft())), []);
    assert_eq!(
        codes(decide_draft_plan(&case(), &versions, &draft())),
        [RefusalCode::PlanActiveAlready]
    );
    let next = active.next(PlanId(uuid(101)), 1, now());
    assert_eq!((next.number, next.status), (2, PlanStatus::Draft));
    assert_eq!(next.previous_id, Some(active.id));
    assert_eq!(next.course, PlanCourse::default());
    assert_eq!(
        codes(decide_next_version(&case(), &active, &versions, &next)),
        []
    );
    let both = [active.clone(), next.clone()];
    assert_eq!(
        codes(decide_next_version(&case(), &active, &both, &next)),
        [RefusalCode::PlanUnfinished]
    );
    assert_eq!(
        codes(decide_next_version(&case(), &draft(), &[], &next)),
        [RefusalCode::PlanNotActive]
    );
}

#[test]
fn a_proposal_has_a_goal_and_nothing_is_dated_before_the_start() {
    let propose = |content| {
        codes(decide_propose(
            &case(),
            &draft(),
            &content,
            CASEWORKER,
            now(),
        ))
    };
    assert_eq!(
        propose(PlanContent::default()),
        [RefusalCode::PlanWithoutGoal]
    );
    let early = with(changed(1, "target_on", json!("2026-03-31")));
    assert_eq!(propose(early), [RefusalCode::BeforePlanStart]);
}

#[test]
fn the_client_agrees_or_a_guardian_or_the_law_stands_in() {
    let plan = in_status(PlanStatus::Proposed);
    let told = |command: &AgreePlan| agree(&plan, command, false, false);
    assert_eq!(told(&signed("client")), []);
    assert_eq!(
        told(&signed("guardian")),
        [RefusalCode::AgreementReasonMissing]
    );
    assert_eq!(
        told(&signed("next_of_kin")),
        [RefusalCode::AgreementReasonMissing]
    );
    let nobody = AgreePlan {
        signature: None,
        obstacle: None,
        reason: None,
    };
    assert_eq!(told(&nobody), [RefusalCode::AgreementUnsigned]);
    assert_eq!(told(&instead(Some("guardian"), WHY)), []);
    assert_eq!(
        told(&instead(Some("guardian"), None)),
        [RefusalCode::AgreementReasonMissing]
    );
    let missing = [RefusalCode::GuardianOrLegalBasisMissing];
    assert_eq!(told(&instead(None, WHY)), missing);
    assert_eq!(told(&instead(Some("next_of_kin"), WHY)), missing);
    assert_eq!(agree(&plan, &instead(None, WHY), false, true), []);
    assert_eq!(
        told(&instead(Some("client"), WHY)),
        [RefusalCode::AgreementContradicted]
    );
}

#[test]
fn a_minors_guardian_signs() {
    let plan = in_status(PlanStatus::Proposed);
    assert_eq!(
        agree(&plan, &signed("client"), true, false),
        [RefusalCode::GuardianAcknowledges]
    );
    assert_eq!(agree(&plan, &signed("guardian"), true, false), []);
}

#[test]
fn nobody_approves_an_own_proposal_or_an_own_case() {
    let plan = in_status(PlanStatus::Agreed);
    assert_eq!(approve(&plan, SUPERVISOR), []);
    assert_eq!(approve(&plan, CASEWORKER), [RefusalCode::OwnRequest]);
    let mut by_director = plan.clone();
    by_director.course.proposed_by = Some(DIRECTOR);
    assert_eq!(approve(&by_director, DIRECTOR), [RefusalCode::OwnRequest]);
    assert_eq!(
        codes(decide_reject_plan(&case(), &by_director, DIRECTOR, now())),
        [RefusalCode::OwnRequest]
    );
}

#[test]
fn a_rejected_or_withdrawn_plan_is_a_draft_without_agreement() {
    let mut plan = in_status(PlanStatus::Agreed);
    for event in decide_reject_plan(&case(), &plan, SUPERVISOR, now()).unwrap() {
        plan.apply(&event);
    }
    assert_eq!(
        (plan.status, plan.course.agreement),
        (PlanStatus::Draft, None)
    );
    assert!(plan.course.rejection.is_some());
    let mut plan = in_status(PlanStatus::Approved);
    for event in decide_withdraw_plan(&case(), &plan, now()).unwrap() {
        plan.apply(&event);
    }
    assert_eq!(
        (plan.status, plan.course),
        (PlanStatus::Draft, PlanCourse::default())
    );
}

// ── Activation ───────────────────────────────────────────────────────────────────────────────

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

// ── Versions ─────────────────────────────────────────────────────────────────────────────────

fn compare(after: &[Row], before: &[Row]) -> PlanComparison {
    let details = details();
    let version = |n, parts| Version {
        id: PlanId(uuid(n)),
        details: &details,
        parts,
    };
    compare_plans(&version(101, after), &version(100, before)).unwrap()
}

#[test]
fn another_order_is_no_difference() {
    let mut before = rows();
    before[4].details["goal_ids"] = json!([uuid(1), uuid(9)]);
    let mut after = before.clone();
    after.reverse();
    for row in &mut after {
        row.version = 7;
        if row.id == uuid(5) {
            row.details["goal_ids"] = json!([uuid(9), uuid(1)]);
        }
    }
    let told = compare(&after, &before);
    assert!(told.own.is_empty() && told.added.is_empty());
    assert!(told.removed.is_empty() && told.changed.is_empty());
}

#[test]
fn a_comparison_tells_parts_and_fields() {
    let mut after = changed(1, "target_on", json!("2026-09-30"));
    after[0].details["issue"] = json!("Nobody cooks");
    after.retain(|row| row.id != uuid(8));
    after.push(row(
        ElementKind::Milestone,
        9,
        json!({"title": "x", "due_on": "2026-05-01"}),
    ));
    let told = compare(&after, &rows());
    let part = |kind, n| PartRef { kind, id: uuid(n) };
    assert_eq!(told.added, [part(ElementKind::Milestone, 9)]);
    assert_eq!(told.removed, [part(ElementKind::TeamConsultation, 8)]);
    let field = |field: &str, before: Value, after: Value| FieldChange {
        field: field.to_owned(),
        before: Some(before).filter(|value| !value.is_null()),
        after: Some(after),
    };
    assert_eq!(
        told.changed,
        [ChangedPart {
            kind: ElementKind::Goal,
            id: uuid(1),
            fields: vec![
                field("issue", Value::Null, json!("Nobody cooks")),
                field("target_on", json!("2026-06-30"), json!("2026-09-30")),
            ]
        }]
    );
}

// ── Progress ─────────────────────────────────────────────────────────────────────────────────

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
