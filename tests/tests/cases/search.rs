//! The search for cases by file number and by client.

use serde_json::{Value, json};
use tests::{
    App, Client,
    cases::{opened, opened_by, read},
};

use crate::cases::restrict;

fn search(client: &Client, sought: Value) -> tests::Reply {
    client.post("/v1/cases/search", sought).send()
}

/// The ids of the cases found.
fn found(client: &Client, sought: Value) -> Vec<String> {
    let page = search(client, sought).ok();
    let items = page["items"].as_array().cloned().unwrap_or_default();
    let id = |item: &Value| item["case"]["id"].as_str().map(str::to_owned);
    items.iter().filter_map(id).collect()
}

/// Gives the client of a case another name.
fn called(app: &App, case: &tests::Reply, name: &str) {
    let siti = app.as_caseworker();
    let person = case["person_id"].as_str().unwrap_or_default();
    let path = format!("/v1/persons/{person}");
    let etag = siti.get(&path).send().ok().etag();
    let change = siti.patch(&path, json!({"full_name": name}));
    change.if_match(&etag).send().ok();
}

#[test]
fn a_file_number_finds_its_case_for_whoever_sees_it() {
    let app = App::start();
    let case = opened(&app, "domestic_violence");
    let number = json!({"file_number": case["file_number"]});
    assert_eq!(found(&app.as_caseworker(), number.clone()), [case.id()]);
    assert_eq!(found(&app.as_("ismail"), number.clone()), [case.id()]);
    for stranger in ["farid", "hanim", "dewi"] {
        assert!(
            found(&app.as_(stranger), number.clone()).is_empty(),
            "{stranger}"
        );
    }
    let nothing = json!({"file_number": "PKMD-KULIM/2019/000001"});
    assert!(found(&app.as_caseworker(), nothing).is_empty());
    let spine = search(&app.as_("data"), number).ok();
    assert_eq!(spine["items"][0]["case"]["id"], json!(case.id()));
    assert_eq!(spine["items"][0]["case"]["person_id"], json!(null));
    assert_eq!(spine["items"][0]["client_name"], json!(null));
    let refused = search(&app.as_("admin"), json!({"file_number": "X/2026/000001"}));
    refused.problem(403, "not_permitted");
}

#[test]
fn a_client_is_found_by_name_with_every_case_the_caller_sees() {
    let app = App::start();
    let [first, second, third] = ["older_person", "homeless", "poor_family"].map(|category| {
        app.clock.advance_days(1);
        opened(&app, category)
    });
    called(&app, &first, "Zulkifli bin Omar");
    called(&app, &second, "Zulaikha binti Omar");
    called(&app, &third, "Ahmad bin Omar");
    let foreign = opened_by(&app, "older_person", "hanim", "kamal", json!({}));
    let siti = app.as_caseworker();
    let by_name = |name: &str| json!({"client": {"name": name}});
    // In the order of the names, not of the cases.
    assert_eq!(found(&siti, by_name("zul")), [second.id(), first.id()]);
    assert_eq!(found(&siti, by_name("Ahmad bin")), [third.id()]);
    assert!(found(&siti, by_name("Mat bin Ali")).is_empty());
    assert_eq!(found(&app.as_("ismail"), by_name("mat b")), [foreign.id()]);
    let page = search(&siti, json!({"client": {"name": "zul"}, "limit": 1})).ok();
    assert_eq!(page["items"][0]["client_name"], "Zulaikha binti Omar");
    let next = json!({"client": {"name": "zul"}, "limit": 1, "cursor": page["next_cursor"]});
    assert_eq!(found(&siti, next), [first.id()]);
    let both = json!({"client": {"name": "zul"}, "file_number": first["file_number"]});
    assert_eq!(found(&siti, both), [first.id()]);
    let other = json!({"client": {"name": "ahmad"}, "file_number": first["file_number"]});
    assert!(found(&siti, other).is_empty());

    // A restricted case is not found by its client either, and a spine has no client.
    restrict(&app, &read(&app.as_supervisor(), &first.id())).ok();
    assert_eq!(found(&app.as_("farid"), by_name("zul")), [second.id()]);
    assert!(found(&app.as_("data"), by_name("zul")).is_empty());
}

#[test]
fn a_search_for_nothing_or_for_too_little_is_refused() {
    let app = App::start();
    let siti = app.as_caseworker();
    for (sought, pointer, code) in [
        (json!({}), "/file_number", "required"),
        (json!({"client": {}}), "/client/name", "required"),
        (
            json!({"client": {"name": "z"}}),
            "/client/name",
            "too_short",
        ),
        (json!({"limit": 51}), "/limit", "too_large"),
        (
            json!({"file_number": "\u{0}"}),
            "/file_number",
            "wrong_format",
        ),
    ] {
        let reply = search(&siti, sought).problem(422, "invalid_body");
        assert_eq!(reply.faults()[0], (pointer, code));
    }
}
