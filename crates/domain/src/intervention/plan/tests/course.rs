//! From the draft to the approval.

use serde_json::json;

use super::super::fixture::*;
use super::super::*;
use super::{changed, codes, with};
use crate::cases::fixture::{CASEWORKER, DIRECTOR, SUPERVISOR, case, now, today};
use crate::cases::{Case, CaseStatus};
use crate::refusal::RefusalCode;
use crate::words::Word;

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
