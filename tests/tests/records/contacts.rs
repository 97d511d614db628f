//! Contacts and attempts at them.

use serde_json::json;
use tests::App;

use crate::records::{
    case::{Case, register},
    scene::a_contact,
};

#[test]
fn an_attempt_is_recorded_and_stays_as_it_is() {
    let app = App::start();
    let case = Case::open(&app);
    let siti = app.as_caseworker();
    let mut attempt = a_contact();
    // Finer than what databases keep.
    attempt["at"] = json!("2026-03-01T02:15:00.1234567Z");
    attempt["person_id"] = json!(case.person);
    let made = siti.post(&case.path("contacts"), attempt).send().created();
    let path = format!("/v1/contacts/{}", made.id());
    assert_eq!(made.header("location"), path);
    assert_eq!(made["at"], "2026-03-01T02:15:00.123456Z");
    assert_eq!(made["outcome"], "not_found");
    assert_eq!(siti.get(&path).send().ok().body, made.body);
    siti.patch(&path, json!({"reached": true}))
        .send()
        .problem(405, "method_not_allowed");
    let event = "events WHERE type = 'case.contact_recorded' AND record_kind = 'contact'";
    assert_eq!(app.db().count(event), 1);
}

#[test]
fn a_contact_that_contradicts_itself_or_is_to_come_is_refused() {
    let app = App::start();
    let case = Case::open(&app);
    let siti = app.as_caseworker();
    let mut odd = a_contact();
    odd["reached"] = json!(true);
    odd["at"] = json!("2026-03-04T02:15:00Z");
    let refused = siti.post(&case.path("contacts"), odd).send();
    assert_eq!(
        refused.problem(409, "refused").refusals(),
        ["in_future", "outcome_contradicts_reached"]
    );
    let wrong = json!({"with": "client", "channel": "pigeon", "purpose": "follow_up",
        "at": "2026-03-01T02:15:00Z", "reached": "no"});
    let faults = siti.post(&case.path("contacts"), wrong).send();
    assert_eq!(
        faults.problem(422, "invalid_body").faults(),
        [("/channel", "unknown_word"), ("/reached", "wrong_type")]
    );
}

#[test]
fn a_person_that_cannot_be_seen_cannot_be_named() {
    let app = App::start();
    let case = Case::open(&app);
    let siti = app.as_caseworker();
    let named = |person: &str| {
        let mut contact = a_contact();
        contact["person_id"] = json!(person);
        siti.post(&case.path("contacts"), contact).send()
    };
    named(&register(&app, "siti")).created();
    let (elsewhere, missing) = (register(&app, "dewi"), app.new_id().to_string());
    let before = app.dump();
    for person in [elsewhere, missing] {
        let fault = named(&person).problem(422, "invalid_body");
        assert_eq!(fault.faults(), [("/person_id", "unknown_reference")]);
    }
    assert_eq!(app.dump(), before);
}

#[test]
fn contacts_are_listed_by_when_they_took_place_or_were_recorded() {
    let app = App::start();
    let case = Case::open(&app);
    let siti = app.as_caseworker();
    let record = |at: &str, reached: bool| {
        let mut contact = a_contact();
        contact["at"] = json!(at);
        contact["reached"] = json!(reached);
        contact["outcome"] = json!(null);
        app.clock.advance(std::time::Duration::from_secs(10));
        siti.post(&case.path("contacts"), contact)
            .send()
            .created()
            .id()
    };
    let middle = record("2026-02-20T02:00:00Z", false);
    let latest = record("2026-03-01T02:00:00Z", true);
    let oldest = record("2026-02-01T02:00:00Z", false);
    let list = |query: &str| {
        let first = siti.get(&case.path(&format!("contacts?limit=2{query}")));
        let first = first.send().ok();
        let mut ids: Vec<_> = first.ids().into_iter().map(str::to_owned).collect();
        if let Some(cursor) = first["next_cursor"].as_str() {
            let next = case.path(&format!("contacts?limit=2{query}&cursor={cursor}"));
            let next = siti.get(&next).send().ok();
            ids.extend(next.ids().into_iter().map(str::to_owned));
        }
        ids
    };
    assert_eq!(list(""), [&*latest, &*middle, &*oldest]);
    assert_eq!(list("&sort=modified_at"), [&*middle, &*latest, &*oldest]);
    assert_eq!(list("&reached=false"), [&*middle, &*oldest]);
    let since = "&sort=modified_at&modified_after=2026-03-02T01:00:10Z";
    assert_eq!(list(since), [&*latest, &*oldest]);
}
