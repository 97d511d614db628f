//! Cases ready for a test: accepted, brought to their end, closed.

use serde_json::{Value, json};

use crate::{app::App, client::Client, intakes, reply::Reply};

/// A case of Kulim in this category, accepted by Azman, for which Siti answers.
pub fn opened(app: &App, category: &str) -> Reply {
    opened_by(app, category, "siti", "azman", json!({}))
}

/// The same by others of one unit; `more` is added to the command of acceptance.
pub fn opened_by(app: &App, category: &str, worker: &str, superior: &str, more: Value) -> Reply {
    let client = app.as_(worker);
    let mut told = intakes::told_about(&intakes::person(&client));
    told["category"] = json!(category);
    let intake = client.post("/v1/intakes", told).send().created();
    let intake = intakes::screen(&client, &intake);
    let named = app.worker::<domain::parties::WorkerId>(worker);
    let mut body = json!({"caseworker_id": named.to_string()});
    if let (Value::Object(body), Value::Object(more)) = (&mut body, more) {
        body.extend(more);
    }
    let path = format!("/v1/intakes/{}/acceptance", intake.id());
    let call = app.as_(superior).post(&path, body);
    call.if_match(&intake.etag()).send().created()
}

/// The case as this client reads it now.
pub fn read(client: &Client, case: &str) -> Reply {
    client.get(&format!("/v1/cases/{case}")).send().ok()
}

/// An attempt to reach the client of a case that failed, now.
pub fn attempt(app: &App, client: &Client, case: &str, channel: &str) {
    let body = json!({
        "with": "client", "channel": channel, "purpose": "follow_up",
        "at": app.clock.now().to_rfc3339_opts(chrono::SecondsFormat::Secs, true), "reached": false
    });
    let path = format!("/v1/cases/{case}/contacts");
    client.post(&path, body).send().created();
}

/// Moves a case to its end for this reason, by Siti; the case after it.
pub fn ending(app: &App, case: &Reply, reason: &str) -> Reply {
    let path = format!("/v1/cases/{}/transitions", case.id());
    let body = json!({"to": "termination", "reason": reason});
    let call = app.as_caseworker().post(&path, body);
    call.if_match(&case.etag()).send().ok()
}

/// Records a step of the end of a case, by Siti: `"support-contacts"`.
pub fn step(app: &App, case: &str, steps: &str, body: Value) -> Reply {
    let path = format!("/v1/cases/{case}/{steps}");
    app.as_caseworker().post(&path, body).send()
}

/// Somebody the client can turn to.
#[must_use]
pub fn neighbour() -> Value {
    json!({"kind": "person", "name": "Encik Harun", "relation": "neighbour", "consent": "given"})
}

/// Records what every end asks for: that there is no family, and a neighbour.
pub fn told_and_listed(app: &App, case: &str) {
    let nobody = json!({"recipient": "family", "outcome": "no_family"});
    step(app, case, "termination-notices", nobody).created();
    step(app, case, "support-contacts", neighbour()).created();
}

/// Fills in the particulars of an end.
pub fn particulars(app: &App, case: &str, told: Value) -> Reply {
    let path = format!("/v1/cases/{case}/termination");
    let call = app.as_caseworker().patch(&path, told);
    call.if_match("*").send().ok()
}

/// What is known of somebody who moved away.
#[must_use]
pub fn moved_away() -> Value {
    json!({"moved_away": {
        "new_place": "Alor Setar, with a niece.",
        "receiving_unit": {"answer": "client_refused", "reason": "He wants no further help."}
    }})
}

/// The bank book of a client, received this morning.
#[must_use]
pub fn bank_book() -> Value {
    json!({
        "kind": "personal_document", "document_type": "bank_book",
        "description": "Savings book 0210041-29-88412-7", "received_from": "The client",
        "received_at": "2026-03-02T00:30:00Z", "place": "Safe of the office"
    })
}

/// Something of a case that a hospital was told this morning.
#[must_use]
pub fn disclosure() -> Value {
    json!({
        "recipient": "health_service", "recipient_name": "Hospital Kulim, Dr Tan",
        "what": "How he lives, and the medicine found at home.", "purpose": "His discharge.",
        "basis": "legal_duty", "basis_reference": "Care Centres Act 1993, s. 12", "channel": "phone",
        "disclosed_at": "2026-03-02T00:30:00Z"
    })
}

/// A case of Kulim that waits for the approval of its closure: the case, and the request.
pub fn waiting(app: &App) -> (Reply, Reply) {
    let case = ending(app, &opened(app, "older_person"), "moved_away");
    told_and_listed(app, &case.id());
    particulars(app, &case.id(), moved_away());
    let closure = request(app, &case).created();
    let case = read(&app.as_caseworker(), &case.id());
    (case, closure)
}

/// Siti asks for the closure of a case.
pub fn request(app: &App, case: &Reply) -> Reply {
    let path = format!("/v1/cases/{}/closure-request", case.id());
    let body = json!({"summary": "He lives with his niece now and wants no further help."});
    let call = app.as_caseworker().post(&path, body);
    call.if_match(&case.etag()).send()
}

/// A case of Kulim that Azman has closed, as Siti reads it.
pub fn closed(app: &App) -> Reply {
    let (case, closure) = waiting(app);
    let path = format!("/v1/closure-requests/{}/approval", closure.id());
    let call = app.as_supervisor().post(&path, json!({}));
    call.if_match(&closure.etag()).send().ok();
    read(&app.as_caseworker(), &case.id())
}
