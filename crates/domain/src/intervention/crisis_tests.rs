//! Crises: when they may be reported, how they move, what the case shows.

use chrono::TimeDelta;
use uuid::Uuid;

use super::*;
use crate::cases::fixture::{CASEWORKER, SUPERVISOR, case, case_in, lines, now, today};
use crate::cases::{Case, CaseEvent, CaseStatus, Stage};
use crate::refusal::RefusalCode;
use crate::termination::TerminationReason;
use crate::texts::{Line, Narrative};

const ID: CrisisId = CrisisId(Uuid::from_u128(30));

fn details() -> CrisisDetails {
    CrisisDetails {
        severity: CrisisSeverity::Severe,
        what: Narrative::new("He ran away.").unwrap(),
        occurred_at: now() - TimeDelta::hours(2),
        place: Line::new("Block B").unwrap(),
        action_taken: lines("Searched for him."),
        follow_up: None,
        supervisor_told_at: None,
    }
}

fn reported() -> Crisis {
    Crisis::reported(ID, case().id, details(), CASEWORKER, now())
}

fn handled() -> Crisis {
    let mut crisis = reported();
    let measures = lines("The warden looks in.");
    crisis.handle(HandleCrisis { measures }, SUPERVISOR);
    crisis
}

fn resolve(on: chrono::NaiveDate) -> ResolveCrisis {
    ResolveCrisis {
        how: lines("They have made up."),
        resolved_on: on,
    }
}

fn codes<T: std::fmt::Debug>(refused: Result<T, Vec<crate::refusal::Refusal>>) -> Vec<RefusalCode> {
    let refused = refused.unwrap_err().into_iter();
    refused.map(|refusal| refusal.code).collect()
}

fn apply(case: &mut Case, events: &[CaseEvent]) {
    events.iter().for_each(|event| case.apply(event));
}

#[test]
fn a_crisis_is_reported_in_every_state_but_the_closed_one() {
    for status in [
        CaseStatus::Open,
        CaseStatus::OnHold,
        CaseStatus::ClosureRequested,
    ] {
        for stage in [
            Stage::Assessment,
            Stage::Intervention,
            Stage::Monitoring,
            Stage::Termination,
        ] {
            let case = case_in(stage, status, TerminationReason::LostContact);
            assert!(decide_report_crisis(&case, ID, &details(), now()).is_ok());
        }
    }
    let closed = case_in(
        Stage::Termination,
        CaseStatus::Closed,
        TerminationReason::LostContact,
    );
    assert_eq!(
        codes(decide_report_crisis(&closed, ID, &details(), now())),
        [RefusalCode::CaseClosed]
    );
}

#[test]
fn the_case_shows_how_many_are_open() {
    let mut case = case();
    for open in [1, 2] {
        let (_, events) = decide_report_crisis(&case, ID, &details(), now()).unwrap();
        apply(&mut case, &events);
        assert_eq!(case.open_crises, open);
    }
    let over = decide_resolve_crisis(&case, &handled(), &resolve(today()), today(), today());
    let (events, over) = over.unwrap();
    apply(&mut case, &over);
    assert_eq!(case.open_crises, 1);
    let resolved = WorkEvent::CrisisResolved {
        crisis_id: ID,
        resolved_on: today(),
    };
    assert_eq!(events, [resolved]);
}

#[test]
fn only_one_that_becomes_graver_alarms_anew() {
    let alarms = |severity| {
        let graver = CrisisDetails {
            severity,
            ..details()
        };
        let (events, alarms) = decide_edit_crisis(&case(), &reported(), &graver, now()).unwrap();
        (events.len(), alarms.len())
    };
    assert_eq!(alarms(CrisisSeverity::LifeThreatening), (1, 1));
    assert_eq!(alarms(CrisisSeverity::Severe), (0, 0));
    assert_eq!(alarms(CrisisSeverity::Moderate), (1, 0));
}

#[test]
fn a_crisis_is_handled_and_then_resolved_each_once() {
    let mut resolved = handled();
    resolved.resolve(resolve(today()), CASEWORKER, now());
    assert!(decide_handle_crisis(&case(), &reported()).is_ok());
    for crisis in [&handled(), &resolved] {
        assert_eq!(
            codes(decide_handle_crisis(&case(), crisis)),
            [RefusalCode::CrisisNotReported]
        );
    }
    for crisis in [&reported(), &resolved] {
        let again = decide_resolve_crisis(&case(), crisis, &resolve(today()), today(), today());
        assert_eq!(codes(again), [RefusalCode::CrisisNotBeingHandled]);
    }
    let edited = decide_edit_crisis(&case(), &resolved, &details(), now());
    assert_eq!(codes(edited), [RefusalCode::CrisisResolved]);
}

#[test]
fn times_and_days_are_held_against_the_clock_and_the_crisis() {
    let later = CrisisDetails {
        occurred_at: now() + TimeDelta::hours(1),
        supervisor_told_at: Some(now() + TimeDelta::hours(1)),
        ..details()
    };
    let refused = decide_report_crisis(&case(), ID, &later, now());
    assert_eq!(codes(refused), [RefusalCode::InFuture; 2]);
    let day = TimeDelta::days(1);
    for (on, code) in [
        (today() + day, RefusalCode::InFuture),
        (today() - day, RefusalCode::BeforeCrisis),
    ] {
        let refused = decide_resolve_crisis(&case(), &handled(), &resolve(on), today(), today());
        assert_eq!(codes(refused), [code]);
    }
}
