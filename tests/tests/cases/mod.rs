//! The case: who reads it, lists, checklists, moves, timeline, those named on it, its class.
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails, and says where"
)]

mod alarms;
mod bounds;
mod lists;
mod members;
mod overdue;
mod reading;
mod search;
mod stages;
mod timeline;

use domain::parties::{UnitId, WorkerId};
use serde_json::json;
use tests::{App, Client, Reply};

fn worker(app: &App, username: &str) -> String {
    app.worker::<WorkerId>(username).to_string()
}

fn unit(app: &App, key: &str) -> String {
    app.unit::<UnitId>(key).to_string()
}

fn list(client: &Client, query: &str) -> Reply {
    client.get(&format!("/v1/cases{query}")).send().ok()
}

/// Names somebody on a case, by Azman.
fn name(app: &App, case: &str, who: &str, membership: &str) -> Reply {
    let path = format!("/v1/cases/{case}/members/{}", worker(app, who));
    let call = app
        .as_supervisor()
        .put(&path, json!({"membership": membership}));
    call.if_match("*").send()
}

fn restrict(app: &App, case: &Reply) -> Reply {
    let path = format!("/v1/cases/{}/confidentiality", case.id());
    let body = json!({
        "confidentiality": "restricted",
        "reason": "A colleague of this office is a party to the case."
    });
    let call = app.as_supervisor().put(&path, body);
    call.if_match(&case.etag()).send()
}
