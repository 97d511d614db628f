//! Papers and property held for a client: received, moved, settled, and in the way of the closure
//! until then.

mod held;
mod refused;
mod settled;

use serde_json::{Value, json};
use tests::{App, Client, Reply, cases::opened};

/// A case of Kulim and where its things are.
fn case(app: &App) -> (Reply, String) {
    let case = opened(app, "older_person");
    let path = format!("/v1/cases/{}/custody-items", case.id());
    (case, path)
}

fn shirts() -> Value {
    json!({
        "kind": "clothes", "description": "Two shirts.", "quantity": 2,
        "received_from": "The client", "received_at": "2026-03-02T00:30:00Z", "place": "Store room"
    })
}

fn ringgit(minor: i64) -> Value {
    json!({
        "kind": "money", "description": "Notes and coins in an envelope.",
        "money": {"currency": "MYR", "minor": minor}, "received_from": "The client",
        "received_at": "2026-03-02T00:30:00Z", "place": "Safe of the office"
    })
}

fn lost() -> Value {
    json!({"outcome": "lost", "settled_on": "2026-03-02", "report_number": "Kulim/000417/26",
        "explanation": "The safe was broken open."})
}

fn signed(capacity: &str) -> Value {
    json!({"capacity": capacity, "person_name": "Halim", "method": "ink", "signed_on": "2026-03-02"})
}

fn settle(client: &Client, item: &Reply, body: Value) -> Reply {
    let path = format!("/v1/custody-items/{}/settlement", item.id());
    client.post(&path, body).if_match("*").send()
}
