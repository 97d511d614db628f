//! What happened to a case, and what it adds up to.

use domain::cases::{Case, CaseEvent, CaseId};
use serde_json::{Value, json};
use tests::{App, cases::closed, intakes, work::crisis};

use crate::cases::{name, worker};

#[test]
fn the_timeline_begins_with_the_intake_and_tells_everything_in_order() {
    let app = App::start();
    let case = closed(&app);
    let path = format!("/v1/cases/{}/timeline", case.id());
    let siti = app.as_caseworker();
    let events = siti.get(&path).send().ok();
    let items = events["items"].as_array().cloned().unwrap_or_default();
    let types: Vec<_> = items
        .iter()
        .filter_map(|event| event["type"].as_str())
        .collect();
    assert_eq!(
        types,
        [
            "intake.recorded",
            "intake.screened",
            "intake.accepted",
            "case.opened",
            "case.moved",
            "case.step_recorded",
            "case.step_recorded",
            "case.termination_edited",
            "case.closure_requested",
            "case.closure_approved",
            "case.closed",
        ]
    );
    let moved = &items[4];
    assert_eq!(moved["record"], json!({"kind": "case", "id": case.id()}));
    assert_eq!(moved["version"], 2);
    assert_eq!(
        moved["actor"],
        json!({"kind": "worker", "id": worker(&app, "siti")})
    );
    assert_eq!(moved["data"]["reason"], "moved_away");
    assert_eq!(moved.get("reason"), None);
    assert_eq!(items[7]["data"]["changed"][0], "moved_away");
    assert_eq!(items[10]["version"], 4);

    for (sort, expected) in [
        ("oldest_first", items.clone()),
        ("newest_first", items.iter().rev().cloned().collect()),
    ] {
        let mut pages: Vec<Value> = Vec::new();
        let mut cursor = String::new();
        loop {
            let page = siti
                .get(&format!("{path}?sort={sort}&limit=2{cursor}"))
                .send()
                .ok();
            pages.extend(page["items"].as_array().cloned().unwrap_or_default());
            match page["next_cursor"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        assert_eq!(pages, expected, "{sort}");
    }
    app.as_("hanim").get(&path).send().problem(404, "not_found");
    app.as_("farid").get(&path).send().ok();
}

/// The events of a case as the domain reads them.
fn told(app: &App, case: &str) -> Vec<CaseEvent> {
    let siti = app.as_("auditor");
    let path = format!("/v1/cases/{case}/timeline?limit=200");
    let page = siti.get(&path).send().ok();
    let items = page["items"].as_array().cloned().unwrap_or_default();
    let events = items.into_iter().filter_map(|mut event| {
        let kind = event["type"]
            .as_str()
            .filter(|kind| kind.starts_with("case.") && *kind != "case.crisis_reported")?;
        let kind = json!(kind);
        event["data"]["type"] = kind;
        Some(serde_json::from_value(event["data"].clone()))
    });
    events.collect::<Result<_, _>>().unwrap_or_default()
}

#[test]
fn the_events_of_a_case_add_up_to_its_row() {
    let app = App::start();
    let case = closed(&app);
    let path = format!("/v1/cases/{}/reopening", case.id());
    let body = json!({
        "reason": "He came back to the village and asks for help again.",
        "caseworker_id": worker(&app, "farid")
    });
    app.as_supervisor()
        .post(&path, body)
        .if_match("*")
        .send()
        .ok();
    name(&app, &case.id(), "siti", "team").created();
    let path = format!("/v1/cases/{}/confidentiality", case.id());
    let body =
        json!({"confidentiality": "confidential", "reason": "The neighbours talk about the case."});
    app.as_supervisor()
        .put(&path, body)
        .if_match("*")
        .send()
        .ok();
    let crises = format!("/v1/cases/{}/crises", case.id());
    let path = format!("/v1/cases/{}/alarm-acknowledgement", case.id());
    let report = || app.as_colleague().post(&crises, crisis()).send().created();
    report();
    let seen = app.as_supervisor().post(&path, json!({}));
    seen.if_match("*").send().ok();
    report();
    let path = format!("/v1/cases/{}/transitions", case.id());
    let body = json!({"to": "termination", "reason": "deceased"});
    let last = app
        .as_colleague()
        .post(&path, body)
        .if_match("*")
        .send()
        .ok();

    let events = told(&app, &case.id());
    assert_eq!(events.len(), 15);
    let id: CaseId = case.id().parse().unwrap_or(CaseId(uuid::Uuid::nil()));
    let folded = Case::fold(id, &events).map(|case| serde_json::to_value(case).unwrap_or_default());
    let mut row = last.body.clone();
    for (name, value) in [
        ("version", json!(1)),
        ("modified_at", row["opened_at"].clone()),
    ] {
        row[name] = value;
    }
    assert_eq!(folded, Some(row));
}

#[test]
fn what_happened_to_the_documents_of_the_intake_is_on_the_timeline_too() {
    let app = App::start();
    intakes::ask_for(&app, "kulim", &["referral_letter"]);
    let siti = app.as_caseworker();
    let intake = intakes::screened(&siti);
    let documents = format!("/v1/intakes/{}/documents", intake.id());
    let letter = siti.get(&documents).send().ok()["items"][0].clone();
    let receipt = letter["id"].as_str().unwrap_or_default();
    let receipt = format!("{documents}/{receipt}/receipt");
    let call = siti.post(&receipt, json!({"received_on": "2026-03-02"}));
    call.if_match("*").send().ok();
    let path = format!("/v1/intakes/{}/acceptance", intake.id());
    let call = app
        .as_supervisor()
        .post(&path, json!({"caseworker_id": worker(&app, "siti")}));
    let case = call.if_match("*").send().created();
    let timeline = format!("/v1/cases/{}/timeline", case.id());
    let events = siti.get(&timeline).send().ok();
    let received: Vec<_> = events["items"]
        .as_array()
        .into_iter()
        .flatten()
        .filter(|event| event["record"]["id"] == letter["id"])
        .map(|event| event["type"].clone())
        .collect();
    assert_eq!(received.last(), Some(&json!("intake.document_received")));
}
