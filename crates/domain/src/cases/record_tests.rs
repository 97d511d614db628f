//! What folding the events of a case gives, how long it may be reopened, and what a note allows.

use chrono::{Months, TimeDelta};
use uuid::Uuid;

use super::fixture::*;
use super::*;
use crate::parties::{UnitId, WorkerId};
use crate::refusal::{Decision, RefusalCode};
use crate::termination::{
    ClosureRequestId, ClosureStatus, TerminationReason, decide_approve_closure,
    decide_reject_closure, decide_request_closure,
};
use crate::texts::Reason;

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

    let decision = decide_hold(&case, Some(today()), today(), now());
    act(&mut case, decision);
    assert_eq!(case.held_until_on, Some(today()));
    let decision = decide_resume(&case, now());
    act(&mut case, decision);
    let id = ReassignmentId(Uuid::from_u128(70));
    let (_, reassigned) = Reassignment::succession(id, &case, SUPERVISOR, DIRECTOR, now());
    act(&mut case, Ok(vec![reassigned]));
    let command = RequestTransfer {
        id: None,
        to_unit_id: UnitId(Uuid::from_u128(90)),
        reason: Reason::new("The client has moved to another district.").unwrap(),
    };
    let id = TransferId(Uuid::from_u128(80));
    let offer = Transfer::requested(id, &case, command, CASEWORKER, now());
    let decision = decide_accept_transfer(&case, &offer, CASEWORKER, DIRECTOR, now());
    act(&mut case, decision.map(|(_, taken)| vec![taken]));
    assert_eq!(case.opened.unit_id, offer.to_unit_id);
    assert_eq!(case.opened.responsible_id, CASEWORKER);
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
    let decision = decide_reopen(&case, Some(DIRECTOR), 12, now() + TimeDelta::days(5));
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
fn a_case_is_reopened_within_twelve_months_and_not_after() {
    let mut case = case_in(
        Stage::Termination,
        CaseStatus::Closed,
        TerminationReason::LostContact,
    );
    case.closed_at = Some(now());
    let last = now() + Months::new(12);
    let later = last + TimeDelta::seconds(1);
    assert!(decide_reopen(&case, None, REOPENING_MONTHS, last).is_ok());
    assert!(decide_reopen(&case, None, 24, later).is_ok());
    let refused = decide_reopen(&case, None, REOPENING_MONTHS, later).unwrap_err();
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
