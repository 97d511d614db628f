//! Contracts: what they must say, who signs, when they are agreed, open and over.

use serde_json::{Value, json};
use uuid::Uuid;

use super::tests::*;
use super::*;
use crate::cases::fixture::{CASEWORKER, case, case_in, now};
use crate::cases::{Case, CaseStatus, Stage};
use crate::refusal::RefusalCode;
use crate::termination::TerminationReason;
use crate::words::Word;

/// A contract that says everything.
fn whole(more: Value) -> ContractDetails {
    let elements = ContractElement::all().iter();
    let elements: Value = elements.map(|it| (it.code(), "Agreed.")).collect();
    let duties = json!({"responsibilities": "Keeps what is promised.", "tasks": "Visits."});
    let told = json!({
        "kind": "primary", "purpose": "Care at home.", "starts_on": day(10),
        "elements": elements,
        "parties": {"client": duties, "worker": duties, "agency": duties},
        "eligibility": {"certified_by": "Azman", "certified_on": day(9)}
    });
    serde_json::from_value(with(told, more)).unwrap()
}

fn draft(details: ContractDetails) -> Contract {
    let id = ContractId(Uuid::from_u128(80));
    Contract::drafted(id, case().id, details, CASEWORKER, now())
}

fn command(party: ContractParty, more: Value) -> SignContract {
    let told = json!({"party": party, "signature": signed(party.code(), 12)});
    serde_json::from_value(with(told, more)).unwrap()
}

fn sign(contract: &Contract, command: &SignContract) -> Vec<(RefusalCode, String)> {
    let basis = command
        .legal_basis_id
        .map(|_| order(json!({"ends_on": null})));
    let basis = basis.as_ref();
    said(decide_sign_contract(
        &case(),
        contract,
        command,
        basis,
        ADULT,
        today(),
    ))
}

fn signature(party: ContractParty, on: u32) -> ContractSignature {
    let told = json!({"party": party, "signed_on": day(on), "recorded_by": CASEWORKER,
        "recorded_at": now()});
    serde_json::from_value(told).unwrap()
}

fn agreed(more: Value) -> Contract {
    let mut contract = draft(whole(more));
    for (party, on) in ContractParty::all().iter().zip([12, 14, 13]) {
        contract.sign(signature(*party, on));
    }
    contract
}

fn secondary() -> Value {
    json!({"kind": "secondary", "eligibility": null, "behaviour": "Comes home before ten.",
        "ends_on": day(20)})
}

fn closed() -> Case {
    case_in(
        Stage::Termination,
        CaseStatus::Closed,
        TerminationReason::MovedAway,
    )
}

#[test]
fn each_kind_says_the_seven_elements_the_three_parties_and_what_is_its_own() {
    assert_eq!(whole(json!({})).missing(), Vec::<String>::new());
    assert_eq!(whole(secondary()).missing(), Vec::<String>::new());
    let none = json!({"elements": {}, "parties": {}, "starts_on": null, "eligibility": null});
    let missing = whole(none).missing();
    let expected = [
        "elements/consensus",
        "elements/mutual_agreement",
        "elements/acceptance",
        "elements/reciprocity",
        "elements/responsibility",
        "elements/promised_tasks",
        "elements/period",
        "parties/client",
        "parties/worker",
        "parties/agency",
        "starts_on",
        "eligibility",
    ];
    assert_eq!(missing, expected);
    let endless = with(secondary(), json!({"ends_on": null, "behaviour": null}));
    assert_eq!(whole(endless).missing(), ["ends_on", "behaviour"]);
    let preliminary = |accepted: Value| {
        whole(json!({"kind": "preliminary", "eligibility": null, "accepted": accepted})).missing()
    };
    assert_eq!(preliminary(json!(true)), Vec::<String>::new());
    assert_eq!(preliminary(json!(false)), ["accepted"]);
    assert_eq!(preliminary(Value::Null), ["accepted"]);
}

#[test]
fn a_draft_says_nothing_of_another_kind_and_ends_after_it_begins() {
    let unfit = |more: Value| {
        let id = ContractId(Uuid::nil());
        said(decide_draft_contract(&case(), id, &whole(more), today()))
    };
    let at = |code, pointer: &str| vec![(code, pointer.to_owned())];
    assert_eq!(unfit(json!({})), []);
    for (name, value) in [
        ("diagnosis", json!("Weak.")),
        ("accepted", json!(false)),
        ("behaviour", json!("Shouts.")),
    ] {
        let other = at(RefusalCode::NotForThisContract, &format!("/{name}"));
        assert_eq!(unfit(json!({name: value})), other);
    }
    let before = at(RefusalCode::UntilBeforeSince, "/ends_on");
    assert_eq!(unfit(json!({"ends_on": day(9)})), before);
    let certified = json!({"eligibility": {"certified_by": "Azman", "certified_on": "2026-04-01"}});
    let future = at(RefusalCode::InFuture, "/eligibility/certified_on");
    assert_eq!(unfit(certified), future);
}

#[test]
fn it_is_agreed_with_the_third_signature_and_on_the_last_day_of_the_three() {
    let mut contract = draft(whole(json!({})));
    for (at, party) in ContractParty::all().iter().enumerate() {
        assert_eq!(contract.status, ContractStatus::Draft);
        let events = decide_sign_contract(
            &case(),
            &contract,
            &command(*party, json!({})),
            None,
            ADULT,
            today(),
        );
        let events = events.unwrap();
        assert_eq!(events.len(), if at == 2 { 2 } else { 1 });
        contract.sign(signature(*party, 12 + u32::try_from(at).unwrap()));
    }
    assert_eq!(contract.status, ContractStatus::Agreed);
    assert_eq!(contract.agreed_on, Some(day(14)));
    let again = sign(&contract, &command(ContractParty::Client, json!({})));
    let codes: Vec<_> = again.into_iter().map(|(code, _)| code).collect();
    assert_eq!(
        codes,
        [RefusalCode::ContractNotDraft, RefusalCode::PartySigned]
    );
}

#[test]
fn each_party_signs_for_itself_and_a_legal_basis_stands_for_the_client_alone() {
    let contract = draft(whole(json!({})));
    let basis = json!({"signature": null, "legal_basis_id": Uuid::nil()});
    let code = |party, more| {
        let said = sign(&contract, &command(party, more)).into_iter();
        said.map(|(code, _)| code).collect::<Vec<_>>()
    };
    let (client, worker) = (ContractParty::Client, ContractParty::Worker);
    assert_eq!(code(client, basis.clone()), []);
    let only = [RefusalCode::LegalBasisForClientOnly];
    assert_eq!(code(worker, basis), only);
    assert_eq!(code(client, json!({"legal_basis_id": Uuid::nil()})), only);
    let nothing = json!({"signature": null});
    assert_eq!(code(client, nothing), [RefusalCode::SignatureMissing]);
    let as_client = json!({"signature": signed("client", 12)});
    assert_eq!(code(worker, as_client), [RefusalCode::PartySigns]);
    let guardian = json!({"signature": signed("guardian", 12)});
    assert_eq!(code(client, guardian.clone()), [RefusalCode::ClientSigns]);
    let cannot = with(guardian, json!({"incapacity": "Dementia."}));
    assert_eq!(code(client, cannot), []);

    let over = order(json!({}));
    let by_order = json!({"signature": null, "legal_basis_id": over.id});
    let by_order = command(client, by_order);
    let late = decide_sign_contract(&case(), &contract, &by_order, Some(&over), ADULT, today());
    let not_in_force = (
        RefusalCode::LegalBasisNotInForce,
        "/legal_basis_id".to_owned(),
    );
    assert_eq!(said(late), [not_in_force]);
    let child = command(client, json!({}));
    let child = decide_sign_contract(&case(), &contract, &child, None, minor(), today());
    let guardian = (RefusalCode::GuardianSigns, "/signature/capacity".to_owned());
    assert_eq!(said(child), [guardian]);
}

#[test]
fn nobody_signs_what_lacks_something_and_nothing_is_changed_under_a_signature() {
    let bare = draft(whole(json!({"parties": {}})));
    let refusals = sign(&bare, &command(ContractParty::Client, json!({})));
    let codes: Vec<_> = refusals.into_iter().map(|(code, _)| code).collect();
    assert_eq!(codes, [RefusalCode::ContractIncomplete; 3]);

    let mut contract = draft(whole(json!({})));
    let edit = |contract: &Contract| {
        let details = whole(json!({"purpose": "Something else."}));
        decide_edit_contract(&case(), contract, &details, today())
    };
    let changed = vec!["purpose".to_owned()];
    let edited = EngagementEvent::ContractEdited {
        contract_id: contract.id,
        changed,
    };
    assert_eq!(edit(&contract), Ok(vec![edited]));
    let same = decide_edit_contract(&case(), &contract, &contract.details, today());
    assert_eq!(same, Ok(vec![]));
    contract.sign(signature(ContractParty::Client, 12));
    assert_eq!(
        said(edit(&contract)),
        [(RefusalCode::ContractSigned, String::new())]
    );
    let agreed = agreed(json!({}));
    assert_eq!(
        said(edit(&agreed)),
        [(RefusalCode::ContractNotDraft, String::new())]
    );
}

fn settled(mut contract: Contract) -> Contract {
    let told =
        json!({"on": day(20), "reason": "Done.", "recorded_by": CASEWORKER, "recorded_at": now()});
    contract.settle(serde_json::from_value(told).unwrap());
    contract
}

#[test]
fn an_agreed_contract_is_ended_and_a_draft_cancelled() {
    let end = |contract: &Contract, on: &str| {
        let command = json!({"ended_on": on, "reason": "His son has come back."});
        let command = serde_json::from_value(command).unwrap();
        said(decide_end_contract(&case(), contract, &command, today()))
    };
    let at = |code, pointer: &str| vec![(code, pointer.to_owned())];
    let (running, drafted) = (agreed(json!({})), draft(whole(json!({}))));
    assert_eq!(end(&running, "2026-03-14"), []);
    let before = at(RefusalCode::BeforeAgreement, "/ended_on");
    assert_eq!(end(&running, "2026-03-13"), before);
    let future = at(RefusalCode::InFuture, "/ended_on");
    assert_eq!(end(&running, "2026-04-01"), future);
    let not_agreed = at(RefusalCode::ContractNotAgreed, "");
    assert_eq!(end(&drafted, "2026-03-20"), not_agreed);
    assert!(decide_cancel_contract(&case(), &drafted).is_ok());
    let not_draft = [(RefusalCode::ContractNotDraft, String::new())];
    assert_eq!(said(decide_cancel_contract(&case(), &running)), not_draft);

    let (ended, cancelled) = (settled(running), settled(drafted));
    assert_eq!(ended.status, ContractStatus::Ended);
    assert_eq!(cancelled.status, ContractStatus::Cancelled);
    assert_eq!(end(&ended, "2026-03-20"), not_agreed);
    assert_eq!(said(decide_cancel_contract(&case(), &cancelled)), not_draft);
}

#[test]
fn a_contract_is_open_and_in_force_while_it_runs() {
    let running = agreed(secondary());
    assert!(running.open(day(20)) && !running.open(day(21)));
    let in_force = |contract: &Contract, on: u32| {
        contract_in_force(std::slice::from_ref(contract), day(on)).is_some()
    };
    assert!(in_force(&running, 20) && !in_force(&running, 21));
    let preliminary = json!({"kind": "preliminary", "eligibility": null, "accepted": true});
    let preliminary = agreed(preliminary);
    assert!(preliminary.open(today()) && !in_force(&preliminary, 31));
    let drafted = draft(whole(secondary()));
    assert!(drafted.open(today()), "a draft waits whatever its dates");
    assert!(!in_force(&drafted, 15));
    for gone in [settled(running), settled(drafted)] {
        assert!(!gone.open(day(15)) && !in_force(&gone, 15));
    }
}

#[test]
fn a_closed_case_takes_nothing_of_it() {
    let (contract, running) = (draft(whole(json!({}))), agreed(json!({})));
    let (closed, details) = (closed(), whole(json!({"purpose": "Another."})));
    let ending = json!({"ended_on": day(20), "reason": "Done."});
    let ending = serde_json::from_value(ending).unwrap();
    let signing = command(ContractParty::Client, json!({}));
    for decision in [
        decide_draft_contract(&closed, contract.id, &details, today()),
        decide_edit_contract(&closed, &contract, &details, today()),
        decide_sign_contract(&closed, &contract, &signing, None, ADULT, today()),
        decide_cancel_contract(&closed, &contract),
        decide_end_contract(&closed, &running, &ending, today()),
    ] {
        assert_eq!(said(decision), [(RefusalCode::CaseClosed, String::new())]);
    }
}
