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
