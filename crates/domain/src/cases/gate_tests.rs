//! A move is refused exactly when the checklist shows an unmet requirement that is not
//! overridden; the gates are those of rule 2.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use proptest::prelude::*;
use uuid::Uuid;

use super::fixture::*;
use super::*;
use crate::parties::WorkerId;
use crate::refusal::RefusalCode;
use crate::termination::{
    ClosureRequestId, TerminationReason, decide_approve_closure, decide_request_closure,
};

/// Rule 2 as it is written: requirement, and whether it may be overridden.
const TO_INTERVENTION: &[(RequirementCode, bool)] = &[
    (RequirementCode::ServiceConsentOrLegalBasis, false),
    (RequirementCode::ContractAgreed, true),
    (RequirementCode::AssessmentFinalised, false),
];
const TO_MONITORING: &[(RequirementCode, bool)] = &[
    (RequirementCode::PlanActive, false),
    (RequirementCode::InterventionStarted, false),
    (RequirementCode::MonitoringPlanSet, false),
    (RequirementCode::BaselineRecorded, true),
];
const TO_PLANNED_END: &[(RequirementCode, bool)] = &[
    (RequirementCode::EvaluationPreparesTermination, true),
    (RequirementCode::PartyReports, true),
    (RequirementCode::FunctioningInterview, true),
    (RequirementCode::FinalReport, true),
    (RequirementCode::ClosingDiscussion, true),
    (RequirementCode::BoardOfVisitors, true),
];
const TO_UNPLANNED_END: &[(RequirementCode, bool)] = &[(RequirementCode::Reason, false)];
const TO_CLOSE_PLANNED: &[(RequirementCode, bool)] = &[
    (RequirementCode::NoticeToClient, false),
    (RequirementCode::NoticeToFamily, true),
    (RequirementCode::FuturePlanConfirmed, false),
    (RequirementCode::SupportNetworkListed, true),
    (RequirementCode::CustodySettled, false),
    (RequirementCode::NothingOpen, false),
    (RequirementCode::ReasonRequirements, false),
    (RequirementCode::ApprovedByOther, false),
];
const TO_CLOSE_UNPLANNED: &[(RequirementCode, bool)] = &[
    (RequirementCode::NoticeToFamily, true),
    (RequirementCode::SupportNetworkListed, true),
    (RequirementCode::CustodySettled, false),
    (RequirementCode::NothingOpen, false),
    (RequirementCode::ReasonRequirements, false),
    (RequirementCode::ApprovedByOther, false),
];

fn listed(gate: Gate, reason: Option<TerminationReason>) -> Vec<(RequirementCode, bool)> {
    let case = case();
    let facts = GateFacts {
        reason,
        institution: true,
        ..GateFacts::of(&case)
    };
    let list = case_checklist(gate, &facts, &[], None, now());
    list.items
        .iter()
        .map(|item| (item.code, item.overridable))
        .collect()
}

#[test]
fn the_gates_require_what_rule_2_says() {
    let planned = Some(TerminationReason::GoalsAchieved);
    let unplanned = Some(TerminationReason::LostContact);
    assert_eq!(listed(Gate::Intervention, None), TO_INTERVENTION);
    assert_eq!(listed(Gate::Monitoring, None), TO_MONITORING);
    assert_eq!(listed(Gate::Termination, planned), TO_PLANNED_END);
    assert_eq!(listed(Gate::Termination, unplanned), TO_UNPLANNED_END);
    assert_eq!(listed(Gate::Close, planned), TO_CLOSE_PLANNED);
    assert_eq!(listed(Gate::Close, unplanned), TO_CLOSE_UNPLANNED);
    let deceased = listed(Gate::Close, Some(TerminationReason::Deceased));
    assert!(
        deceased
            .iter()
            .all(|(code, _)| *code != RequirementCode::SupportNetworkListed)
    );
    assert_eq!(deceased.len(), TO_CLOSE_UNPLANNED.len() - 1);
}

/// An override of a random requirement by a random person, perhaps expired or void.
fn some_override(codes: &'static [(RequirementCode, bool)], gate: Gate) -> BoxedStrategy<Override> {
    let gates = prop_oneof![9 => Just(gate), 1 => Just(Gate::Accept)];
    (0..codes.len(), 1u128..4, gates, 0i64..40, any::<bool>())
        .prop_map(move |(index, by, gate, age, void)| {
            let at = now() - TimeDelta::days(age);
            Override {
                overridden_at: at,
                expires_at: at + Override::LIFE,
                void_at: (void && age % 3 == 0).then_some(now()),
                ..override_by(WorkerId(Uuid::from_u128(by)), gate, codes[index].0)
            }
        })
        .boxed()
}

/// Which requirements stand in the way, worked out without the engine.
fn in_the_way(
    codes: &[(RequirementCode, bool)],
    met: &BTreeSet<RequirementCode>,
    overrides: &[Override],
    gate: Gate,
    mover: WorkerId,
) -> Vec<RequirementCode> {
    let set_aside = |code| {
        overrides.iter().any(|one| {
            one.requirement == code
                && one.gate == gate
                && one.overridden_by != mover
                && one.void_at.is_none()
                && now() - one.overridden_at < TimeDelta::days(30)
        })
    };
    let stands = |(code, overridable): &&(RequirementCode, bool)| {
        !(met.contains(code) || *overridable && set_aside(*code))
    };
    codes.iter().filter(stands).map(|(code, _)| *code).collect()
}

fn unmet(refusals: Vec<crate::refusal::Refusal>) -> Vec<RequirementCode> {
    refusals
        .into_iter()
        .map(|refusal| {
            assert_eq!(refusal.code, RefusalCode::RequirementUnmet);
            refusal.requirement.unwrap()
        })
        .collect()
}

type Situation = (Gate, BTreeSet<RequirementCode>, Vec<Override>);

fn situation() -> impl Strategy<Value = Situation> {
    let gates = [
        (Gate::Intervention, TO_INTERVENTION),
        (Gate::Monitoring, TO_MONITORING),
        (Gate::Termination, TO_PLANNED_END),
        (Gate::Close, TO_CLOSE_PLANNED),
    ];
    proptest::sample::select(gates.to_vec()).prop_flat_map(|(gate, codes)| {
        let all: Vec<RequirementCode> = codes.iter().map(|(code, _)| *code).collect();
        let count = all.len();
        (
            Just(gate),
            proptest::sample::subsequence(all, 0..=count).prop_map(|met| met.into_iter().collect()),
            proptest::collection::vec(some_override(codes, gate), 0..8),
        )
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_move_is_refused_exactly_when_the_checklist_shows_an_unmet_requirement_not_overridden(
        (gate, met, overrides) in situation()
    ) {
        let planned = TerminationReason::GoalsAchieved;
        let (stage, to, codes) = match gate {
            // Other rooms test the gates of an assessment and of a plan.
            Gate::Accept | Gate::Finalise | Gate::PlanActivation | Gate::Intervention => {
                (Stage::Assessment, Stage::Intervention, TO_INTERVENTION)
            }
            Gate::Monitoring => (Stage::Intervention, Stage::Monitoring, TO_MONITORING),
            Gate::Termination => (Stage::Monitoring, Stage::Termination, TO_PLANNED_END),
            Gate::Close => (Stage::Termination, Stage::Termination, TO_CLOSE_PLANNED),
        };
        let closing = gate == Gate::Close;
        let status = if closing { CaseStatus::ClosureRequested } else { CaseStatus::Open };
        let case = case_in(stage, status, planned);
        let has = |code| met.contains(&code);
        let thing = RecordRef { kind: RecordKind::Task, id: Uuid::nil() };

        let mut facts = all_met(&case);
        facts.records.retain(|code, _| met.contains(code));
        facts.reason = (to == Stage::Termination).then_some(planned);
        let mut details = facts.termination.clone().unwrap();
        details.reason = planned;
        facts.termination = Some(details);
        if !has(RequirementCode::CustodySettled) { facts.custody.push(thing); }
        if !has(RequirementCode::NothingOpen) { facts.open.push(thing); }
        // The responsible worker requests; somebody else approves, or the requester tries to.
        let approver = if has(RequirementCode::ApprovedByOther) { SUPERVISOR } else { CASEWORKER };
        facts.approver = closing.then_some(approver);

        let expected = in_the_way(codes, &met, &overrides, gate, CASEWORKER);
        let list = case_checklist(gate, &facts, &overrides, Some(CASEWORKER), now());
        prop_assert_eq!(list.unmet(), expected.clone());
        prop_assert_eq!(list.ready, expected.is_empty());

        let decision = if closing {
            decide_approve_closure(&case, &closure(&case), &facts, &overrides, approver, now())
        } else {
            let command = MoveCase { to, reason: facts.reason };
            decide_move(&case, &command, &facts, &overrides, CASEWORKER, now())
        };
        match decision {
            Ok(_) => prop_assert!(expected.is_empty()),
            Err(refusals) => prop_assert_eq!(unmet(refusals), expected.clone()),
        }

        if closing {
            let before = Case { status: CaseStatus::Open, ..case };
            let request = ClosureRequestId(Uuid::nil());
            let decision = decide_request_closure(&before, request, &facts, &overrides, CASEWORKER, now());
            let expected: Vec<_> =
                expected.into_iter().filter(|code| *code != RequirementCode::ApprovedByOther).collect();
            match decision {
                Ok(_) => prop_assert!(expected.is_empty()),
                Err(refusals) => prop_assert_eq!(unmet(refusals), expected),
            }
        }
    }
}

#[test]
fn what_is_open_is_listed_by_kind_and_id() {
    let case = case();
    let task = RecordRef {
        kind: RecordKind::Task,
        id: Uuid::from_u128(77),
    };
    let facts = GateFacts {
        open: vec![task],
        ..GateFacts::of(&case)
    };
    let list = case_checklist(Gate::Close, &facts, &[], None, now());
    let item = list
        .items
        .iter()
        .find(|item| item.code == RequirementCode::NothingOpen)
        .unwrap();
    assert_eq!(
        item.missing,
        [Missing::record(MissingCode::OpenRecord, task)]
    );
    assert!(!item.overridable);
}

fn override_codes(
    case: &Case,
    facts: &GateFacts,
    overrides: &[Override],
    gate: Gate,
    requirement: RequirementCode,
    by: WorkerId,
) -> Vec<RefusalCode> {
    let reason = override_by(by, gate, requirement).reason;
    let command = OverrideRequirement {
        id: None,
        gate,
        requirement,
        reason,
    };
    let id = OverrideId(Uuid::nil());
    match decide_case_override(case, facts, overrides, &command, id, by, now()) {
        Ok(_) => Vec::new(),
        Err(refusals) => refusals.iter().map(|refusal| refusal.code).collect(),
    }
}

#[test]
fn an_override_is_for_an_unmet_overridable_requirement_by_somebody_who_did_not_request() {
    let pending = case_in(
        Stage::Termination,
        CaseStatus::ClosureRequested,
        TerminationReason::LostContact,
    );
    let mut facts = all_met(&pending);
    facts.records.remove(&RequirementCode::SupportNetworkListed);
    facts.termination = None;
    let network = RequirementCode::SupportNetworkListed;
    let codes = |requirement, gate, by, overrides: &[Override]| {
        override_codes(&pending, &facts, overrides, gate, requirement, by)
    };
    assert_eq!(codes(network, Gate::Close, SUPERVISOR, &[]), []);
    assert_eq!(
        codes(network, Gate::Close, CASEWORKER, &[]),
        [RefusalCode::OverrideOfOwnRequest]
    );
    assert_eq!(
        codes(
            RequirementCode::ReasonRequirements,
            Gate::Close,
            SUPERVISOR,
            &[]
        ),
        [RefusalCode::RequirementHard]
    );
    assert_eq!(
        codes(RequirementCode::NothingOpen, Gate::Close, SUPERVISOR, &[]),
        [RefusalCode::RequirementAlreadyMet]
    );
    assert_eq!(
        codes(network, Gate::Intervention, SUPERVISOR, &[]),
        [RefusalCode::RequirementNotInGate]
    );
    assert_eq!(
        codes(network, Gate::Accept, SUPERVISOR, &[]),
        [RefusalCode::RequirementNotInGate]
    );
    let mine = [override_by(SUPERVISOR, Gate::Close, network)];
    assert_eq!(
        codes(network, Gate::Close, SUPERVISOR, &mine),
        [RefusalCode::AlreadyOverridden]
    );
    assert_eq!(codes(network, Gate::Close, DIRECTOR, &mine), []);
}

#[test]
fn an_override_ends_when_its_gate_is_passed_and_after_thirty_days() {
    let code = RequirementCode::ContractAgreed;
    let mut one = override_by(SUPERVISOR, Gate::Intervention, code);
    let last = one.overridden_at + TimeDelta::days(30);
    assert!(one.stands(Gate::Intervention, code, last - TimeDelta::seconds(1)));
    assert!(!one.stands(Gate::Intervention, code, last));
    one.passed(Gate::Monitoring, now());
    assert!(one.stands(Gate::Intervention, code, now()));
    one.passed(Gate::Intervention, now());
    assert!(!one.stands(Gate::Intervention, code, now()));
}
