//! The workflow matrix (stage × status × act), what folding events gives, and reopening.

use chrono::{Months, TimeDelta};
use uuid::Uuid;

use super::fixture::*;
use super::*;
use crate::parties::WorkerId;
use crate::refusal::{Decision, RefusalCode};
use crate::termination::{
    ClosureRequestId, ClosureStatus, TerminationReason, decide_approve_closure,
    decide_edit_termination, decide_reject_closure, decide_request_closure,
    decide_withdraw_closure,
};
use crate::words::Word;

const STAGES: [Stage; 4] = [
    Stage::Assessment,
    Stage::Intervention,
    Stage::Monitoring,
    Stage::Termination,
];

fn said(decision: &Decision<CaseEvent>) -> String {
    match decision {
        Ok(events) => events
            .iter()
            .map(CaseEvent::kind)
            .collect::<Vec<_>>()
            .join(" + "),
        Err(refusals) => {
            let codes: Vec<_> = refusals
                .iter()
                .map(|refusal| match refusal.requirement {
                    Some(requirement) => requirement.code(),
                    None => refusal.code.code(),
                })
                .collect();
            format!("refused: {}", codes.join(", "))
        }
    }
}

/// Every act on a case in this stage and status, with nothing missing at any gate.
fn row(stage: Stage, status: CaseStatus) -> Vec<(&'static str, Decision<CaseEvent>)> {
    let case = case_in(stage, status, TerminationReason::LostContact);
    let facts = all_met(&case);
    let closure = closure(&case);
    let go = |to, reason| {
        decide_move(
            &case,
            &MoveCase { to, reason },
            &facts,
            &[],
            CASEWORKER,
            now(),
        )
    };
    let details = NoteDetails {
        occurred_at: now(),
        text: closure.summary.clone(),
    };
    let note = Note::draft(
        NoteId(Uuid::nil()),
        case.id,
        details.clone(),
        CASEWORKER,
        now(),
    );
    let signed = Note {
        status: NoteStatus::Signed,
        ..note.clone()
    };
    let new_task = NewTask {
        id: None,
        note_id: None,
        details: TaskDetails {
            text: remark("Ask the neighbour."),
            due_on: None,
            owner_id: None,
        },
    };
    let task = CaseTask::added(
        TaskId(Uuid::nil()),
        case.id,
        new_task.clone(),
        CASEWORKER,
        now(),
    );
    let contact = ContactDetails {
        with: ContactWith::Client,
        person_id: None,
        person_name: None,
        function: None,
        channel: ContactChannel::Visit,
        purpose: ContactPurpose::FollowUp,
        place: None,
        at: now(),
        reached: false,
        outcome: None,
        summary: None,
    };
    let termination = termination(&case, TerminationReason::LostContact);
    let mut edited = termination.details.clone();
    edited.support_network.clear();
    let request = ClosureRequestId(Uuid::nil());
    let hold = RequirementCode::SupportNetworkListed;
    let mut bare = facts.clone();
    bare.termination = None;
    let set_aside = OverrideRequirement {
        id: None,
        gate: Gate::Close,
        requirement: hold,
        reason: override_by(SUPERVISOR, Gate::Close, hold).reason,
    };
    vec![
        ("move to assessment", go(Stage::Assessment, None)),
        ("move to intervention", go(Stage::Intervention, None)),
        ("move to monitoring", go(Stage::Monitoring, None)),
        (
            "end: goals_achieved",
            go(Stage::Termination, Some(TerminationReason::GoalsAchieved)),
        ),
        (
            "end: lost_contact",
            go(Stage::Termination, Some(TerminationReason::LostContact)),
        ),
        (
            "end: client_request",
            go(Stage::Termination, Some(TerminationReason::ClientRequest)),
        ),
        (
            "edit termination",
            decide_edit_termination(&case, &termination, &edited, today()),
        ),
        (
            "override support network",
            decide_case_override(
                &case,
                &bare,
                &[],
                &set_aside,
                OverrideId(Uuid::nil()),
                SUPERVISOR,
                now(),
            ),
        ),
        (
            "request closure",
            decide_request_closure(&case, request, &facts, &[], CASEWORKER, now()),
        ),
        (
            "withdraw closure",
            decide_withdraw_closure(&case, &closure, CASEWORKER, now()),
        ),
        (
            "approve closure",
            decide_approve_closure(&case, &closure, &facts, &[], SUPERVISOR, now()),
        ),
        (
            "reject closure",
            decide_reject_closure(&case, &closure, SUPERVISOR, now()),
        ),
        ("reopen", decide_reopen(&case, None, now())),
        (
            "draft note",
            decide_draft(&case, note.id, &details, CASEWORKER, now()),
        ),
        ("sign note", decide_sign(&case, &note, CASEWORKER, now())),
        (
            "amend note",
            decide_amend(&case, &signed, AmendmentId(Uuid::nil())),
        ),
        (
            "record contact",
            decide_contact(&case, ContactId(Uuid::nil()), &contact, now()),
        ),
        ("add task", decide_add_task(&case, task.id, &new_task)),
        ("finish task", decide_finish_task(&case, &task, now())),
    ]
}

fn matrix() -> String {
    let mut text = String::new();
    for stage in STAGES {
        for status in CaseStatus::all() {
            // A closure is requested, and a case closed, in termination only; the rules answer all the
            // same.
            let ending = matches!(status, CaseStatus::ClosureRequested | CaseStatus::Closed);
            let note = if ending && stage != Stage::Termination {
                " (does not arise)"
            } else {
                ""
            };
            text.push_str(&format!("{stage}, {status}{note}\n"));
            for (act, decision) in row(stage, *status) {
                text.push_str(&format!("  {act:<25} {}\n", said(&decision)));
            }
            text.push('\n');
        }
    }
    text
}

#[test]
fn the_workflow_is_the_one_that_was_reviewed() {
    let actual = matrix();
    assert!(
        actual == include_str!("workflow_matrix.txt"),
        "the workflow is now:\n{actual}"
    );
}

#[test]
fn what_is_allowed_is_what_the_acts_themselves_would_do() {
    for stage in STAGES {
        for status in CaseStatus::all() {
            let case = case_in(stage, *status, TerminationReason::LostContact);
            let facts = all_met(&case);
            for by in [CASEWORKER, SUPERVISOR] {
                let allowed = allowed_actions(&case, &facts, &[], by, now());
                let may = |action| {
                    allowed
                        .iter()
                        .any(|one| one.action == action && one.unmet.is_empty())
                };
                let ok = |act: &str| {
                    row(stage, *status)
                        .iter()
                        .any(|(name, said)| *name == act && said.is_ok())
                };
                assert_eq!(may(CaseAction::MoveToAssessment), ok("move to assessment"));
                assert_eq!(
                    may(CaseAction::MoveToIntervention),
                    ok("move to intervention")
                );
                assert_eq!(may(CaseAction::MoveToMonitoring), ok("move to monitoring"));
                assert_eq!(may(CaseAction::MoveToTermination), ok("end: lost_contact"));
                assert_eq!(may(CaseAction::EditTermination), ok("edit termination"));
                assert_eq!(may(CaseAction::RequestClosure), ok("request closure"));
                assert_eq!(may(CaseAction::Reopen), ok("reopen"));
                assert_eq!(may(CaseAction::AddRecord), ok("draft note"));
                let pending = *status == CaseStatus::ClosureRequested;
                assert_eq!(
                    may(CaseAction::WithdrawClosure),
                    pending && by == CASEWORKER
                );
                assert_eq!(
                    may(CaseAction::ApproveClosure),
                    ok("approve closure") && by == SUPERVISOR
                );
                assert_eq!(may(CaseAction::RejectClosure), pending && by == SUPERVISOR);
            }
        }
    }
}

#[test]
fn an_act_barred_only_by_requirements_is_listed_with_them() {
    let case = case();
    let allowed = allowed_actions(&case, &CaseFacts::of(&case), &[], CASEWORKER, now());
    let to_intervention = allowed
        .iter()
        .find(|one| one.action == CaseAction::MoveToIntervention)
        .unwrap();
    assert_eq!(
        to_intervention.unmet,
        [
            RequirementCode::ServiceConsentOrLegalBasis,
            RequirementCode::ContractAgreed,
            RequirementCode::AssessmentFinalised
        ]
    );
    assert!(allowed.iter().all(|one| one.action != CaseAction::Reopen));
}

#[test]
fn folding_the_events_of_a_case_gives_the_case() {
    let start = case();
    let mut case = start.clone();
    let mut events = vec![CaseEvent::Opened(case.opened.clone())];
    let mut act = |case: &mut Case, decision: Decision<CaseEvent>| {
        for event in decision.unwrap() {
            case.apply(&event);
            events.push(event);
        }
    };
    let lost = MoveCase {
        to: Stage::Termination,
        reason: Some(TerminationReason::LostContact),
    };
    let back = MoveCase {
        to: Stage::Intervention,
        reason: None,
    };

    let facts = all_met(&case);
    act(
        &mut case,
        decide_move(&start, &back, &facts, &[], CASEWORKER, now()),
    );
    let facts = all_met(&case);
    let decision = decide_move(&case, &lost, &facts, &[], CASEWORKER, now());
    act(&mut case, decision);
    assert_eq!(case.stage_before_termination, Some(Stage::Intervention));
    let decision = decide_move(&case, &back, &facts, &[], CASEWORKER, now());
    act(&mut case, decision);
    assert_eq!(
        (case.stage, case.termination_reason),
        (Stage::Intervention, None)
    );
    let decision = decide_move(&case, &lost, &facts, &[], CASEWORKER, now());
    act(&mut case, decision);

    for (round, approve) in [(0, false), (1, true)] {
        let id = ClosureRequestId(Uuid::from_u128(60 + round));
        let facts = all_met(&case);
        let decision = decide_request_closure(&case, id, &facts, &[], CASEWORKER, now());
        act(&mut case, decision);
        let mut request = closure(&case);
        let facts = all_met(&case);
        let decision = if approve {
            decide_approve_closure(&case, &request, &facts, &[], SUPERVISOR, now())
        } else {
            decide_reject_closure(&case, &request, SUPERVISOR, now())
        };
        for event in decision.as_ref().unwrap() {
            request.apply(event);
        }
        let expected = if approve {
            ClosureStatus::Approved
        } else {
            ClosureStatus::Rejected
        };
        assert_eq!(
            (request.status, request.decided_by),
            (expected, Some(SUPERVISOR))
        );
        act(&mut case, decision);
    }
    assert_eq!(
        (case.status, case.closed_at),
        (CaseStatus::Closed, Some(now()))
    );
    let decision = decide_reopen(&case, Some(DIRECTOR), now() + TimeDelta::days(5));
    act(&mut case, decision);
    assert_eq!(
        (case.stage, case.status),
        (Stage::Assessment, CaseStatus::Open)
    );
    assert_eq!((case.episode, case.opened.responsible_id), (2, DIRECTOR));
    assert_eq!((case.closed_at, case.termination_reason), (None, None));
    assert_eq!(Case::fold(start.id, &events), Some(case));
    assert_eq!(Case::fold(start.id, &events[1..]), None);
}

#[test]
fn the_type_of_an_event_is_the_one_in_its_json() {
    for stage in STAGES {
        for status in CaseStatus::all() {
            for event in row(stage, *status)
                .into_iter()
                .flat_map(|(_, said)| said)
                .flatten()
            {
                let json = serde_json::to_value(&event).unwrap();
                assert_eq!(json["type"], event.kind());
                assert_eq!(serde_json::from_value::<CaseEvent>(json).unwrap(), event);
            }
        }
    }
    let json = serde_json::to_value(CaseEvent::Opened(case().opened)).unwrap();
    assert_eq!(
        (&json["type"], &json["stage"]),
        (&"case.opened".into(), &serde_json::Value::Null)
    );
}

#[test]
fn a_case_is_reopened_within_twelve_months_and_not_after() {
    let mut case = case_in(
        Stage::Termination,
        CaseStatus::Closed,
        TerminationReason::LostContact,
    );
    case.closed_at = Some(now());
    let last = now() + Months::new(12);
    assert!(decide_reopen(&case, None, last).is_ok());
    let refused = decide_reopen(&case, None, last + TimeDelta::seconds(1)).unwrap_err();
    assert_eq!(refused[0].code, RefusalCode::ReopeningTooLate);
}

#[test]
fn a_signed_note_stays_as_it_is_and_only_its_author_touches_a_draft() {
    let case = case();
    let details = NoteDetails {
        occurred_at: now(),
        text: closure(&case).summary,
    };
    let mut note = Note::draft(
        NoteId(Uuid::nil()),
        case.id,
        details.clone(),
        CASEWORKER,
        now(),
    );
    let other = NoteDetails {
        occurred_at: now() - TimeDelta::days(1),
        ..details.clone()
    };

    let codes = |decision: Decision<CaseEvent>| -> Vec<RefusalCode> {
        decision
            .unwrap_err()
            .iter()
            .map(|refusal| refusal.code)
            .collect()
    };
    let stranger: WorkerId = SUPERVISOR;
    assert_eq!(
        codes(decide_edit(&case, &note, &other, stranger, now())),
        [RefusalCode::NotTheAuthor]
    );
    assert_eq!(
        codes(decide_amend(&case, &note, AmendmentId(Uuid::nil()))),
        [RefusalCode::NoteNotSigned]
    );
    assert_eq!(
        decide_edit(&case, &note, &details, CASEWORKER, now()),
        Ok(Vec::new())
    );
    assert_eq!(
        decide_edit(&case, &note, &other, CASEWORKER, now()),
        Ok(vec![CaseEvent::NoteEdited {
            note_id: note.id,
            changed: vec!["occurred_at".into()]
        }])
    );

    note.apply(&decide_sign(&case, &note, CASEWORKER, now()).unwrap()[0]);
    assert_eq!(
        (note.status, note.signed_at),
        (NoteStatus::Signed, Some(now()))
    );
    assert_eq!(
        codes(decide_edit(&case, &note, &other, CASEWORKER, now())),
        [RefusalCode::NoteSigned]
    );
    note.apply(&decide_amend(&case, &note, AmendmentId(Uuid::nil())).unwrap()[0]);
    assert_eq!(note.status, NoteStatus::Amended);
    assert!(decide_amend(&case, &note, AmendmentId(Uuid::nil())).is_ok());
}
