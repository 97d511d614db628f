//! The organisation: units, workers, grants, integrations, document requirements.

mod grants;
mod integrations;
mod requirements;
mod succession;
mod units;
mod workers;

use serde_json::{Value, json};
use tests::{App, Client};

fn unit(app: &App, key: &str) -> String {
    app.unit::<domain::parties::UnitId>(key).to_string()
}

fn worker(app: &App, username: &str) -> String {
    app.worker::<domain::parties::WorkerId>(username)
        .to_string()
}

fn new_unit(parent: &str, code: &str) -> Value {
    json!({
        "parent_id": parent, "kind": "branch", "country": "MY", "code": code,
        "name": "Pejabat cawangan", "time_zone": "Asia/Kuala_Lumpur",
        "weekend": ["friday", "saturday"]
    })
}

fn new_worker(unit: &str, username: &str) -> Value {
    json!({"username": username, "full_name": "Aminah binti Ali", "unit_id": unit})
}

/// A new worker with a role at a unit, logged in.
fn made(app: &App, unit: &str, username: &str, role: Option<&str>) -> (String, Client) {
    let admin = app.as_administrator();
    let reply = admin
        .post("/v1/workers", new_worker(unit, username))
        .send()
        .created();
    if let Some(role) = role {
        let grant = json!({"role": role, "unit_id": unit});
        let path = format!("/v1/workers/{}/grants", reply.id());
        admin.post(&path, grant).send().created();
    }
    let password = reply["first_password"].as_str().unwrap();
    (reply.id(), logged_in(app, username, password))
}

fn logged_in(app: &App, username: &str, password: &str) -> Client {
    let log_in = json!({"username": username, "password": password});
    let session = app
        .anonymous()
        .post("/v1/sessions", log_in)
        .send()
        .created();
    app.with_token(session["access_token"].as_str().unwrap())
}

fn etag_of(client: &Client, path: &str) -> String {
    client.get(path).send().ok().etag()
}

#[test]
fn units_workers_and_integrations_are_pulled_by_what_was_changed_since() {
    let app = App::start();
    let admin = app.as_administrator();
    let kulim = unit(&app, "kulim");
    let desk = json!({"name": "Meja rujukan", "unit_id": kulim, "scopes": ["intakes:read"]});
    admin.post("/v1/integrations", desk).send().created();
    let before = app.clock.now();
    app.clock.advance(std::time::Duration::from_secs(60));
    for (list, change) in [
        ("units", json!({"name": "Pejabat baharu"})),
        ("workers", json!({"full_name": "Aminah binti Ali"})),
        ("integrations", json!({"name": "Kaunter rujukan"})),
    ] {
        let all = admin.get(&format!("/v1/{list}?limit=200")).send().ok();
        let first = all["items"][0]["id"]
            .as_str()
            .unwrap_or_default()
            .to_owned();
        let path = format!("/v1/{list}/{first}");
        let etag = admin.get(&path).send().ok().etag();
        let sent = admin.patch(&path, change).header("if-match", etag);
        sent.send().ok();

        let last = admin
            .get(&format!("/v1/{list}?sort=modified_at&limit=200"))
            .send();
        let last = last.ok()["items"]
            .as_array()
            .and_then(|items| items.last().cloned());
        assert_eq!(
            last.map(|item| item["id"].clone()),
            Some(json!(first)),
            "{list}"
        );
        let since = before.to_rfc3339_opts(chrono::SecondsFormat::Micros, true);
        let pull = format!("/v1/{list}?sort=modified_at&modified_after={since}");
        let pulled = admin.get(&pull).send().ok();
        assert_eq!(pulled["items"].as_array().map(Vec::len), Some(1), "{list}");
        assert_eq!(pulled["items"][0]["id"], json!(first));
        let (mut seen, mut path) = (0, format!("/v1/{list}?sort=modified_at&limit=1"));
        loop {
            let page = admin.get(&path).send().ok();
            seen += page["items"].as_array().map_or(0, Vec::len);
            let Some(cursor) = page["next_cursor"].as_str() else {
                break;
            };
            path = format!("/v1/{list}?sort=modified_at&limit=1&cursor={cursor}");
        }
        assert_eq!(Some(seen), all["items"].as_array().map(Vec::len), "{list}");
    }
}

#[test]
fn an_id_that_another_record_was_given_is_taken() {
    let app = App::start();
    let admin = app.as_administrator();
    let (kulim, baling) = (unit(&app, "kulim"), unit(&app, "baling"));
    let mut again = new_unit(&kulim, "KULIM-2");
    again["id"] = json!(baling);
    let refused = admin.post("/v1/units", again).send();
    refused.problem(409, "already_exists");
    let mut again = new_worker(&kulim, "aminah");
    again["id"] = json!(worker(&app, "siti"));
    let refused = admin.post("/v1/workers", again).send();
    refused.problem(409, "already_exists");
    let siti = app.as_caseworker();
    let person = siti.post("/v1/persons", json!({"full_name": "Mat"})).send();
    let again = json!({"full_name": "Mat bin Ali", "id": person.created().id()});
    siti.post("/v1/persons", again)
        .send()
        .problem(409, "already_exists");
}
