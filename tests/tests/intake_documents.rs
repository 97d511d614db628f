//! The document checklist of an intake, and the overrides of what acceptance needs.

use serde_json::{Value, json};
use tests::{
    App,
    intakes::{ask_for, record, screened, told},
};

/// The item of a checklist that asks for this document.
fn item(app: &App, path: &str, document: &str) -> Value {
    let list = app.as_caseworker().get(&format!("{path}/documents")).send();
    let list = list.ok();
    let mut items = list["items"].as_array().unwrap().iter();
    let found = items.find(|item| item["document_type"] == document);
    found.unwrap().clone()
}

#[test]
fn a_document_is_asked_for_received_or_waived() {
    let app = App::start();
    ask_for(&app, "my", &["identity_card"]);
    ask_for(&app, "kulim", &["medical_report", "identity_card"]);
    let siti = app.as_caseworker();
    let path = format!("/v1/intakes/{}", record(&siti).id());
    let card = item(&app, &path, "identity_card");
    let report = item(&app, &path, "medical_report");
    assert_eq!(card["status"], "pending");

    let receipt = format!("{path}/documents/{}/receipt", card["id"].as_str().unwrap());
    let receive = |who: &str, on: &str| {
        let body = json!({"received_on": on, "note": "Copy."});
        app.as_(who).post(&receipt, body).if_match("\"v1\"").send()
    };
    // Nine in the morning of the second in Kulim.
    let ahead = receive("siti", "2026-03-03").problem(409, "refused");
    assert_eq!(ahead.refusals(), ["in_future"]);
    receive("auditor", "2026-03-02").problem(403, "not_permitted");
    receive("hanim", "2026-03-02").problem(404, "not_found");
    siti.post(&receipt, json!({"received_on": "2026-03-02"}))
        .send()
        .problem(428, "version_required");
    let received = receive("siti", "2026-03-02").ok();
    assert_eq!(received["status"], "received");
    assert_eq!(received.etag(), "\"v2\"");
    receive("siti", "2026-03-02").problem(412, "version_conflict");
    let again = siti.post(&receipt, json!({"received_on": "2026-03-02"}));
    let again = again.if_match("*").send().problem(409, "refused");
    assert_eq!(again.refusals(), ["document_already_received"]);

    let waiver = format!("{path}/documents/{}/waiver", report["id"].as_str().unwrap());
    let waive = |who: &str, reason: &str| {
        let call = app.as_(who).post(&waiver, json!({"reason": reason}));
        call.if_match("*").send()
    };
    let reason = "The hospital lost its archive in the flood of January.";
    waive("siti", reason).problem(403, "not_permitted");
    waive("dewi", reason).problem(404, "not_found");
    let short = waive("azman", "Lost.").problem(422, "invalid_body");
    assert_eq!(short.faults(), [("/reason", "too_short")]);
    let waived = waive("azman", reason).ok();
    assert_eq!(waived["status"], "waived");
    let again = waive("azman", reason).problem(409, "refused");
    assert_eq!(again.refusals(), ["document_already_waived"]);

    let nowhere = format!("{path}/documents/{}/waiver", app.new_id());
    let call = app
        .as_supervisor()
        .post(&nowhere, json!({"reason": reason}));
    call.if_match("*").send().problem(404, "not_found");
    // The version of the intake is its own.
    assert_eq!(siti.get(&path).send().ok().etag(), "\"v1\"");
}

#[test]
fn another_document_may_be_asked_for_once() {
    let app = App::start();
    let siti = app.as_caseworker();
    let path = format!("/v1/intakes/{}/documents", record(&siti).id());
    let add = |who: &str, body| app.as_(who).post(&path, body).send();
    let body = json!({"id": app.new_id(), "document_type": "court_order"});
    let added = add("siti", body.clone()).created();
    assert_eq!(added["required"], true);
    assert_eq!(added.header("location"), path);
    assert_eq!(add("siti", body).ok().body, added.body);
    let other = json!({"document_type": "court_order"});
    add("siti", other.clone()).problem(409, "already_exists");
    add("auditor", other.clone()).problem(403, "not_permitted");
    add("hanim", other.clone()).problem(404, "not_found");
    app.anonymous()
        .post(&path, other)
        .send()
        .problem(401, "unauthenticated");
    let unknown = add("siti", json!({"document_type": "poem"})).problem(422, "invalid_body");
    assert_eq!(unknown.faults(), [("/document_type", "unknown_word")]);
    assert_eq!(
        app.db()
            .count("events WHERE type = 'intake.document_added'"),
        1
    );
}

#[test]
fn a_supervisor_who_did_not_screen_overrides_what_may_be_overridden() {
    let app = App::start();
    ask_for(&app, "kulim", &["medical_report"]);
    let mut body = told();
    body["urgency"] = json!("emergency");
    let siti = app.as_caseworker();
    let intake = siti.post("/v1/intakes", body).send().created();
    let path = format!("/v1/intakes/{}/overrides", intake.id());
    let over = |who: &str, requirement: &str| {
        let body = json!({
            "gate": "accept", "requirement": requirement,
            "reason": "He cannot go home tonight; the report follows."
        });
        app.as_(who).post(&path, body).send()
    };
    over("siti", "documents_complete").problem(403, "not_permitted");
    over("kamal", "documents_complete").problem(404, "not_found");
    for (requirement, code) in [
        ("client_identified", "requirement_hard"),
        ("plan_active", "requirement_not_in_gate"),
    ] {
        let refused = over("azman", requirement).problem(409, "refused");
        assert_eq!(refused.refusals(), [code]);
    }
    let made = over("azman", "documents_complete").created();
    assert_eq!(made["expires_at"], "2026-04-01T01:00:00Z");
    let twice = over("azman", "documents_complete").problem(409, "refused");
    assert_eq!(twice.refusals(), ["already_overridden"]);
    over("rosnah", "documents_complete").created();

    let list = siti.get(&format!("{path}?limit=1")).send().ok();
    assert_eq!(list.ids(), [made.id()]);
    let next = list["next_cursor"].as_str().unwrap();
    assert!(list.header("link").contains("rel=\"next\""));
    let rest = siti.get(&format!("{path}?limit=1&cursor={next}")).send();
    assert_eq!(rest.ok().ids().len(), 1);

    // The override counts for others, not for whoever made it.
    let checklist = |who: &str| {
        let path = format!("/v1/intakes/{}/checklist", intake.id());
        let list = app.as_(who).get(&path).send().ok();
        let items = list["items"].as_array().unwrap().clone();
        let of = |item: &Value| item["code"] == "documents_complete";
        items.into_iter().find(of).unwrap()
    };
    assert_eq!(checklist("siti")["overridden_by"], json!(made.id()));
    assert_ne!(checklist("azman")["overridden_by"], json!(made.id()));
    assert_eq!(
        checklist("siti")["missing"][0]["document_type"],
        "medical_report"
    );
    assert!(checklist("siti")["text"]["ms"].is_string());
}

#[test]
fn who_screened_overrides_nothing() {
    let app = App::start();
    let intake = screened(&app.as_supervisor());
    let path = format!("/v1/intakes/{}/overrides", intake.id());
    let body = json!({
        "gate": "accept", "requirement": "three_tests_met",
        "reason": "They are met as far as we can tell."
    });
    app.as_supervisor()
        .post(&path, body.clone())
        .send()
        .problem(403, "not_permitted");
    let met = app.as_second_supervisor().post(&path, body).send();
    assert_eq!(
        met.problem(409, "refused").refusals(),
        ["requirement_already_met"]
    );
}
