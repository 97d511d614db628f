//! What each reason asks for, when contact is lost, and who may decide a closure.

use chrono::TimeDelta;
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::cases::fixture::*;
use crate::cases::{
    Case, CaseEvent, CaseStatus, Gate, GateFacts, MissingCode, MoveCase, RequirementCode, Stage,
    case_checklist, decide_move,
};
use crate::parties::contact_point::ContactChannel;
use crate::refusal::Decision;
use crate::texts::Line;
use crate::words::Word;

fn missing(case: &Case, facts: &GateFacts, requirement: RequirementCode) -> Vec<MissingCode> {
    let facts = GateFacts {
        reason: case.termination_reason,
        ..facts.clone()
    };
    let list = case_checklist(Gate::Close, &facts, &[], None, now());
    let item = list
        .items
        .into_iter()
        .find(|item| item.code == requirement)
        .unwrap();
    item.missing
        .into_iter()
        .map(|missing| missing.code)
        .collect()
}

fn ending(reason: TerminationReason, details: TerminationDetails) -> (Case, GateFacts) {
    let case = case_in(Stage::Termination, CaseStatus::Open, reason);
    let mut termination = Termination::begin(TerminationId(Uuid::nil()), &case, reason, now());
    termination.details = details;
    let facts = GateFacts {
        termination: Some(termination),
        ..GateFacts::of(&case)
    };
    (case, facts)
}

fn reason_missing(reason: TerminationReason, details: TerminationDetails) -> Vec<MissingCode> {
    let (case, facts) = ending(reason, details);
    missing(&case, &facts, RequirementCode::ReasonRequirements)
}

fn codes(decision: Decision<CaseEvent>) -> Vec<&'static str> {
    let refusals = decision.unwrap_err();
    refusals
        .into_iter()
        .map(|refusal| refusal.requirement.map_or(refusal.code.code(), Word::code))
        .collect()
}

#[test]
fn a_death_without_a_document_needs_the_reason_why_there_is_none() {
    let told = |reference: Option<&str>, why: Option<&str>| TerminationDetails {
        deceased: Some(Death {
            died_on: Some(today()),
            source: Some(Line::new("The hospital").unwrap()),
            document_reference: reference.map(|text| Line::new(text).unwrap()),
            no_document_reason: why.map(lines),
        }),
        ..TerminationDetails::default()
    };
    let reason = TerminationReason::Deceased;
    assert_eq!(
        reason_missing(reason, told(None, None)),
        [MissingCode::DeathDocument]
    );
    assert_eq!(reason_missing(reason, told(Some("B 1234"), None)), []);
    let why = Some("Buried at sea.");
    assert_eq!(reason_missing(reason, told(None, why)), []);
}

#[test]
fn the_unit_at_the_new_place_is_told_on_a_date_or_not_told_for_a_reason() {
    let reason = TerminationReason::MovedAway;
    let with = |answer, told_on, why: Option<&str>| TerminationDetails {
        moved_away: Some(MovedAway {
            new_place: Some(lines("With his son in Sungai Petani.")),
            receiving_unit: Some(ReceivingUnit {
                answer,
                told_on,
                reason: why.map(lines),
            }),
        }),
        ..TerminationDetails::default()
    };
    use ReceivingUnitReply::{ClientRefused, PlaceUnknown, Told};
    assert_eq!(
        reason_missing(reason, with(Told, None, None)),
        [MissingCode::ReceivingUnitToldOn]
    );
    assert_eq!(reason_missing(reason, with(Told, Some(today()), None)), []);
    for answer in [ClientRefused, PlaceUnknown] {
        assert_eq!(
            reason_missing(reason, with(answer, None, None)),
            [MissingCode::ReceivingUnitReason]
        );
        assert_eq!(
            reason_missing(reason, with(answer, None, Some("He said so."))),
            []
        );
    }
}

#[test]
fn going_back_withdraws_the_termination() {
    let reason = TerminationReason::LostContact;
    let case = case_in(Stage::Termination, CaseStatus::Open, reason);
    let mut termination = termination(&case, reason);
    let back = MoveCase {
        to: Stage::Assessment,
        reason: None,
    };
    let facts = GateFacts::of(&case);
    let events = decide_move(&case, &back, &facts, &[], CASEWORKER, now()).unwrap();
    termination.apply(&events[0]);
    assert_eq!(termination.withdrawn_at, Some(now()));
    let edit = decide_edit_termination(&case, &termination, &termination.details, today());
    assert_eq!(codes(edit), ["not_in_termination"]);
}

#[test]
fn a_closure_asked_for_too_early_is_refused_with_what_is_missing_then_approved_by_another() {
    let reason = TerminationReason::LostContact;
    let mut case = case_in(Stage::Termination, CaseStatus::Open, reason);
    let mut facts = all_met(&case);
    facts.contacts = vec![
        attempt(6, ContactChannel::Visit, false),
        attempt(2, ContactChannel::Visit, false),
    ];
    let id = closure(&case).id;
    let early = decide_request_closure(&case, id, &facts, &[], CASEWORKER, now());
    assert_eq!(codes(early), ["reason_requirements"]);
    assert_eq!(
        missing(&case, &facts, RequirementCode::ReasonRequirements),
        [
            MissingCode::UnsuccessfulContacts,
            MissingCode::ContactDates,
            MissingCode::ContactChannels,
            MissingCode::ContactSpanDays
        ]
    );
    facts
        .contacts
        .push(attempt(20, ContactChannel::Phone, false));
    let events = decide_request_closure(&case, id, &facts, &[], CASEWORKER, now()).unwrap();
    case.apply(&events[0]);

    let request = closure(&case);
    let by = |worker| decide_approve_closure(&case, &request, &facts, &[], worker, now());
    assert_eq!(codes(by(CASEWORKER)), ["approved_by_other"]);
    assert_eq!(by(SUPERVISOR).unwrap().len(), 2);

    // The supervisor who has taken the case over since may not approve it either.
    case.opened.responsible_id = SUPERVISOR;
    let facts = GateFacts {
        responsible_id: SUPERVISOR,
        ..facts
    };
    let by = |worker| decide_approve_closure(&case, &request, &facts, &[], worker, now());
    assert_eq!(codes(by(SUPERVISOR)), ["approved_by_other"]);
    assert!(by(DIRECTOR).is_ok());
    for worker in [CASEWORKER, SUPERVISOR] {
        let rejected = decide_reject_closure(&case, &request, worker, now());
        assert_eq!(codes(rejected), ["own_request"]);
        assert!(decide_withdraw_closure(&case, &request, worker, now()).is_ok());
    }
    let withdrawn = decide_withdraw_closure(&case, &request, DIRECTOR, now());
    assert_eq!(codes(withdrawn), ["not_the_requester"]);
}

#[test]
fn what_appears_after_the_request_bars_the_approval() {
    let reason = TerminationReason::LostContact;
    let case = case_in(Stage::Termination, CaseStatus::ClosureRequested, reason);
    let mut facts = all_met(&case);
    facts.contacts.push(attempt(0, ContactChannel::Phone, true));
    let decision = decide_approve_closure(&case, &closure(&case), &facts, &[], SUPERVISOR, now());
    assert_eq!(codes(decision), ["reason_requirements"]);
}

#[test]
fn planned_or_not_follows_from_the_reason() {
    let planned = TerminationReason::all()
        .iter()
        .filter(|reason| reason.planned())
        .count();
    assert_eq!((planned, TerminationReason::all().len()), (9, 18));
}

fn attempts() -> impl Strategy<Value = Vec<ClientContact>> {
    let channels = proptest::sample::select(ContactChannel::all());
    proptest::collection::vec(
        (0i64..40, channels, proptest::bool::weighted(0.1))
            .prop_map(|(days_ago, channel, reached)| attempt(days_ago, channel, reached)),
        0..12,
    )
}

fn lost(contacts: &[ClientContact]) -> bool {
    LostContact::of(contacts, now() - TimeDelta::days(60))
        .missing()
        .is_empty()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn contact_is_lost_exactly_when_three_attempts_on_three_dates_by_two_channels_span_fourteen_days(
        contacts in attempts()
    ) {
        let reached = contacts.iter().filter(|one| one.reached).map(|one| one.at).max();
        let failed: Vec<_> = contacts
            .iter()
            .filter(|one| !one.reached && reached.is_none_or(|at| one.at > at))
            .collect();
        // Worked out the slow way: three attempts that differ in date, two of which differ in
        // channel, and any two fourteen days apart.
        let three_dates = failed.iter().any(|a| failed.iter().any(|b| failed.iter().any(|c| {
            a.on != b.on && b.on != c.on && a.on != c.on
        })));
        let two_channels = failed.iter().any(|a| failed.iter().any(|b| a.channel != b.channel));
        let wide = failed.iter().any(|a| failed.iter().any(|b| (a.on - b.on).num_days() >= 14));
        prop_assert_eq!(lost(&contacts), three_dates && two_channels && wide);
    }

    #[test]
    fn a_further_failed_attempt_never_helps_the_client_back_and_reaching_the_client_always_does(
        contacts in attempts(), days_ago in 0i64..40
    ) {
        let mut more = contacts.clone();
        more.push(attempt(days_ago, ContactChannel::Letter, false));
        prop_assert!(!lost(&contacts) || lost(&more));
        more.push(attempt(0, ContactChannel::Phone, true));
        prop_assert!(!lost(&more));
    }

    #[test]
    fn the_order_of_the_records_and_an_earlier_episode_do_not_matter(contacts in attempts()) {
        let mut turned = contacts.clone();
        turned.reverse();
        prop_assert_eq!(lost(&contacts), lost(&turned));
        let began_at = now() - TimeDelta::days(20);
        let late: Vec<_> = contacts.iter().copied().filter(|one| one.at >= began_at).collect();
        prop_assert_eq!(
            LostContact::of(&contacts, began_at),
            LostContact::of(&late, began_at)
        );
    }
}
