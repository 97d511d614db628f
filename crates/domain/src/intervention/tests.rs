//! Interventions, sessions and changes of strategy.

use chrono::{NaiveDate, TimeDelta};
use uuid::Uuid;

use super::*;
use crate::cases::fixture::{CASEWORKER, case_in, lines, now, today};
use crate::cases::{Case, CaseId, CaseStatus, Stage};
use crate::parties::PersonId;
use crate::refusal::{Decision, RefusalCode};
use crate::termination::TerminationReason;
use crate::texts::{Line, Narrative};

const DAY: TimeDelta = TimeDelta::days(1);

fn working() -> Case {
    in_state(Stage::Intervention, CaseStatus::Open)
}

fn in_state(stage: Stage, status: CaseStatus) -> Case {
    case_in(stage, status, TerminationReason::LostContact)
}

fn details() -> InterventionDetails {
    InterventionDetails {
        title: Line::new("Weekly visits").unwrap(),
        description: None,
        strategy_id: None,
        goal_ids: Vec::new(),
        technique: StrategyTechnique::Accompaniment,
        worker_roles: vec![WorkerRole::Broker],
    }
}

fn planned() -> Intervention {
    let id = InterventionId(Uuid::from_u128(40));
    Intervention::planned(id, &working(), details(), CASEWORKER, now())
}

fn running() -> Intervention {
    let mut intervention = planned();
    intervention.start(&StartIntervention {
        started_on: today() - DAY,
    });
    intervention
}

fn stop(on: NaiveDate) -> StopIntervention {
    StopIntervention {
        ended_on: on,
        reason: lines("The centre has closed."),
    }
}

fn complete(on: NaiveDate) -> CompleteIntervention {
    CompleteIntervention {
        ended_on: on,
        outcome: lines("She goes there by herself."),
    }
}

fn stopped() -> Intervention {
    let mut intervention = running();
    intervention.stop(stop(today()));
    intervention
}

fn codes(refused: Decision<WorkEvent>) -> Vec<RefusalCode> {
    let refused = refused.unwrap_err().into_iter();
    refused.map(|refusal| refusal.code).collect()
}

fn pointers(refused: Decision<WorkEvent>) -> Vec<(RefusalCode, String)> {
    let refused = refused.unwrap_err().into_iter();
    refused
        .map(|refusal| (refusal.code, refusal.pointer.unwrap_or_default()))
        .collect()
}

#[test]
fn interventions_are_planned_and_started_in_two_stages_and_not_on_hold() {
    let start = StartIntervention {
        started_on: today(),
    };
    let both = |case: &Case| {
        [
            decide_plan_intervention(case, planned().id, &details()),
            decide_start_intervention(case, &planned(), &start, today()),
        ]
    };
    for stage in [Stage::Intervention, Stage::Monitoring] {
        assert!(
            both(&in_state(stage, CaseStatus::Open))
                .iter()
                .all(Result::is_ok)
        );
    }
    for (stage, status, code) in [
        (
            Stage::Assessment,
            CaseStatus::Open,
            RefusalCode::NotInIntervention,
        ),
        (
            Stage::Termination,
            CaseStatus::Open,
            RefusalCode::NotInIntervention,
        ),
        (
            Stage::Intervention,
            CaseStatus::OnHold,
            RefusalCode::CaseOnHold,
        ),
        (
            Stage::Monitoring,
            CaseStatus::Closed,
            RefusalCode::CaseClosed,
        ),
    ] {
        for decision in both(&in_state(stage, status)) {
            assert_eq!(codes(decision), [code]);
        }
    }
}

#[test]
fn an_intervention_begins_once_and_ends_once() {
    let start = |intervention: &Intervention, on| {
        let command = StartIntervention { started_on: on };
        decide_start_intervention(&working(), intervention, &command, today())
    };
    assert_eq!(
        codes(start(&running(), today())),
        [RefusalCode::InterventionNotPlanned]
    );
    assert_eq!(
        codes(start(&planned(), today() + DAY)),
        [RefusalCode::InFuture]
    );

    // What has begun is brought to its end on hold and in termination too.
    let ending = in_state(Stage::Termination, CaseStatus::OnHold);
    let completed =
        |one: &Intervention, on| decide_complete_intervention(&ending, one, &complete(on), today());
    let given_up =
        |one: &Intervention, on| decide_stop_intervention(&ending, one, &stop(on), today());
    assert!(completed(&running(), today()).is_ok());
    assert!(given_up(&running(), today()).is_ok());
    assert!(given_up(&planned(), today()).is_ok());
    for one in [&planned(), &stopped()] {
        assert_eq!(
            codes(completed(one, today())),
            [RefusalCode::InterventionNotInProgress]
        );
    }
    assert_eq!(
        codes(given_up(&stopped(), today())),
        [RefusalCode::InterventionEnded]
    );
    for (on, code) in [
        (today() + DAY, RefusalCode::InFuture),
        (today() - DAY * 2, RefusalCode::BeforeStart),
    ] {
        assert_eq!(codes(completed(&running(), on)), [code]);
        assert_eq!(codes(given_up(&running(), on)), [code]);
    }
    let edited = decide_edit_intervention(&working(), &stopped(), &details());
    assert_eq!(codes(edited), [RefusalCode::InterventionEnded]);
    let same = decide_edit_intervention(&working(), &running(), &details());
    assert_eq!(same.unwrap(), []);
}

fn held() -> SessionHeld {
    SessionHeld {
        held_at: now() - TimeDelta::hours(3),
        minutes: 50,
        mode: SessionMode::InPerson,
        place: Some(SessionPlace::ClientHome),
        done: Narrative::new("Practised asking for help.").unwrap(),
        skills: vec![Skill::Empathy],
    }
}

fn named(name: &str) -> Attendee {
    Attendee {
        person_id: None,
        name: Some(Line::new(name).unwrap()),
        absence_reason: None,
    }
}

fn person(id: PersonId) -> Attendee {
    Attendee {
        person_id: Some(id),
        name: None,
        absence_reason: None,
    }
}

fn session(case: &Case, attendees: Vec<Attendee>) -> WorkSession {
    WorkSession {
        id: WorkSessionId(Uuid::from_u128(50)),
        case_id: case.id,
        group_session_id: None,
        form: SessionForm::Individual,
        held: held(),
        of_case: SessionOfCase {
            intervention_id: None,
            attendees,
            client_response: None,
            next_step: None,
        },
        supersedes: None,
        superseded_by: None,
        recorded_by: CASEWORKER,
        created_at: now(),
        modified_at: now(),
    }
}

#[test]
fn a_session_is_recorded_on_hold_too_and_belongs_to_what_has_begun() {
    let case = in_state(Stage::Monitoring, CaseStatus::OnHold);
    let good = session(&case, vec![named("Her daughter")]);
    for intervention in [None, Some(&running()), Some(&stopped())] {
        assert!(decide_session(&case, &good, intervention, None, now()).is_ok());
    }
    let early = decide_session(&case, &good, Some(&planned()), None, now());
    assert_eq!(codes(early), [RefusalCode::InterventionNotBegun]);
    let mut gone = good.clone();
    gone.superseded_by = Some(good.id);
    let again = decide_session(&case, &good, None, Some(&gone), now());
    assert_eq!(codes(again), [RefusalCode::AlreadySuperseded]);
    let mut bad = session(
        &case,
        vec![Attendee {
            name: None,
            ..named("x")
        }],
    );
    bad.held.held_at = now() + TimeDelta::hours(1);
    let bad = decide_session(&case, &bad, None, None, now());
    assert_eq!(
        codes(bad),
        [RefusalCode::AttendeeUnnamed, RefusalCode::InFuture]
    );
    let closed = in_state(Stage::Termination, CaseStatus::Closed);
    let late = decide_session(&closed, &good, None, None, now());
    assert_eq!(codes(late), [RefusalCode::CaseClosed]);
}

#[test]
fn of_a_group_no_case_shows_the_client_of_another() {
    let one = working();
    let mut other = working();
    other.id = CaseId(Uuid::from_u128(60));
    other.opened.person_id = PersonId(Uuid::from_u128(61));
    let (own, theirs) = (one.opened.person_id, other.opened.person_id);
    let group = |first: Vec<Attendee>, second: Vec<Attendee>| {
        let (first, second) = (session(&one, first), session(&other, second));
        decide_group_session(&[(&one, &first, None), (&other, &second, None)], now())
    };
    let events = group(vec![person(own)], vec![person(theirs)]).unwrap();
    assert_eq!(events.len(), 2);
    let shown = group(vec![person(own), person(theirs)], vec![person(own)]);
    let code = RefusalCode::ClientOfAnotherCase;
    assert_eq!(
        pointers(shown),
        [
            (code, "/attendees/1/person_id".to_owned()),
            (code, "/others/0/attendees/0/person_id".to_owned())
        ]
    );
    let session = session(&one, vec![person(own)]);
    let twice = decide_group_session(&[(&one, &session, None), (&one, &session, None)], now());
    let code = RefusalCode::CaseNamedTwice;
    assert_eq!(pointers(twice), [(code, "/others/0/case_id".to_owned())]);
    other.status = CaseStatus::Closed;
    let closed = decide_group_session(&[(&one, &session, None), (&other, &session, None)], now());
    assert_eq!(
        pointers(closed)[0],
        (RefusalCode::CaseClosed, "/others/0/case_id".to_owned())
    );
}

#[test]
fn a_change_of_strategy_tells_whether_the_client_agreed() {
    let change = |agreed_on, reason: Option<&str>| {
        let told = StrategyChangeDetails {
            strategy_id: None,
            intervention_id: None,
            from: lines("At the office."),
            to: lines("On walks."),
            reason: lines("He does not speak in closed rooms."),
            changed_on: today(),
            agreed_on,
            not_agreed_reason: reason.map(lines),
        };
        let id = StrategyChangeId(Uuid::from_u128(70));
        decide_change_strategy(&working(), id, &told, today())
    };
    assert!(change(Some(today()), None).is_ok());
    assert!(change(None, Some("He cannot be asked now.")).is_ok());
    for (agreed_on, reason) in [(None, None), (Some(today()), Some("He cannot be asked."))] {
        assert_eq!(
            codes(change(agreed_on, reason)),
            [RefusalCode::AgreementUntold]
        );
    }
    assert_eq!(
        codes(change(Some(today() + DAY), None)),
        [RefusalCode::InFuture]
    );
}
