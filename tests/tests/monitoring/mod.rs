//! Monitoring and evaluation: observations, due dates, reports, evaluations, and what the gates
//! make of them.
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails, and says where"
)]

mod due;
mod evaluations;
mod observations;
mod reports;

use tests::{App, Reply};

fn refused(reply: Reply, codes: &[&str]) {
    assert_eq!(reply.problem(409, "refused").refusals(), codes);
}

fn faulty(reply: Reply, faults: &[(&str, &str)]) {
    assert_eq!(reply.problem(422, "invalid_body").faults(), faults);
}

/// Whether the checklist of a step of the case says that this requirement is met.
fn met(app: &App, case: &Reply, to: &str, query: &str, code: &str) -> bool {
    let path = format!("/v1/cases/{}/checklist?to={to}{query}", case.id());
    let list = app.as_caseworker().get(&path).send().ok();
    let items = list["items"].as_array().unwrap().clone();
    let item = items.iter().find(|item| item["code"] == code).unwrap();
    item["met"].as_bool().unwrap()
}

/// The types of the last events of a case, the newest first.
fn last_events(app: &App, case: &Reply, n: usize) -> Vec<String> {
    let path = format!(
        "/v1/cases/{}/timeline?sort=newest_first&limit={n}",
        case.id()
    );
    let page = app.as_caseworker().get(&path).send().ok();
    let items = page["items"].as_array().unwrap().clone();
    items
        .iter()
        .map(|event| event["type"].as_str().unwrap().to_owned())
        .collect()
}

/// To this instant.
fn at(app: &App, instant: &str) {
    app.clock.set(instant.parse().unwrap());
}

/// Puts the case on hold.
fn hold(app: &App, case: &Reply) {
    let path = format!("/v1/cases/{}/hold", case.id());
    let body = serde_json::json!({"reason": "She is in hospital until the operation."});
    let call = app.as_caseworker().post(&path, body);
    call.if_match("*").send().ok();
}

/// Who may read and who may write at this address, with this body of Siti's.
fn rights(app: &App, path: &str, body: &serde_json::Value, team_writes: bool) {
    for (who, reads, writes) in [
        ("azman", 200, 403),
        ("farid", 200, 403),
        ("auditor", 200, 403),
        ("data", 403, 403),
        ("hanim", 404, 404),
    ] {
        let client = app.as_(who);
        client.get(path).send().status(reads);
        client.post(path, body.clone()).send().status(writes);
    }
    let case = path.split('/').nth(3).unwrap();
    let farid = app.worker::<domain::parties::WorkerId>("farid");
    let named = format!("/v1/cases/{case}/members/{farid}");
    let body_of = serde_json::json!({"membership": "team"});
    let named = app.as_supervisor().put(&named, body_of);
    named.if_match("*").send();
    let expected = if team_writes { 201 } else { 403 };
    let written = app.as_("farid").post(path, body.clone()).send();
    written.status(expected);
    let siti = app.as_caseworker();
    siti.post(path, body.clone()).send().created();
}
