//! What may be received, moved and settled, and what shows it.

use chrono::{NaiveDate, TimeDelta};
use proptest::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

use super::settlement::{Evidence, evidence};
use super::*;
use crate::cases::fixture::*;
use crate::cases::{Case, CaseEvent, CaseStatus, Stage};
use crate::parties::signature::SignatoryCapacity;
use crate::refusal::{Decision, RefusalCode};
use crate::termination::TerminationReason;
use crate::texts::{Line, Reason};
use crate::words::Word;

fn details(more: Value) -> CustodyDetails {
    let mut told = json!({
        "kind": "clothes", "description": "Two shirts.", "received_from": "The client",
        "received_at": "2026-03-20T02:00:00Z", "place": "Store room"
    });
    let members = told.as_object_mut().unwrap();
    members.extend(more.as_object().unwrap().clone());
    serde_json::from_value(told).unwrap()
}

fn item() -> CustodyItem {
    CustodyItem::received(
        CustodyItemId(Uuid::from_u128(70)),
        case().id,
        details(json!({})),
        CASEWORKER,
        now(),
    )
}

fn said(decision: Decision<CaseEvent>) -> Vec<(RefusalCode, Option<String>)> {
    let refusals = decision.err().unwrap_or_default();
    let said = refusals.into_iter().map(|one| (one.code, one.pointer));
    said.collect()
}

fn settle(item: &CustodyItem, told: &Value, minor: bool) -> Decision<CaseEvent> {
    let command = serde_json::from_value(told.clone()).unwrap();
    let received_on = item.details.received_at.date_naive();
    decide_settle_item(&case(), item, &command, minor, received_on, today())
}

#[test]
fn a_document_has_its_type_and_money_its_amount_and_nothing_else_has() {
    let code = |more| {
        let id = CustodyItemId(Uuid::nil());
        let said = said(decide_receive_item(&case(), id, &details(more), now()));
        said.into_iter().map(|(code, _)| code).collect::<Vec<_>>()
    };
    let money = json!({"currency": "MYR", "minor": 0});
    assert_eq!(code(json!({})), []);
    assert_eq!(code(json!({"kind": "money", "money": money})), []);
    assert_eq!(code(json!({"kind": "money"})), [RefusalCode::MoneyMismatch]);
    assert_eq!(code(json!({"money": money})), [RefusalCode::MoneyMismatch]);
    let paper = json!({"kind": "personal_document", "document_type": "bank_book"});
    assert_eq!(code(paper), []);
    assert_eq!(
        code(json!({"kind": "personal_document"})),
        [RefusalCode::DocumentTypeMismatch]
    );
    assert_eq!(
        code(json!({"document_type": "bank_book"})),
        [RefusalCode::DocumentTypeMismatch]
    );
    assert_eq!(
        code(json!({"received_at": "2026-04-01T02:06:00Z"})),
        [RefusalCode::InFuture]
    );
}

#[test]
fn what_is_not_held_any_more_is_neither_corrected_moved_settled_nor_withdrawn() {
    let mut settled = item();
    let told = json!({"outcome": "lost", "settled_on": "2026-03-30", "report_number": "1",
        "explanation": "Burnt."});
    let command: SettleCustodyItem = serde_json::from_value(told.clone()).unwrap();
    settled.settle(command.recorded(CASEWORKER, now()));
    let mut withdrawn = item();
    withdrawn.withdraw(Reason::new("It was recorded twice on the same day.").unwrap());
    let go = NewCustodyMovement {
        id: None,
        to: Line::new("Safe").unwrap(),
        moved_by: None,
        moved_at: now(),
        note: None,
    };
    let id = CustodyMovementId(Uuid::nil());
    for gone in [settled, withdrawn] {
        for decision in [
            decide_correct_item(&case(), &gone, &details(json!({"quantity": 2})), now()),
            decide_move_item(&case(), &gone, id, &go, now()),
            settle(&gone, &told, false),
            decide_withdraw_item(&case(), &gone),
        ] {
            assert_eq!(said(decision), [(RefusalCode::CustodyItemNotHeld, None)]);
        }
    }
}

#[test]
fn a_closed_case_takes_nothing_and_one_that_waits_for_its_closure_does() {
    let of = |status| case_in(Stage::Termination, status, TerminationReason::MovedAway);
    let every = |case: &Case| {
        let id = CustodyItemId(Uuid::nil());
        let told = json!({"outcome": "lost", "settled_on": "2026-03-30", "report_number": "1",
            "explanation": "Burnt."});
        let command = serde_json::from_value(told).unwrap();
        let received_on = item().details.received_at.date_naive();
        [
            decide_receive_item(case, id, &details(json!({})), now()),
            decide_correct_item(case, &item(), &details(json!({"quantity": 2})), now()),
            decide_settle_item(case, &item(), &command, false, received_on, today()),
            decide_withdraw_item(case, &item()),
        ]
    };
    for decision in every(&of(CaseStatus::ClosureRequested)) {
        assert_eq!(decision.unwrap().len(), 1);
    }
    for decision in every(&of(CaseStatus::Closed)) {
        assert_eq!(said(decision), [(RefusalCode::CaseClosed, None)]);
    }
}

#[test]
fn a_thing_goes_from_place_to_place_and_a_correction_moves_only_what_never_went() {
    let mut thing = item();
    thing.correct(details(json!({"place": "Cupboard 4"})));
    assert_eq!(thing.kept_place.as_str(), "Cupboard 4");
    let go = NewCustodyMovement {
        id: None,
        to: Line::new("Safe").unwrap(),
        moved_by: None,
        moved_at: now(),
        note: None,
    };
    let id = CustodyMovementId(Uuid::nil());
    let early = NewCustodyMovement {
        moved_at: thing.details.received_at - TimeDelta::seconds(1),
        ..go.clone()
    };
    assert_eq!(
        said(decide_move_item(&case(), &thing, id, &early, now())),
        [(RefusalCode::BeforeReceipt, Some("/moved_at".into()))]
    );
    let late = NewCustodyMovement {
        moved_at: now() + TimeDelta::hours(1),
        ..go.clone()
    };
    assert_eq!(
        said(decide_move_item(&case(), &thing, id, &late, now())),
        [(RefusalCode::InFuture, Some("/moved_at".into()))]
    );
    let movement = thing.go(id, go, CASEWORKER, now());
    assert_eq!(movement.from.as_str(), "Cupboard 4");
    assert_eq!(thing.kept_place.as_str(), "Safe");
    thing.correct(details(json!({"place": "Cupboard 5"})));
    assert_eq!(thing.kept_place.as_str(), "Safe");
}

/// Who receives with this outcome, as a capacity.
fn signer(outcome: CustodyOutcome) -> &'static str {
    match outcome {
        CustodyOutcome::Client => "client",
        CustodyOutcome::Guardian => "guardian",
        CustodyOutcome::NextOfKin => "next_of_kin",
        CustodyOutcome::Agency
        | CustodyOutcome::StoredForCollection
        | CustodyOutcome::Lost
        | CustodyOutcome::Disposed => "agency",
    }
}

/// A piece of evidence as it is told.
fn tell(told: &mut Value, what: Evidence, outcome: CustodyOutcome) {
    let value = match what {
        Evidence::Receiver
        | Evidence::Receipt
        | Evidence::Place
        | Evidence::Report
        | Evidence::Authority
        | Evidence::Explanation
        | Evidence::Incapacity => json!("As told."),
        Evidence::Until => json!("2026-06-01"),
        Evidence::Acknowledgement => json!({"capacity": signer(outcome), "person_name": "Halim",
            "method": "ink", "signed_on": "2026-03-30"}),
    };
    told[what.pointer().trim_start_matches('/')] = value;
}

const ALL: [Evidence; 9] = [
    Evidence::Receiver,
    Evidence::Receipt,
    Evidence::Place,
    Evidence::Until,
    Evidence::Report,
    Evidence::Authority,
    Evidence::Explanation,
    Evidence::Incapacity,
    Evidence::Acknowledgement,
];

#[test]
fn each_outcome_with_each_subset_of_evidence_is_told_exactly_what_lacks_and_what_is_too_much() {
    for outcome in CustodyOutcome::all() {
        let (needed, welcome) = evidence(*outcome);
        for chosen in 0u32..1 << ALL.len() {
            let mut told = json!({"outcome": outcome, "settled_on": "2026-03-30"});
            let mut expected = Vec::new();
            for (at, what) in ALL.into_iter().enumerate() {
                let given = chosen & 1 << at != 0;
                if given {
                    tell(&mut told, what, *outcome);
                }
                let code = match (given, needed.contains(&what), welcome.contains(&what)) {
                    (false, true, _) => RefusalCode::EvidenceMissing,
                    (true, false, false) => RefusalCode::NotForThisOutcome,
                    _ => continue,
                };
                expected.push((code, Some(what.pointer().to_owned())));
            }
            // A client who cannot sign has somebody else do it.
            let incapable = told.get("incapacity").is_some() && *outcome == CustodyOutcome::Client;
            if incapable && let Some(signature) = told.get_mut("acknowledgement") {
                signature["capacity"] = json!("guardian");
            }
            assert_eq!(said(settle(&item(), &told, false)), expected, "{told}");
        }
    }
}

#[test]
fn the_client_acknowledges_and_a_minors_or_an_incapable_clients_guardian() {
    let code = |outcome: &str, capacity: &str, minor: bool, incapable: bool| {
        let mut told = json!({"outcome": outcome, "settled_on": "2026-03-30",
            "acknowledgement": {"capacity": capacity, "person_name": "Halim", "method": "ink",
                "signed_on": "2026-03-30"}});
        if outcome != "client" {
            told["receiver_name"] = json!("Halim");
        }
        if incapable {
            told["incapacity"] = json!("Does not know what a signature is.");
        }
        let said = said(settle(&item(), &told, minor));
        said.into_iter().map(|(code, _)| code).collect::<Vec<_>>()
    };
    let guardian = [RefusalCode::GuardianAcknowledges];
    let receiver = [RefusalCode::ReceiverAcknowledges];
    assert_eq!(code("client", "client", false, false), []);
    assert_eq!(code("client", "guardian", false, false), receiver);
    for (minor, incapable) in [(true, false), (false, true), (true, true)] {
        assert_eq!(code("client", "client", minor, incapable), guardian);
        assert_eq!(code("client", "next_of_kin", minor, incapable), guardian);
        assert_eq!(code("client", "guardian", minor, incapable), []);
        assert_eq!(code("client", "legal_representative", minor, incapable), []);
    }
    assert_eq!(code("guardian", "guardian", true, false), []);
    assert_eq!(code("guardian", "client", false, false), receiver);
    assert_eq!(code("next_of_kin", "next_of_kin", false, false), []);
    assert_eq!(code("next_of_kin", "guardian", false, false), receiver);
}

#[test]
fn a_settlement_is_dated_between_the_receipt_and_today_and_stored_things_wait_from_today_on() {
    let on = |settled_on: &str, until: &str| {
        let told = json!({"outcome": "stored_for_collection", "settled_on": settled_on,
            "stored_at": "Safe", "stored_until": until});
        said(settle(&item(), &told, false))
    };
    let at = |pointer: &str| Some(pointer.to_owned());
    assert_eq!(on("2026-03-20", "2026-04-01"), []);
    assert_eq!(
        on("2026-03-19", "2026-04-01"),
        [(RefusalCode::BeforeReceipt, at("/settled_on"))]
    );
    assert_eq!(
        on("2026-04-02", "2026-03-31"),
        [
            (RefusalCode::InFuture, at("/settled_on")),
            (RefusalCode::DueOnInPast, at("/stored_until"))
        ]
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nobody_but_the_guardian_ever_acknowledges_for_a_minor(
        capacity in proptest::sample::select(SignatoryCapacity::all()), day in 20u32..31
    ) {
        let on = NaiveDate::from_ymd_opt(2026, 3, day).unwrap();
        let told = json!({"outcome": "client", "settled_on": on, "acknowledgement":
            {"capacity": capacity, "person_name": "Halim", "method": "ink", "signed_on": on}});
        let settled = settle(&item(), &told, true).is_ok();
        prop_assert_eq!(settled, capacity.for_the_client());
    }
}
