//! What does not fit.

use serde_json::{Value, json};
use tests::App;

use super::{case, lost, ringgit, settle, shirts, signed};

#[test]
fn what_does_not_fit_the_thing_or_its_end_is_refused_with_its_code() {
    let app = App::start();
    let (_, path) = case(&app);
    let siti = app.as_caseworker();
    let with = |mut body: Value, name: &str, value: Value| {
        body[name] = value;
        body
    };
    for (body, code) in [
        (
            with(shirts(), "document_type", json!("bank_book")),
            "document_type_mismatch",
        ),
        (
            with(shirts(), "kind", json!("personal_document")),
            "document_type_mismatch",
        ),
        (with(shirts(), "kind", json!("money")), "money_mismatch"),
        (
            with(shirts(), "money", json!({"currency": "MYR", "minor": 1})),
            "money_mismatch",
        ),
        (
            with(shirts(), "received_at", json!("2026-03-02T02:00:00Z")),
            "in_future",
        ),
    ] {
        let refused = siti.post(&path, body).send().problem(409, "refused");
        assert_eq!(refused.refusals(), [code]);
    }
    for (money, pointer, code) in [
        (
            json!({"currency": "RM", "minor": 1}),
            "/money/currency",
            "too_short",
        ),
        (
            json!({"currency": "MYR", "minor": -1}),
            "/money/minor",
            "too_small",
        ),
        (
            json!({"currency": "MYR", "minor": 1.5}),
            "/money/minor",
            "wrong_type",
        ),
    ] {
        let wrong = siti.post(&path, with(ringgit(1), "money", money)).send();
        let wrong = wrong.problem(422, "invalid_body");
        assert!(
            wrong.faults().contains(&(pointer, code)),
            "{:#}",
            wrong.body
        );
    }
    let unknown = with(shirts(), "received_from_id", json!(app.new_id()));
    let unknown = siti
        .post(&path, unknown)
        .send()
        .problem(422, "invalid_body");
    assert_eq!(
        unknown.faults(),
        [("/received_from_id", "unknown_reference")]
    );

    let item = siti.post(&path, shirts()).send().created();
    let address = format!("/v1/custody-items/{}", item.id());
    let patch = |body: Value| siti.patch(&address, body).if_match("*").send();
    for (body, code) in [
        (
            json!({"kind": "personal_document"}),
            "document_type_mismatch",
        ),
        (json!({"kind": "money"}), "money_mismatch"),
        (json!({"received_at": "2026-03-02T02:00:00Z"}), "in_future"),
    ] {
        assert_eq!(patch(body).problem(409, "refused").refusals(), [code]);
    }
    let unknown = patch(json!({"received_from_id": app.new_id()})).problem(422, "invalid_body");
    assert_eq!(
        unknown.faults(),
        [("/received_from_id", "unknown_reference")]
    );

    let movements = format!("{address}/movements");
    for (at, code) in [
        ("2026-03-02T00:29:00Z", "before_receipt"),
        ("2026-03-02T02:00:00Z", "in_future"),
    ] {
        let go = json!({"to": "Cupboard", "moved_at": at});
        let refused = siti.post(&movements, go).send().problem(409, "refused");
        assert_eq!(refused.refusals(), [code]);
    }

    let client = json!({"outcome": "client", "settled_on": "2026-03-02",
        "acknowledgement": signed("client")});
    let acknowledged = |more: Value| {
        let mut signature = signed("client");
        if let (Value::Object(signature), Value::Object(more)) = (&mut signature, more) {
            signature.extend(more);
        }
        signature
    };
    for (body, code) in [
        (
            with(client.clone(), "acknowledgement", Value::Null),
            "evidence_missing",
        ),
        (
            with(client.clone(), "stored_at", json!("Safe")),
            "not_for_this_outcome",
        ),
        (
            with(client.clone(), "receiver_id", json!(item["case_id"])),
            "",
        ),
        (
            with(lost(), "acknowledgement", signed("client")),
            "not_for_this_outcome",
        ),
        (
            with(client.clone(), "acknowledgement", signed("guardian")),
            "receiver_acknowledges",
        ),
        (
            with(client.clone(), "incapacity", json!("In a coma.")),
            "guardian_acknowledges",
        ),
        (
            with(client.clone(), "settled_on", json!("2026-03-01")),
            "before_receipt",
        ),
        (
            with(client.clone(), "settled_on", json!("2026-03-03")),
            "in_future",
        ),
        (
            with(
                client.clone(),
                "acknowledgement",
                acknowledged(json!({"signed_on": "2026-03-03"})),
            ),
            "in_future",
        ),
        (
            with(
                client.clone(),
                "acknowledgement",
                acknowledged(json!({"method": "witnessed_verbal"})),
            ),
            "witness_missing",
        ),
        (
            json!({"outcome": "guardian", "settled_on": "2026-03-02", "receiver_name": "Halim",
                "acknowledgement": {"capacity": "guardian", "method": "ink", "signed_on": "2026-03-02"}}),
            "signatory_unnamed",
        ),
        (
            json!({"outcome": "stored_for_collection", "settled_on": "2026-03-02",
                "stored_at": "Safe", "stored_until": "2026-03-01"}),
            "due_on_in_past",
        ),
    ] {
        let refused = settle(&siti, &item, body.clone());
        if code.is_empty() {
            let faults = refused.problem(422, "invalid_body");
            assert_eq!(faults.faults(), [("/receiver_id", "unknown_reference")]);
        } else {
            assert_eq!(refused.problem(409, "refused").refusals(), [code], "{body}");
        }
    }
    let stranger = acknowledged(json!({"person_id": app.new_id()}));
    let stranger = settle(&siti, &item, with(client, "acknowledgement", stranger));
    assert_eq!(
        stranger.problem(422, "invalid_body").faults(),
        [("/acknowledgement/person_id", "unknown_reference")]
    );
    assert_eq!(siti.get(&address).send().ok().etag(), item.etag());
}
