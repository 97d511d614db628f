//! What is agreed on an intake: what it takes, where it stands, how it is told.

use serde_json::{Value, json};
use uuid::Uuid;

use super::tests::*;
use super::*;
use crate::cases::fixture::{CASEWORKER, case, now};
use crate::intake::Intake;
use crate::refusal::RefusalCode;

fn intake(more: Value) -> Intake {
    let told = json!({
        "id": Uuid::from_u128(11), "unit_id": Uuid::from_u128(10),
        "person_id": Uuid::from_u128(12), "channel": "walk_in",
        "presenting_problem": "No food at home.", "category": "poor_family",
        "urgency": "routine", "received_at": now(), "status": "screening",
        "response_due_at": now(), "version": 1, "created_at": now(), "modified_at": now()
    });
    serde_json::from_value(with(told, more)).unwrap()
}

fn accepted() -> Intake {
    intake(json!({"status": "decided", "decision": "accepted", "case_id": case().id}))
}

fn new() -> NewConsent {
    let told = json!({"purpose": "information_sharing", "answer": "given",
        "signature": signed("client", 10)});
    serde_json::from_value(told).unwrap()
}

fn record(intake: &Intake) -> Vec<(RefusalCode, String)> {
    let id = ConsentId(Uuid::nil());
    said(decide_record_consent(intake, id, &new(), ADULT, today()))
}

#[test]
fn an_undecided_intake_that_names_its_client_takes_what_is_agreed() {
    let code = |code| vec![(code, String::new())];
    assert_eq!(record(&intake(json!({}))), []);
    // With the referrer, too: the client can still be asked.
    assert_eq!(
        record(&intake(json!({"status": "returned_incomplete"}))),
        []
    );
    let nobody = intake(json!({"person_id": null}));
    assert_eq!(record(&nobody), code(RefusalCode::ClientUnnamed));
    for over in [
        accepted(),
        intake(json!({"status": "decided", "decision": "declined"})),
    ] {
        assert_eq!(record(&over), code(RefusalCode::IntakeDecided));
    }
    let basis = json!({"kind": "statute", "reference": "Act 611", "starts_on": day(1)});
    let basis = serde_json::from_value(basis).unwrap();
    let id = LegalBasisId(Uuid::nil());
    let refused = said(decide_record_legal_basis(&nobody, id, &basis, today()));
    assert_eq!(refused, code(RefusalCode::ClientUnnamed));
    let rights = json!({"rights": ["complain"], "explained_to": signed("client", 10)});
    let rights = serde_json::from_value(rights).unwrap();
    let id = RightsExplanationId(Uuid::nil());
    let refused = said(decide_explain_rights(&nobody, id, &rights, today()));
    assert_eq!(refused, code(RefusalCode::ClientUnnamed));
    let contract = json!({"kind": "preliminary", "purpose": "To find out."});
    let contract = serde_json::from_value(contract).unwrap();
    let id = ContractId(Uuid::nil());
    let refused = said(decide_draft_contract(&nobody, id, &contract, today()));
    assert_eq!(refused, code(RefusalCode::ClientUnnamed));
}

#[test]
fn a_case_finds_what_its_intake_brought_and_the_intake_nothing_of_the_case() {
    let (before, after) = (intake(json!({})), accepted());
    let case = case();
    let on_intake = Holder::from(&before).place();
    let brought = Holder::from(&after).place();
    let on_case = Holder::from(&case).place();
    assert_eq!(brought, EngagementPlace::Case(case.id, Some(before.id)));
    assert!(on_intake.has(on_intake) && brought.has(brought));
    assert!(on_case.has(brought) && on_case.has(on_case));
    assert!(!brought.has(on_case) && !on_case.has(on_intake) && !on_intake.has(brought));

    let told = |place| {
        let consent = Consent::recorded(ConsentId(Uuid::nil()), place, new(), CASEWORKER, now());
        let told = serde_json::to_value(&consent).unwrap();
        assert_eq!(
            serde_json::from_value::<Consent>(told.clone()).unwrap(),
            consent
        );
        told
    };
    assert_eq!(told(on_intake)["intake_id"], json!(before.id));
    assert_eq!(told(on_intake)["case_id"], Value::Null);
    assert_eq!(told(brought)["intake_id"], json!(before.id));
    assert_eq!(told(brought)["case_id"], json!(case.id));
    assert_eq!(told(on_case)["intake_id"], Value::Null);
    let mut nowhere = told(on_case);
    nowhere["case_id"] = Value::Null;
    assert!(serde_json::from_value::<Consent>(nowhere).is_err());
}

#[test]
fn what_happens_on_an_intake_is_told_of_the_intake() {
    let event = EngagementEvent::ContractCancelled {
        contract_id: ContractId(Uuid::nil()),
    };
    let told = serde_json::to_value(OnIntake(&event)).unwrap();
    assert_eq!(
        told,
        json!({"type": "intake.contract_cancelled", "contract_id": Uuid::nil()})
    );
}
