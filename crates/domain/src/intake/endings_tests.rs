//! Ends of an intake without a case, and what stops its clock.

use chrono::TimeDelta;
use uuid::Uuid;

use super::tests::{SUPERVISOR, codes, now, received};
use super::*;
use crate::cases::{ContactDetails, ContactId};
use crate::words::RecordId;

fn of(number: u128) -> DuplicateOf {
    DuplicateOf {
        kind: DuplicateKind::Intake,
        id: Uuid::from_u128(number),
    }
}

fn intake(number: u128) -> Intake {
    let mut intake = received(Urgency::Routine).0;
    intake.id = IntakeId::from_uuid(Uuid::from_u128(number));
    intake
}

fn find(intake: &mut Intake, of: DuplicateOf, named: Option<&Intake>) {
    let events = decide_duplicate(intake, of, named, SUPERVISOR, now()).unwrap();
    events.iter().for_each(|event| intake.apply(event));
}

#[test]
fn each_end_decides_once_and_stops_the_clock() {
    let ends: [fn(&Intake) -> crate::refusal::Decision<IntakeEvent>; 3] = [
        |it| decide_redirect(it, SUPERVISOR, now()),
        |it| decide_advise(it, SUPERVISOR, now()),
        |it| decide_duplicate(it, of(99), None, SUPERVISOR, now()),
    ];
    let decisions = [
        IntakeDecision::Redirected,
        IntakeDecision::Advised,
        IntakeDecision::Duplicate,
    ];
    for (end, decision) in ends.iter().zip(decisions) {
        let mut intake = intake(1);
        end(&intake).unwrap().iter().for_each(|it| intake.apply(it));
        assert_eq!(intake.progress.decision, Some(decision));
        assert_eq!(intake.progress.decided_by, Some(SUPERVISOR));
        assert_eq!(intake.progress.responded_at, Some(now()));
        for again in ends {
            assert_eq!(codes(again(&intake)), ["intake_decided"]);
        }
    }
}

#[test]
fn duplicates_lead_to_a_record_that_is_none() {
    let (mut first, mut second) = (intake(1), intake(2));
    let itself = decide_duplicate(&first, of(1), Some(&first), SUPERVISOR, now());
    assert_eq!(codes(itself), ["duplicate_of_itself"]);
    find(&mut second, of(1), Some(&first));
    assert_eq!(second.progress.duplicate_of, Some(of(1)));
    let back = decide_duplicate(&first, of(2), Some(&second), SUPERVISOR, now());
    assert_eq!(codes(back), ["names_a_duplicate"]);
    // A record that others repeat may turn out to repeat a third.
    let third = intake(3);
    find(&mut first, of(3), Some(&third));
    let round = decide_duplicate(&third, of(2), Some(&second), SUPERVISOR, now());
    assert_eq!(codes(round), ["names_a_duplicate"]);
}

fn contact(minutes: i64, reached: bool) -> ContactDetails {
    let at = now() + TimeDelta::minutes(minutes);
    serde_json::from_value(serde_json::json!({
        "with": "client", "channel": "phone", "purpose": "follow_up", "at": at, "reached": reached
    }))
    .unwrap()
}

#[test]
fn the_earliest_contact_that_reached_somebody_is_the_response() {
    let mut intake = intake(1);
    let mut record = |minutes, reached| {
        let details = contact(minutes, reached);
        let id = ContactId(Uuid::nil());
        let events = decide_intake_contact(&intake, id, &details, now()).unwrap();
        events.iter().for_each(|event| intake.apply(event));
        intake.progress.responded_at
    };
    let minute = |minutes| Some(now() + TimeDelta::minutes(minutes));
    assert_eq!(record(-50, false), None);
    assert_eq!(record(-10, true), minute(-10));
    assert_eq!(record(-5, true), minute(-10));
    assert_eq!(record(-40, true), minute(-40));
}

#[test]
fn a_contact_lies_between_the_receipt_and_now() {
    let intake = intake(1);
    let told = |details: &ContactDetails| {
        codes(decide_intake_contact(
            &intake,
            ContactId(Uuid::nil()),
            details,
            now(),
        ))
    };
    assert_eq!(told(&contact(-61, true)), ["before_arrival"]);
    assert_eq!(told(&contact(6, true)), ["in_future"]);
    let mut odd = contact(0, true);
    odd.outcome = Some(crate::cases::ContactOutcome::NoAnswer);
    assert_eq!(told(&odd), ["outcome_contradicts_reached"]);
}
